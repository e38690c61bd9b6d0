import Bytes
import Eavesdropper
import Knowledge
import Lab
import TLSEngine
import TLSKeys
import TLSWire
import Testing

@Suite("A stolen key opens what its key exchange gave away, and nothing else")
struct StolenKeyTests {
  @Test func rsaOpensAndECDHEStaysSealed() throws {
    var lab = try preparedLab()
    try lab.connect([("kx", "rsa")])
    try lab.connect([("kx", "ecdhe")])
    #expect(lab.vault.map(\.state) == [.sealed, .sealed])
    try lab.compromise(.serverKey)
    #expect(lab.vault.map(\.state) == [.open, .sealed])

    guard case .opened(let opened)? = lab.vault[0].attempt else {
      Issue.record("S1 is not open")
      return
    }
    let read = opened.plaintexts.filter { $0.type == .applicationData }.map(\.bytes)
    let said = lab.sessions[0].messages.compactMap { item -> [UInt8]? in
      guard case .applicationData(let data) = item.message.content else { return nil }
      return data
    }
    #expect(read == said)
    #expect(!said.isEmpty)
  }

  @Test func sealNamesWhoHadTheSecretAndWhenItWasErased() throws {
    var lab = try preparedLab()
    try lab.connect([("kx", "dhe"), ("server.tickets", "off")])
    try lab.compromise(.serverKey)
    let session = lab.sessions[0]
    let missing = lab.missingSecrets(of: session, on: .direct)
    #expect(
      missing.map { $0.map(\.name) } == [
        [.ephemeralPrivate(.client)], [.ephemeralPrivate(.server)],
      ])
    for secret in missing.joined() {
      let step = try #require(secret.erased)
      #expect(session.steps[step - 1].effect == .erased([secret.name]))
      #expect(try #require(secret.made) < step)
    }
  }

  @Test func ephemeralKeyStolenInTimeOpensItsSession() throws {
    var lab = try preparedLab()
    try lab.connect([("kx", "ecdhe")])
    try lab.walk([("kx", "ecdhe")])
    try lab.goOn(to: "server_key_exchange")
    try lab.compromise(.serverEphemeral)
    #expect(throws: LabError.nothingToSteal(.clientEphemeral, session: "S2")) {
      var copy = lab
      try copy.compromise(.clientEphemeral)
    }
    try lab.goOn()
    #expect(lab.vault.map(\.state) == [.sealed, .open])
    #expect(throws: LabError.self) { try lab.compromise(.serverEphemeral, of: "S1") }
  }

  @Test func reusedEphemeralKeyOpensEverySessionThatUsedIt() throws {
    var lab = try preparedLab()
    try lab.connect([("kx", "ecdhe")])
    try lab.set("server.reuse-ephemeral", to: "on")
    try lab.connect([("kx", "ecdhe")])
    try lab.connect([("kx", "ecdhe")])
    try lab.compromise(.serverEphemeral, of: "S3")
    #expect(lab.vault.map(\.state) == [.sealed, .open, .open])
  }

  /// The curve's half is used again, that of ML-KEM is made for each session: what fits is found by it.
  @Test(arguments: [["S1", "S2"], ["S2", "S1"]])
  func reusedCurveInTheHybridStandsInNobodysWay(order: [String]) throws {
    var lab = try preparedLab()
    try lab.set("server.reuse-ephemeral", to: "on")
    for _ in 0..<2 { try lab.connect([("version", "1.3"), ("group", "x25519mlkem768")]) }
    #expect(lab.sessions.allSatisfy { $0.facts(on: .direct).agreement == .hybrid })
    try lab.compromise(.serverEphemeral, of: order[0])
    #expect(lab.vault.map(\.state) == (order[0] == "S1" ? [.open, .sealed] : [.sealed, .open]))
    try lab.compromise(.serverEphemeral, of: order[1])
    #expect(lab.vault.map(\.state) == [.open, .open])
  }

  @Test func forgottenLeakSealsAgain() throws {
    var lab = try preparedLab()
    try lab.connect([("kx", "rsa")])
    try lab.compromise(.serverKey)
    try lab.forget(.serverKey)
    #expect(lab.vault.map(\.state) == [.sealed])
  }
}

@Suite("What the closure predicts is what decryption finds, for every suite and every set of leaks")
struct PredictionTests {
  @Test(arguments: CipherSuite.spoken12)
  func everySuite(_ suite: CipherSuite) throws {
    for switches in [["on", "on"], ["off", "off"]] {
      try compare(suite, ems: switches[0], etm: switches[1], reuse: "off")
    }
    try compare(suite, ems: "on", etm: "on", reuse: "on")
  }

