import Eavesdropper
import Knowledge
import Lab
import TLSEngine
import TLSKeys
import TLSWire
import Testing

@Suite("What the closure predicts of TLS 1.3 is what decryption finds, for every set of leaks")
struct Prediction13Tests {
  private static let early = "said early"

  /// Sessions of every kind, and the ephemeral keys that were stolen while they existed.
  private static let prepared = Result { () throws -> (lab: Lab, inTime: [Loot: [Leak]]) in
    var lab = try preparedLab()
    try lab.speakOnly("1.2-1.3")
    try lab.set("app.scenario", to: "echo")
    try lab.set("server.early-data", to: "on")
    // A curve first, so that the quantum computer has something to do.
    for side in ["client", "server"] {
      try lab.set("\(side).groups", to: "x25519,secp256r1,ffdhe2048,X25519MLKEM768")
    }
    var inTime: [Loot: [Leak]] = [:]
    for changes in [
      [], [("resume", "S1"), ("early", early)], [("resume", "S1"), ("kx", "psk")],
      [("group", "X25519MLKEM768")], [("group", "ffdhe2048")], [("server.retry", "on")],
      [("server.reuse-ephemeral", "on")], [("client.shares", "x25519,secp256r1")],
      [("psk", "phone-17:a shared secret")], [("psk", "phone-17:a shared secret"), ("kx", "psk")],
    ] as [[(String, String)]] {
      try lab.walk(changes.map { (key: $0.0, value: $0.1) })
      while (try? lab.step()) != nil {
        for loot in [Loot.serverEphemeral, .clientEphemeral] {
          var thief = lab
          for leak in (try? thief.compromise(loot)) ?? []
          where inTime[loot]?.contains(leak) != true {
            inTime[loot, default: []].append(leak)
          }
        }
      }
      try lab.updateKeys(from: .client, requesting: lab.sessions.count.isMultiple(of: 2))
      try lab.send("after the update", from: .client)
    }
    return (lab, inTime)
  }

  private static let thefts: [Loot] = [
    .serverKey, .ticketKey, .serverEphemeral, .clientEphemeral, .serverTrafficSecret,
    .clientTrafficSecret, .preSharedKey,
  ]

  @Test(arguments: 0..<(1 << 7)) func everySet(_ bits: Int) throws {
    let (lab, inTime) = try Self.prepared.get()
    var thief = lab
    for (place, loot) in Self.thefts.enumerated() where bits & 1 << place != 0 {
      if let leaks = inTime[loot] {
        for leak in leaks { thief.add(leak) }
      } else if loot.isOfOneSession {
        for session in lab.sessions { _ = try? thief.compromise(loot, of: session.id) }
      } else {
        try thief.compromise(loot)
      }
    }
    try holdAgainstEachOther(thief)
  }

  @Test("A quantum computer opens everything but the hybrid, and what no public key led to")
  func quantum() throws {
    var (lab, _) = try Self.prepared.get()
    try lab.compromise(.quantum)
    try holdAgainstEachOther(lab)
    let states = lab.vault.map(\.state)
    for (session, state) in zip(lab.sessions, states) {
      let isHybrid = session.facts(on: .direct).agreement == .hybrid
      let isShared = session.facts(on: .direct).preSharedKey == .accepted(.external)
      #expect((state == .open) == !(isHybrid || isShared), "\(session.id) \(state)")
    }
    // It was not "both keys erased" that kept the hybrid closed: one half of them is computed.
    let hybrid = try #require(
      lab.sessions.firstIndex { $0.facts(on: .direct).agreement == .hybrid })
    #expect(lab.record(of: lab.sessions[hybrid]).reason?.word == "ml-kem-holds")
  }

  @Test("Each cell of the matrix is what the theft brings") func matrix() throws {
    let (lab, _) = try Self.prepared.get()
    let matrix = lab.matrix
    #expect(matrix.rows.count == lab.sessions.count && matrix.columns.count > 5)
    for (place, column) in matrix.columns.enumerated() {
      guard let loot = column else { continue }
      var thief = lab
      if loot.isOfOneSession {
        for session in lab.sessions { _ = try? thief.compromise(loot, of: session.id) }
      } else {
        try thief.compromise(loot)
      }
      #expect(matrix.rows.map { $0.states[place] } == thief.vault.map(\.state), "\(loot)")
    }
  }

  @Test("With an attacker in between, keys of one connection don't open the other")
  func intercepted() throws {
    var lab = try preparedLab()
    try lab.speakOnly("1.2-1.3")
    try lab.set("app.scenario", to: "echo")
    try lab.set("server.early-data", to: "on")
    try lab.set("client.verify", to: "off")
    try lab.connect()
    try lab.intercept(with: .ownAuthority)
    var inTime: [Leak] = []
    for changes in Self.interceptedKinds {
      try lab.walk(changes.map { (key: $0.0, value: $0.1) })
      while (try? lab.step()) != nil {
        for loot in [Loot.serverEphemeral, .clientEphemeral] {
          var thief = lab
          inTime += ((try? thief.compromise(loot)) ?? []).filter { !inTime.contains($0) }
        }
      }
      #expect(lab.sessions.last?.outcome == .fooled, "\(changes)")
    }
    for bits in 0..<(1 << Self.thefts.count) {
      var thief = lab
      for (place, loot) in Self.thefts.enumerated() where bits & 1 << place != 0 {
        for leak in inTime where Loot(leak) == loot { thief.add(leak) }
        if loot.isOfOneSession {
          for session in lab.sessions { _ = try? thief.compromise(loot, of: session.id) }
        } else {
          try thief.compromise(loot)
        }
      }
      try holdAgainstEachOther(thief)
    }
    try lab.compromise(.quantum)
    try holdAgainstEachOther(lab)
  }

  /// What the client of an intercepted session does; the ticket of the first session is the
  /// server's, of no use to the interceptor.
  private static let interceptedKinds: [[(String, String)]] = [
    [], [("resume", "S1")], [("resume", "S1"), ("early", early)],
    [("group", "X25519MLKEM768")], [("group", "ffdhe2048")], [("server.retry", "on")],
    [("server.reuse-ephemeral", "on")],
  ]

  private func holdAgainstEachOther(_ lab: Lab) throws {
    for entry in lab.vault {
      let session = try #require(lab.session(entry.session))
      let known = lab.closure(of: session, on: entry.wire).known
      var predicted: Set<String> = []
      for side in Side.allCases where known.contains(.applicationData(side)) {
        predicted.insert(side.rawValue)
      }
      if known.contains(.earlyData) { predicted.insert("early") }
      #expect(
        read(entry) == predicted,
        "\(entry.session) \(entry.wire) with \(lab.attacker.leaks.map(\.name))")
    }
  }

  /// Whose words the attacker really read.
  private func read(_ entry: VaultEntry) -> Set<String> {
    guard case .opened(let opened)? = entry.attempt else { return [] }
    return Set(
      opened.plaintexts.filter { $0.type == .applicationData }.map { plaintext in
        plaintext.bytes == Array(Self.early.utf8) ? "early" : plaintext.sender.rawValue
      })
  }
}
