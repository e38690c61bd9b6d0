import Applications
import Eavesdropper
import Knowledge
import Lab
import Network
import TLSEngine
import TLSKeys
import TLSWire
import Testing

@Suite("A call over a proxy: two sessions, one call, and the weaker hop opens it")
struct HopTests {
  private func lab(
    _ settings: [(key: String, value: String)], stealing loot: Loot? = nil
  ) throws -> Lab {
    var lab = try preparedLab()
    try lab.set("app.hops", to: "proxy")
    try lab.connect(settings)
    if let loot { try lab.compromise(loot, of: nil) }
    return lab
  }

  private func said(_ session: Session, _ side: Side) -> [UInt8] {
    session.applicationData(from: side, on: session.clientWire).flatMap(\.self)
      + (session.talk?.segments ?? []).filter { $0.direction == side.sending }.flatMap(\.bytes)
  }

  @Test(arguments: ["same", "ecdhe", "rsa", "none"])
  func twoSessionsCarryTheSameCall(second: String) throws {
    let lab = try lab([("version", "1.2"), ("app.second-hop", second)])
    try #require(lab.sessions.count == 2)
    let (first, other) = (lab.sessions[0], lab.sessions[1])
    #expect(first.outcome == .established)
    #expect(other.outcome == (second == "none" ? .plain : .established))
    #expect(lab.currentSession?.id == "S1")
    #expect(first.hop?.number == 1 && other.hop?.number == 2)
    // The keys that the caller and the called one have went over both.
    func keys(_ bytes: [UInt8]) -> [ApplicationFinding] {
      findings(in: bytes).filter { if case .srtpKey = $0 { true } else { false } }
    }
    #expect(keys(said(first, .client)).count == 1)
    #expect(keys(said(first, .client)) == keys(said(other, .server)))
    #expect(keys(said(first, .server)) == keys(said(other, .client)))
    // Whoever has registered at the proxy did it before.
    let registered = other.talk?.segments.first?.time ?? other.steps.first?.time ?? 0
    #expect(registered < first.steps.first?.time ?? 0)
    #expect(lab.media(of: first) == lab.media(of: other))
  }

