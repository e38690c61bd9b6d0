import CryptoPrimitives
import TLSWire
import Testing
import X509

@testable import Lab

@Suite("An audit holds settings and sessions against today's advice")
struct AuditTests {
  private func verdict(
    _ name: AuditCheck.Name, _ changes: (key: String, value: String)...
  ) throws -> AuditVerdict? {
    var lab = Lab(seed: 7)
    for (key, value) in changes { try lab.set(key, to: value) }
    return lab.audit.findings.first { $0.check == name }?.verdict
  }

  @Test("Every check is there once, in the order of the names")
  func table() {
    #expect(AuditCheck.all.map(\.name) == AuditCheck.Name.allCases)
  }

  @Test("What is not as it should be is found")
  func verdicts() throws {
    #expect(try verdict(.validation) == .good)
    #expect(try verdict(.validation, ("client.verify", "off")) == .bad)
    #expect(try verdict(.validation, ("client.check.name", "off")) == .bad)
    #expect(try verdict(.validation, ("client.check.dates", "off")) == .weak)
    #expect(try verdict(.validation, ("server.kx", "anonymous")) == .bad)
    #expect(try verdict(.revocation) == .weak)
    #expect(try verdict(.revocation, ("client.check.revocation", "hard")) == .good)
    #expect(try verdict(.versions) == .good)
    #expect(try verdict(.versions, ("server.versions", "1.0-1.3")) == .bad)
    #expect(try verdict(.versions, ("server.versions", "1.2")) == .weak)
    #expect(try verdict(.versions, ("server.ssl2-hello", "on")) == .bad)
    #expect(try verdict(.forwardSecrecy) == .weak)
    #expect(try verdict(.forwardSecrecy, ("server.kx", "rsa")) == .bad)
    #expect(try verdict(.forwardSecrecy, ("server.kx", "dhe")) == .weak)
    #expect(try verdict(.forwardSecrecy, ("server.kx", "ecdhe")) == .good)
    #expect(try verdict(.encryption) == .weak)
    #expect(try verdict(.encryption, ("server.versions", "1.3")) == .good)
    #expect(
      try verdict(.encryption, ("server.suites", "TLS_RSA_WITH_3DES_EDE_CBC_SHA")) == .bad)
    #expect(try verdict(.encryptThenMAC) == .good)
    #expect(try verdict(.encryptThenMAC, ("server.etm", "off")) == .weak)
    #expect(try verdict(.keySize, ("server.cert", "ed25519")) == .good)
    #expect(try verdict(.keySize, ("server.cert", "weak-key")) == .bad)
    #expect(try verdict(.signatureHash) == .good)
    #expect(try verdict(.signatureHash, ("server.cert", "sha1")) == .bad)
    #expect(try verdict(.ephemeralKeys, ("server.reuse-ephemeral", "on")) == .bad)
    #expect(try verdict(.masterSecret, ("client.ems", "off")) == .bad)
    #expect(try verdict(.renegotiation) == .weak)
    #expect(try verdict(.renegotiation, ("client.versions", "1.3")) == .good)
    #expect(try verdict(.tickets, ("server.tickets", "off")) == .good)
    #expect(try verdict(.earlyData, ("server.early-data", "on")) == .bad)
    #expect(try verdict(.keyUpdate, ("server.kx", "rsa")) == .weak)
  }

  /// Settings as far from today's advice as one may wish, each with others that stand in the way of
  /// mending it.
  static let careless: [[(key: String, value: String)]] = [
    [],
    [("client.verify", "off"), ("client.check.chain", "off"), ("net.crl", "off")],
    [("server.kx", "rsa"), ("server.versions", "1.0-1.2"), ("client.versions", "1.0-1.2")],
    [("server.kx", "anonymous"), ("client.verify", "off")],
    [("server.psk", "desk:hunter2"), ("client.psk", "desk:hunter2"), ("server.kx", "psk")],
    [("server.suites", "TLS_RSA_WITH_3DES_EDE_CBC_SHA"), ("client.versions", "1.2")],
    [("server.cert", "weak-key"), ("server.etm", "off"), ("client.ems", "off")],
    [("server.cert", "sha1"), ("client.hello", "ssl2"), ("server.ssl2-hello", "on")],
    [("server.cert", "ed25519"), ("server.early-data", "on"), ("server.reuse-ephemeral", "on")],
    [("server.versions", "1.1"), ("client.versions", "1.0-1.1")],
  ]

  @Test("The command that mends does: after all of them everything is good", arguments: careless)
  func mending(changes: [(key: String, value: String)]) throws {
    var lab = Lab(seed: 7)
    for (key, value) in changes { try lab.set(key, to: value) }
    for _ in 0..<AuditCheck.all.count {
      guard let finding = lab.audit.findings.first(where: { $0.verdict != .good }) else { break }
      let mend = try #require(finding.mend, "\(finding.check): \(finding.reason)")
      for command in mend.split(separator: ";") {
        let words = command.split(separator: " ").map(String.init)
        #expect(words.count == 3 && words[0] == "set")
        try lab.set(words[1], to: words[2])
      }
      let after = lab.audit.findings.first { $0.check == finding.check }
      #expect(after?.verdict == .good, "\(mend)")
    }
    #expect(lab.audit.verdict == .good)
    // And it is no dead letter: the two still understand each other.
    try lab.connect()
    #expect(lab.sessions.last?.outcome == .established)
    let session = try #require(lab.sessions.last)
    #expect(lab.audit(of: session).verdict == .good)
  }

  @Test("What is said of certificates that were not made yet is true of them once they are")
  func certificates() throws {
    var world = World(preset: .uc, seed: 7)
    for role in World.serverRoles {
      let leaf = try #require(try world.serverIdentity(role).chain.first)
      #expect(leaf.publicKey.kind == role.keyKind)
      #expect(leaf.keyStrength == role.keyKind.strength || role == .serverP521)
    }
    for name in ["good", "weak-key", "sha1", "expired"] {
      var lab = Lab(world: world)
      try lab.set("server.cert", to: name)
      let leaf = try #require(try lab.world.namedIdentity(name).chain.first)
      let facts = try #require(AuditEvidence(settings: lab.settings, of: lab).certificates.first)
      #expect(facts.key == leaf.publicKey.kind, "\(name)")
      #expect(facts.signatureStrength == leaf.signatureStrength, "\(name)")
    }
  }

  @Test("A session is judged by what it agreed on, whatever the settings are now")
  func sessions() throws {
    var lab = Lab(seed: 7)
    func find(_ name: AuditCheck.Name) throws -> Audit.Finding {
      let session = try #require(lab.sessions.last)
      return try #require(lab.audit(of: session).findings.first { $0.check == name })
    }
    try lab.connect([("kx", "rsa"), ("version", "1.2"), ("verify", "off")])
    #expect(try find(.forwardSecrecy).verdict == .bad)
    #expect(try find(.validation).verdict == .bad)
    // The settings in force would not have made it so.
    #expect(try find(.validation).mend == "connect")
    #expect(try find(.versions).verdict == .weak)
    #expect(try find(.tickets).verdict == .weak)
    try lab.connect([("version", "1.0"), ("kx", "dhe")])
    #expect(try find(.versions).verdict == .bad)
    #expect(try find(.signatureHash).verdict == .bad)
    #expect(try find(.encryption).verdict == .weak)
    try lab.connect([("kx", "anonymous")])
    #expect(try find(.validation).verdict == .bad)
    #expect(try find(.keySize).verdict == .unknown)
    try lab.walk()
    #expect(try find(.versions).verdict == .unknown)
    #expect(try find(.keyUpdate).verdict == .unknown)
  }

  @Test("A key has protected too many records")
  func records() throws {
    let suites: [(name: String, limit: Int)] = [
      ("TLS_AES_128_GCM_SHA256", 23_726_566), ("TLS_AES_128_CCM_SHA256", 1 << 23),
      ("TLS_RSA_WITH_3DES_EDE_CBC_SHA", 512),
    ]
    for (name, limit) in suites {
      let suite = try #require(CipherSuite(name: name))
      #expect(AuditJudging.judge(records: limit / 2, suite).verdict == .good)
      #expect(AuditJudging.judge(records: limit / 2 + 1, suite).verdict == .weak)
      #expect(AuditJudging.judge(records: limit + 1, suite).verdict == .bad)
    }
    var lab = Lab(seed: 7)
    try lab.connect([("version", "1.3")])
    let before = try #require(lab.sessions.last?.recordsUnderOneKey)
    #expect(before > 4)
  }
}
