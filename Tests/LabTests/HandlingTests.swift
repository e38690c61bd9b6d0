import Bytes
import Eavesdropper
import Foundation
import Interceptor
import Lab
import TLSEngine
import TLSKeys
import TLSWire
import Testing

@Suite("What the attacker did with each message is one value; each view has what it can know of it")
struct HandlingTests {
  /// What was done, by the names of the messages.
  private static func deeds(_ session: Session) -> [String: Handling.Deed] {
    var found: [String: Handling.Deed] = [:]
    for (place, item) in session.messages.enumerated() {
      if let deed = session.handling[place]?.deed { found[item.message.kind.name] = deed }
    }
    return found
  }

  private static func session(
    _ deed: WireAttack.Deed, on name: String, _ version: String = "1.3"
  ) throws -> Session {
    var lab = try preparedLab()
    try lab.speakOnly(version)
    try lab.set("app.scenario", to: "echo")
    lab.attack(WireAttack(deed, on: name))
    try lab.connect()
    return try #require(lab.currentSession)
  }

  private static let flip = WireAttack.Deed.changeField(
    FieldPath(parsing: "random"), value: .flipped, keepsLengths: false)

  @Test("Altered, dropped, twice, held back for ever, cut: in TLS 1.2 and in TLS 1.3")
  func deeds() throws {
    for version in ["1.2", "1.3"] {
      #expect(
        Self.deeds(try Self.session(Self.flip, on: "server_hello", version))
          == ["server_hello": .altered])
      #expect(
        Self.deeds(try Self.session(Self.flip, on: "client_hello", version))
          == ["client_hello": .altered])
      #expect(
        Self.deeds(try Self.session(.drop, on: "application_data", version))
          == ["application_data": .dropped])
      #expect(
        Self.deeds(try Self.session(.replay, on: "application_data", version))
          == ["application_data": .twice])
      #expect(
        Self.deeds(try Self.session(.reorder, on: "application_data", version))
          == ["application_data": .held])
      let cut = Self.deeds(try Self.session(.truncate, on: "application_data", version))
      #expect(cut["application_data"] == .cut && cut.values.allSatisfy { !$0.arrives })
    }
    // What the server sent into the cut connection is lost, too.
    let cut = try Self.session(.truncate, on: "application_data")
    #expect(Self.deeds(cut)["new_session_ticket"] == .lost)
    #expect(Self.deeds(try Self.session(Self.flip, on: "encrypted_extensions")).isEmpty)
  }

  @Test("A message that waits arrives behind the next one of its sender, and is held until then")
  func late() throws {
    var lab = try preparedLab()
    try lab.speakOnly("1.3")
    lab.attack(WireAttack(.reorder, on: "server_hello"))
    try lab.walk()
    var seen: [Handling.Deed] = []
    while lab.currentSession?.isAtRest == false {
      _ = try lab.step()
      let session = try #require(lab.currentSession)
      guard let deed = Self.deeds(session)["server_hello"], seen.last != deed else { continue }
      seen.append(deed)
    }
    #expect(seen == [.held, .late(behind: 2)])
    try lab.back(1000)
    #expect(lab.currentSession?.handling.isEmpty == true)
  }

  @Test("What is behind one that waits may be dropped or cut") func lateBehindLost() throws {
    for (second, fate) in [
      (WireAttack.Deed.drop, Handling.Deed.late(behind: nil)), (.truncate, .lost),
    ] {
      var lab = try preparedLab()
      try lab.speakOnly("1.2")
      lab.attack(WireAttack(.reorder, on: "server_hello"))
      lab.attack(WireAttack(second, on: "certificate"))
      try lab.connect()
      #expect(Self.deeds(try #require(lab.currentSession))["server_hello"] == fate)
    }
  }

  @Test("In between the attacker reads at the step at which it does, and not before")
  func interception() throws {
    for version in ["1.2", "1.3"] {
      var lab = try preparedLab()
      try lab.speakOnly(version)
      try lab.set("client.verify", to: "off")
      try lab.intercept(with: .ownAuthority)
      try lab.walk()
      while lab.currentSession?.isAtRest == false {
        _ = try lab.step()
        let session = try #require(lab.currentSession)
        let read = Set(
          session.interceptor?.read.map { "\($0.sender) \($0.bytes)" } ?? [])
        for (place, item) in session.messages.enumerated() {
          guard case .applicationData(let data) = item.message.content else { continue }
          let isRead = read.contains("\(item.message.sender) \(data)")
          #expect((session.handling[place]?.access != nil) == isRead, "\(place)")
        }
      }
      let session = try #require(lab.currentSession)
      for (place, item) in session.messages.enumerated() {
        let done = session.handling[place]
        let isOwn = item.step.actor == .interceptor
        let isData = item.message.kind == .applicationData
        let access: Handling.Access = !isOwn ? .read : isData ? .passedOn : .own
        #expect(done?.deed == nil)
        #expect(done?.access == (item.message.isProtected ? access : nil))
      }
    }
  }

  @Test("What waits on one side of the attacker goes behind nothing on the other")
  func lateInBetween() throws {
    for version in ["1.2", "1.3"] {
      for name in ["application_data", "client_key_exchange", "certificate", "server_hello"] {
        var lab = try preparedLab()
        try lab.speakOnly(version)
        try lab.set("client.verify", to: "off")
        try lab.set("app.scenario", to: "echo")
        try lab.intercept(with: .ownAuthority)
        lab.attack(WireAttack(.reorder, on: name))
        try lab.connect()
        let session = try #require(lab.currentSession)
        let messages = session.messages
        for (place, done) in session.handling {
          guard case .late(let behind?) = done.deed else { continue }
          #expect(messages[behind].step.wire == messages[place].step.wire)
          #expect(messages[behind].step.actor == messages[place].step.actor)
        }
        // Neither end gets what was meant for the attacker.
        for step in session.steps where step.actor != .interceptor {
          guard case .received(let message) = step.effect else { continue }
          #expect(messages.contains { $0.step.wire == step.wire && $0.message == message })
        }
        if name == "application_data" { #expect(session.failure == nil, "\(version)") }
      }
    }
  }

  @Test("Ends know nothing of it, who listens neither: the attacker does")
  func views() throws {
    var lab = try preparedLab()
    try lab.speakOnly("1.3")
    lab.attack(WireAttack(Self.flip, on: "server_hello"))
    try lab.connect()
    try lab.set("client.verify", to: "off")
    try lab.intercept(with: .ownAuthority)
    try lab.connect()
    for session in lab.sessions {
      for view in [Lab.View.client, .server, .eavesdropper] {
        #expect(session.handling(seenBy: lab.eyes(of: view, on: session)).isEmpty, "\(view)")
      }
      for view in [Lab.View.interceptor, .all] {
        #expect(session.handling(seenBy: lab.eyes(of: view, on: session)) == session.handling)
      }
      #expect(!session.handling.isEmpty)
      #expect(session.heard.handling.values.allSatisfy { $0.deed == nil })
    }
  }

  @Test("What opens with a stolen key is read, for who listens and for everyone")
  func stolen() throws {
    var lab = try preparedLab()
    try lab.connect([("kx", "rsa"), ("scenario", "echo")])
    try lab.compromise(.serverKey)
    let session = try #require(lab.currentSession)
    #expect(session.handling.isEmpty)
    for view in [Lab.View.eavesdropper, .interceptor, .all] {
      let seen = session.handling(seenBy: lab.eyes(of: view, on: session))
      for (place, item) in session.messages.enumerated() {
        #expect(seen[place]?.access == (item.message.isProtected ? .read : nil), "\(view)")
      }
    }
    #expect(session.handling(seenBy: lab.eyes(of: .client, on: session)).isEmpty)
  }

  @Test("Early data is early for who listens, by its place and by the ClientHello")
  func earlyData() throws {
    for retry in ["auto", "on"] {
      var lab = try preparedLab()
      try lab.speakOnly("1.3")
      try lab.set("server.early-data", to: "on")
      try lab.connect()
      try lab.set("server.retry", to: retry)
      try lab.connect([("resume", "S1"), ("early", "a word in private")])
      let session = try #require(lab.currentSession)
      let heard = session.seen(by: lab.eyes(of: .eavesdropper, on: session))
      let early = try #require(heard.earlyData)
      #expect(early.places == session.earlyData?.places && early.bytes == nil)
      // "the client's early data is ignored" after a HelloRetryRequest, which anyone sees.
      #expect(early.fate == (retry == "on" ? .refused : .hidden))
      #expect(session.heard.earlyData?.places.count == 1)
      // Without the extension in the ClientHello nothing is early.
      let plain = try #require(lab.session("S1"))
      #expect(plain.seen(by: lab.eyes(of: .eavesdropper, on: plain)).earlyData == nil)
      try lab.replayFlight(of: "S2", to: .server)
      let replayed = try #require(lab.currentSession)
      let repeated = replayed.messages.indices.filter {
        replayed.handling[$0]?.deed == .repeated(from: "S2")
      }
      let messages = replayed.messages
      #expect(repeated == messages.indices.filter { messages[$0].message.sender == .client })
    }
  }

  @Test("Saved and read again it is the same") func saved() throws {
    let session = try Self.session(.truncate, on: "application_data")
    let copy = try JSONRoundTrip.of(session)
    #expect(copy.handling == session.handling && !copy.handling.isEmpty)
  }
}

private enum JSONRoundTrip {
  static func of(_ session: Session) throws -> Session {
    try JSONDecoder().decode(Session.self, from: JSONEncoder().encode(session))
  }
}
