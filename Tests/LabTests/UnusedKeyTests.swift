import Knowledge
import Lab
import TLSEngine
import TLSKeys
import TLSWire
import Testing

@Suite("A key that was offered and not used is gone with the server's choice (RFC 9846 §F.1)")
struct UnusedKeyTests {
  /// Settings beside a client that offers TLS 1.2 and 1.3, and the keys that it made in vain.
  private static let scenes: [(settings: [(String, String)], unused: Int)] = [
    ([("kx", "rsa")], 1),
    ([("kx", "rsa"), ("client.shares", "x25519,secp256r1")], 2),
    ([("kx", "ecdhe"), ("server.versions", "1.2")], 1),
    // After a HelloRetryRequest another key takes its name, and is used.
    ([("version", "1.3"), ("group", "secp256r1"), ("client.shares", "x25519")], 0),
    ([("version", "1.3"), ("client.shares", "x25519,secp256r1")], 1),
    ([("version", "1.3")], 0),
  ]

  @Test("The client holds no private half afterwards", arguments: scenes.indices)
  func erased(place: Int) throws {
    let scene = Self.scenes[place]
    let session = try played(scene.settings)
    #expect(session.outcome == .established)
    let privateHalves = session.ledger.entries.filter {
      $0.name.rawValue.hasPrefix(ValueName.ephemeralPrivate(.client).rawValue)
    }
    #expect(!privateHalves.isEmpty)
    #expect(privateHalves.allSatisfy { $0.erasures[.client] != nil })
    #expect(privateHalves.count(where: session.neverUsed) == scene.unused)
  }

  @Test("It can't be stolen, and the refusal names the step")
  func notStolen() throws {
    var lab = try preparedLab()
    try lab.speakOnly("1.2-1.3")
    try lab.connect([("kx", "rsa")])
    let session = try #require(lab.currentSession)
    let step = try #require(
      session.ledger.erasure(of: .ephemeralPrivate(.client), by: .client, on: .direct))
    #expect(session.neverUsed(.ephemeralPrivate(.client), erasedAt: step))
    #expect(throws: LabError.erased(.clientEphemeral, session: "S1", step: step)) {
      try lab.compromise(.clientEphemeral)
    }
  }

  @Test("Before the ServerHello is read it is there to be stolen, and opens nothing")
  func stolenBefore() throws {
    var lab = try preparedLab()
    try lab.speakOnly("1.2-1.3")
    try lab.walk([("kx", "rsa")])
    while lab.currentSession?.messages.isEmpty == true { try lab.step() }
    #expect(try lab.compromise(.clientEphemeral).count == 1)
    while (try? lab.step()) != nil {}
    #expect(lab.vault.map(\.state) == [.sealed])
  }

  private func played(_ settings: [(String, String)]) throws -> Session {
    var lab = try preparedLab()
    try lab.speakOnly("1.2-1.3")
    try lab.connect(settings)
    return try #require(lab.currentSession)
  }
}

@Suite("What was stolen of one session is taken back for one session")
struct ForgettingOneTests {
  @Test("Of two traffic secrets one stays")
  func one() throws {
    var lab = try preparedLab()
    try lab.speakOnly("1.3")
    for id in ["S1", "S2"] {
      try lab.connect([])
      try lab.compromise(.serverTrafficSecret, of: id)
    }
    #expect(try lab.forget(.serverTrafficSecret, of: "S1") == ["S1"])
    #expect(lab.attacker.leaks.map(\.session) == ["S2"])
    #expect(throws: LabError.noSuchLeak("server.traffic-secret", of: "S1")) {
      try lab.forget(.serverTrafficSecret, of: "S1")
    }
    try lab.compromise(.serverTrafficSecret, of: "S1")
    #expect(try lab.forget(.serverTrafficSecret) == ["S2", "S1"])
    #expect(lab.attacker.leaks.isEmpty)
  }

  @Test("A key that belongs to no one session is taken back whole")
  func longTerm() throws {
    var lab = try preparedLab()
    try lab.connect([("kx", "rsa")])
    try lab.compromise(.serverKey)
    #expect(try lab.forget(.serverKey, of: "S1") == [])
    #expect(lab.attacker.leaks.isEmpty)
  }
}