  @Test func whatPassesOnIsInTime() throws {
    let lab = try lab([("version", "1.3")])
    func time(_ session: Session, _ sender: Side, _ words: String) throws -> Int64 {
      try #require(
        session.messages.first { item in
          guard item.message.sender == sender,
            case .applicationData(let data) = item.message.content
          else { return false }
          return String(decoding: data, as: UTF8.self).contains(words)
        }?.step.time)
    }
    let (first, second) = (lab.sessions[0], lab.sessions[1])
    let times = [
      try time(first, .client, "INVITE sip"), try time(second, .server, "INVITE sip"),
      try time(second, .client, "200 OK\r\nVia: SIP/2.0/TLS 203"),
      try time(first, .server, "180 Ringing"), try time(first, .client, "ACK sip"),
      try time(second, .server, "ACK sip"),
    ]
    #expect(times == times.sorted() && Set(times).count == times.count)
  }

  @Test(arguments: [
    ("rsa", "ecdhe", ["S1"]), ("ecdhe", "rsa", ["S2"]), ("rsa", "rsa", ["S1"]),
    ("ecdhe", "ecdhe", []), ("ecdhe", "none", ["S2"]),
  ])
  func theWeakerHopOpensTheCall(first: String, second: String, opening: [String]) throws {
    let lab = try lab(
      [("kx", first), ("version", "1.2"), ("app.second-hop", second)], stealing: .serverKey)
    for session in lab.sessions {
      let call = lab.heardCall(of: session)
      #expect(call.state == (opening.isEmpty ? .sealed : .readable))
      #expect(call.openedBy == opening)
      #expect(lab.record(of: session).openedBy == opening)
      let rungs = lab.cascade(of: session).rungs
      #expect(rungs.count { if case .hop = $0 { true } else { false } } == 2)
      #expect(rungs.contains { if case .audio = $0 { true } else { false } } != opening.isEmpty)
    }
  }

  @Test func withoutTLSNothingNeedBeStolen() throws {
    let lab = try lab([("version", "1.3"), ("app.second-hop", "none")])
    #expect(lab.heardCall(of: lab.sessions[0]).state == .readable)
    #expect(lab.vaultState(of: lab.sessions[0]) == .sealed)
    #expect(lab.vaultState(of: lab.sessions[1]) == .open)
    #expect(lab.gainedKinds.contains("call"))
    var untapped = try preparedLab()
    try untapped.set("net.record", to: "off")
    try untapped.connect([("app.hops", "proxy"), ("app.second-hop", "none")])
    #expect(untapped.vaultState(of: untapped.sessions[1]) == .notRecorded)
    #expect(untapped.gainedKinds.isEmpty)
  }

  @Test func sipsIsRefusedRatherThanReadAlong() throws {
    let lab = try lab([("app.uri", "sips"), ("app.second-hop", "none")])
    #expect(lab.sessions[0].turnedAway == 480)
    #expect(lab.heardCall(of: lab.sessions[0]).reason == .turnedAway)
    #expect(!lab.gainedKinds.contains("srtp-key"))
    let secure = try self.lab([("app.uri", "sips")])
    #expect(secure.heardCall(of: secure.sessions[0]).state == .sealed)
    #expect(secure.media(of: secure.sessions[0]) != nil)
  }

  @Test func aTelephoneThatCannotRegisterIsNotCalled() throws {
    // Its handshake fails, as the caller's would: whoever is in between stands on the caller's way alone.
    var lab = try preparedLab()
    try lab.set("app.hops", to: "proxy")
    try lab.set("server.cert", to: "expired")
    try lab.connect([])
    #expect(lab.sessions.count == 2)
    #expect(lab.sessions.allSatisfy { [.failed, .refused].contains($0.outcome) })
  }

  @Test func theMediaHandshakeGoesFromTelephoneToTelephone() throws {
    let lab = try lab([("kx", "rsa"), ("app.media", "dtls-srtp")], stealing: .serverKey)
    let call = lab.heardCall(of: lab.sessions[1])
    #expect((call.state, call.reason) == (.sealed, .keysNotSignalled))
    #expect(call.fingerprints.count == 2 && call.handshakes.first?.isComplete == true)
    var between = try preparedLab()
    try between.set("client.verify", to: "off")
    try between.intercept(with: .selfSigned)
    try between.connect([("app.hops", "proxy"), ("app.media", "dtls-srtp")])
    #expect(between.heardCall(of: between.sessions[0]).means == .between)
    #expect(between.sessions[1].interceptor == nil)
  }

  @Test func hangingUpGoesOverBoth() throws {
    var lab = try lab([("version", "1.2")])
    try lab.hangUp()
    for (session, side) in [(lab.sessions[0], Side.client), (lab.sessions[1], .server)] {
      let words = String(decoding: said(session, side), as: UTF8.self)
      #expect(words.contains("BYE sip:bob@192.0.2.20:5061"))
    }
    #expect(throws: LabError.self) { try lab.hangUp() }
    var direct = try preparedLab()
    try direct.connect([])
    try direct.hangUp()
    #expect(
      String(decoding: said(direct.sessions[0], .server), as: UTF8.self).hasSuffix("0\r\n\r\n"))
    #expect(direct.heardCall(of: direct.sessions[0]).state == .sealed)
  }

  @Test func walkingAndGoingBack() throws {
    var lab = try preparedLab()
    try lab.walk([("app.hops", "proxy"), ("version", "1.2")])
    #expect(!String(decoding: said(lab.sessions[1], .server), as: UTF8.self).contains("INVITE"))
    try lab.goOn()
    let once = lab.sessions[1]
    #expect(String(decoding: said(once, .server), as: UTF8.self).contains("INVITE"))
    try lab.back(12)
    try lab.goOn()
    #expect(lab.sessions.count == 2 && lab.sessions[1].steps == once.steps)
    let connected = try self.lab([("version", "1.2")])
    #expect(connected.sessions[0].steps == lab.sessions[0].steps)
  }

  /// What can be said of the keys, and what is really heard, agree: over two hops, whatever they are.
  @Test(arguments: 0..<60)
  func closureAndSoundAgree(number: Int) throws {
    let firsts = [
      [("kx", "rsa"), ("version", "1.2")], [("kx", "ecdhe"), ("version", "1.2")],
      [("version", "1.3")],
    ]
    let seconds = ["same", "rsa", "ecdhe", "none"]
    let thefts: [Loot?] = [nil, .serverKey, .serverTrafficSecret, .clientTrafficSecret, .quantum]
    var lab = try preparedLab()
    let settings = firsts[number % 3] + [("app.second-hop", seconds[number / 3 % 4])]
    try lab.connect(settings + [("app.hops", "proxy")])
    if let loot = thefts[number / 12] {
      _ = try? lab.compromise(loot, of: number % 2 == 0 ? "S1" : "S2")
    }
    let call = lab.heardCall(of: lab.sessions[0])
    for party in Side.allCases {
      let isReadable = lab.sessions.contains { hop in
        let speaker = hop.hop?.number == 2 ? party.other : party
        return hop.isInTheOpen
          || lab.closures(of: hop, on: hop.clientWire).contains {
            $0.known.contains(.applicationData(speaker))
          }
      }
      #expect((call.voices[party] != nil) == isReadable, "\(number) \(party)")
    }
  }
}

@Suite("STARTTLS is stripped, and what stops that")
struct StrippedTests {
  private func chat(_ start: String, stripped: Bool) throws -> Lab {
    var lab = try preparedLab()
    lab.stripSTARTTLS(stripped)
    try lab.connect([("app.scenario", "chat-xmpp"), ("client.starttls", start)])
    return lab
  }

  @Test func whoDoesNotInsistSaysThePassword() throws {
    let lab = try chat("opportunistic", stripped: true)
    let session = lab.sessions[0]
    #expect(session.outcome == .plain && session.isInTheOpen)
    #expect(
      lab.state(at: "attacker", "gains") == .array([.string("password.read"), .string("text")]))
    #expect(lab.state(at: "attacker", "read") == .array([.string("S1")]))
    #expect(lab.record(of: session).version == nil)
  }

  @Test func whoInsistsLeaves() throws {
    let lab = try chat("require", stripped: true)
    #expect(lab.sessions[0].outcome == .refused)
    #expect(lab.gainedKinds.isEmpty)
  }

  @Test(arguments: [("require", false), ("opportunistic", false), ("direct", true)])
  func otherwiseThereIsTLS(start: String, stripped: Bool) throws {
    let lab = try chat(start, stripped: stripped)
    let session = lab.sessions[0]
    #expect(session.outcome == .established && lab.gainedKinds.isEmpty)
    #expect((session.talk != nil) == (start != "direct"))
    #expect(session.links[.direct]?.flow.server.port == (start == "direct" ? 5223 : 5222))
    let text = findings(in: session.applicationData(from: .client, on: .direct).flatMap(\.self))
    #expect(text.contains(.password("analytical-engine", of: "ada")))
  }
}