  @Test(arguments: CipherSuite.spoken12.filter { $0.isSpoken(in: .tls10) }, ["1.0", "1.1"])
  func everyOldSuite(_ suite: CipherSuite, _ version: String) throws {
    try compare(suite, ems: "on", etm: "off", reuse: "off", version: version)
    try compare(suite, ems: "off", etm: "on", reuse: "on", version: version)
  }

  private func compare(
    _ suite: CipherSuite, ems: String, etm: String, reuse: String, version: String = "1.2"
  ) throws {
    var lab = try preparedLab()
    try lab.speakOnly(version)
    let changes = [
      ("suite", suite.name ?? ""), ("client.ems", ems), ("client.etm", etm),
      ("server.reuse-ephemeral", reuse), ("scenario", "echo"), ("psk", "desk-42:a shared secret"),
    ]
    try lab.connect(changes)
    let usesSharedKey = suite.parameters?.keyExchange.usesPreSharedKey == true
    if usesSharedKey { try lab.connect(changes + [("psk", "desk-43:another secret")]) }
    try lab.walk(changes)
    // A key can be stolen while it is there: after each step the attacker may have helped itself.
    var early: [Loot: Lab] = [:]
    while (try? lab.step()) != nil {
      for loot in [Loot.serverEphemeral, .clientEphemeral] where early[loot] == nil {
        var thief = lab
        if (try? thief.compromise(loot)) != nil { early[loot] = thief }
      }
    }
    for thefts in [
      [], [Loot.serverEphemeral], [.clientEphemeral], [.serverEphemeral, .clientEphemeral],
    ] {
      var thief = lab
      for loot in thefts {
        for leak in early[loot]?.attacker.leaks ?? [] { thief.add(leak) }
      }
      try thief.expectPredictionHolds()
      try thief.compromise(.serverKey)
      try thief.expectPredictionHolds()
      try thief.compromise(.authorityKey)
      try thief.expectPredictionHolds()
      if usesSharedKey {
        for id in ["S2", "S1"] {
          try thief.compromise(.preSharedKey, of: id)
          try thief.expectPredictionHolds()
        }
        let opens = suite.parameters?.keyExchange == .psk || suite.parameters?.cipher == .null
        let first = try #require(thief.session("S1"))
        // A key that is used again opens the first session too.
        #expect(
          thief.vaultState(of: first)
            == (opens || (reuse == "on" && thefts.contains(.serverEphemeral)) ? .open : .sealed))
      }
      try thief.compromise(.ticketKey)
      try thief.expectPredictionHolds()
    }
  }

  @Test("With an attacker in between, keys of one connection don't open the other")
  func intercepted() throws {
    for exchange in ["rsa", "dhe", "ecdhe"] {
      var lab = try preparedLab()
      try lab.set("client.verify", to: "off")
      try lab.set("app.scenario", to: "echo")
      try lab.set("server.reuse-ephemeral", to: "on")
      try lab.connect([("kx", exchange)])
      try lab.intercept(with: .ownAuthority)
      try lab.walk([("kx", exchange)])
      while (try? lab.step()) != nil {
        for loot in [Loot.serverEphemeral, .clientEphemeral] { _ = try? lab.compromise(loot) }
        try lab.expectPredictionHolds()
      }
      var back = lab
      try back.backToStart()
      try back.expectPredictionHolds()
      if exchange != "rsa" { #expect(lab.attacker.leaks.count == 2) }
      try lab.compromise(.serverKey)
      try lab.expectPredictionHolds()
      #expect(lab.vault.map(\.state).contains(.open))
    }
  }

  @Test("A reused key of one group is none of another group")
  func reusedInTwoGroups() throws {
    for (exchange, groups) in [
      ("dhe", ["ffdhe2048", "ffdhe3072"]), ("ecdhe", ["secp256r1", "secp384r1"]),
    ] {
      var lab = try preparedLab()
      try lab.set("app.scenario", to: "echo")
      try lab.set("server.reuse-ephemeral", to: "on")
      for group in groups + groups { try lab.connect([("kx", exchange), ("group", group)]) }
      try lab.compromise(.serverEphemeral, of: "S1")
      #expect(lab.vault.map(\.state) == [.open, .sealed, .open, .sealed])
      try lab.expectPredictionHolds()
    }
  }

  @Test("Of what was not recorded the attacker knows nothing, whatever is stolen")
  func unrecorded() throws {
    var lab = try preparedLab()
    try lab.connect([("kx", "rsa"), ("scenario", "echo"), ("net.record", "off")])
    try lab.compromise(.serverKey)
    try lab.expectPredictionHolds()
    let rows = lab.knowledge(of: try #require(lab.sessions.last))
    for row in rows where row.attacker != .none {
      #expect(row.item == .certificatePrivateKey && row.attacker == .stolen)
    }
  }
}
