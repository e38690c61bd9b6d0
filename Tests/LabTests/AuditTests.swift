import CryptoPrimitives
import Knowledge
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

  @Test("A verdict follows from the word of the requirement and nothing else")
  func rule() {
    for word in Requirement.Word.allCases {
      let isAbsolute = [.must, .mustNot, .required].contains(word)
      #expect(word.verdict(.broken("x")) == (isAbsolute ? .bad : .weak))
      #expect(word.verdict(.followed("x")) == .good)
      #expect(word.verdict(.moot("x")) == .good)
      #expect(word.verdict(.notSeen("x")) == .unknown)
    }
  }

  @Test("Every check has a demand, and every demand a place", arguments: AuditCheck.Name.allCases)
  func demands(name: AuditCheck.Name) throws {
    let check = try #require(AuditCheck.all.first { $0.name == name })
    #expect(!check.demands.isEmpty)
    #expect(check.demands.allSatisfy { !$0.requirement.source.section.isEmpty })
  }

  @Test("Whatever is judged, each ruling follows from its word", arguments: careless)
  func rulings(changes: [(key: String, value: String)]) throws {
    var lab = Lab(seed: 7)
    for (key, value) in changes { try lab.set(key, to: value) }
    try lab.connect()
    let session = try #require(lab.sessions.last)
    for finding in lab.audit.findings + lab.audit(of: session).findings {
      #expect(!finding.rulings.isEmpty && finding.rulings.contains(finding.deciding))
      for ruling in finding.rulings {
        let isAbsolute = ruling.requirement.word.isAbsolute
        #expect(ruling.verdict != (isAbsolute ? .weak : .bad), "\(ruling)")
      }
    }
  }

  @Test("What is not as it should be is found")
  func verdicts() throws {
    #expect(try verdict(.validation) == .good)
    #expect(try verdict(.validation, ("client.verify", "off")) == .bad)
    #expect(try verdict(.validation, ("client.check.name", "off")) == .bad)
    #expect(try verdict(.validation, ("client.check.dates", "off")) == .bad)
    #expect(try verdict(.validation, ("client.check.strength", "off")) == .weak)
    #expect(try verdict(.validation, ("server.kx", "anonymous")) == .bad)
    #expect(try verdict(.versions) == .good)
    #expect(try verdict(.versions, ("server.versions", "1.0-1.3")) == .bad)
    #expect(try verdict(.versions, ("server.versions", "1.2")) == .weak)
    #expect(try verdict(.encryption) == .good)
    #expect(try verdict(.encryption, ("server.suites", "TLS_RSA_WITH_3DES_EDE_CBC_SHA")) == .weak)
    #expect(try verdict(.encryption, ("server.suites", "TLS_RSA_WITH_NULL_SHA256")) == .bad)
    #expect(try verdict(.keySize, ("server.cert", "ed25519")) == .good)
    #expect(try verdict(.keySize, ("server.cert", "weak-key")) == .bad)
    #expect(try verdict(.signatureHash) == .good)
    #expect(try verdict(.signatureHash, ("server.cert", "sha1")) == .bad)
    #expect(try verdict(.masterSecret, ("client.ems", "off")) == .bad)
    #expect(try verdict(.earlyData, ("server.early-data", "on")) == .bad)
  }

  @Test("RSA and DHE in TLS 1.2 may be neither chosen nor offered (RFC 10015)")
  func forbiddenExchanges() throws {
    let rsa = "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,TLS_RSA_WITH_AES_128_GCM_SHA256"
    #expect(try verdict(.forwardSecrecy) == .good)
    #expect(try verdict(.forwardSecrecy, ("server.kx", "ecdhe")) == .good)
    #expect(try verdict(.forwardSecrecy, ("server.kx", "rsa")) == .bad)
    #expect(try verdict(.forwardSecrecy, ("server.kx", "dhe")) == .bad)
    #expect(try verdict(.forwardSecrecy, ("server.suites", rsa)) == .bad)
    #expect(try verdict(.forwardSecrecy, ("client.suites", rsa)) == .bad)
  }

  @Test(
    "A session is judged by what is in it: no ephemeral key, the ticket of an intercepted server")
  func sessionsOwn() throws {
    var lab = Lab(seed: 7)
    try lab.connect([("kx", "rsa")])
    let plain = lab.audit(of: try #require(lab.sessions.last))
    let ephemeral = plain.findings.first { $0.check == .ephemeralKeys }
    #expect(ephemeral?.reason.name == "ephemeral.none")
    try lab.set("client.verify", to: "off")
    try lab.intercept(with: .ownAuthority)
    try lab.connect([])
    let fooled = lab.audit(of: try #require(lab.sessions.last))
    #expect(fooled.findings.first { $0.check == .tickets }?.verdict == .bad)
  }

  @Test("CBC is allowed where encrypt-then-MAC is negotiated (RFC 9325 section 4.2)")
  func cbc() throws {
    let cbc = "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256"
    #expect(try verdict(.encryption, ("server.suites", cbc)) == .good)
    #expect(try verdict(.encryptThenMAC, ("server.suites", cbc)) == .good)
    #expect(try verdict(.encryptThenMAC, ("server.etm", "off")) == .weak)
  }

  @Test("Renegotiation needs renegotiation_info and no more (RFC 9325 section 3.5)")
  func renegotiating() throws {
    #expect(try verdict(.renegotiation) == .good)
    #expect(try verdict(.renegotiation, ("server.renegotiation", "off")) == .good)
    #expect(try verdict(.renegotiation, ("client.hello", "ssl2")) == .bad)
  }

  @Test("Revoked certificates must be distrusted, by soft or by hard (RFC 9325 section 7.5)")
  func revoking() throws {
    #expect(try verdict(.revocation) == .bad)
    #expect(try verdict(.revocation, ("client.check.revocation", "soft")) == .good)
    #expect(try verdict(.revocation, ("client.check.revocation", "hard")) == .good)
  }

  @Test("The key of tickets must be changed, and here it never is (RFC 9325 section 3.4)")
  func ticketKeys() throws {
    #expect(try verdict(.tickets) == .bad)
    #expect(try verdict(.tickets, ("server.tickets", "off")) == .good)
  }

  @Test("Hellos in the form of SSL 2.0 must not be sent, and had better not be read")
  func ssl2() throws {
    #expect(try verdict(.versions, ("client.hello", "ssl2")) == .bad)
    #expect(try verdict(.versions, ("server.ssl2-hello", "on")) == .weak)
  }

  @Test("A group of X25519MLKEM768 is recommended (RFC 10024)")
  func postQuantum() throws {
    #expect(try verdict(.postQuantum) == .good)
    #expect(try verdict(.postQuantum, ("client.groups", "x25519,X25519MLKEM768")) == .weak)
    #expect(try verdict(.postQuantum, ("client.groups", "x25519")) == .weak)
    #expect(try verdict(.postQuantum, ("server.versions", "1.2")) == .weak)
  }

  @Test("An ephemeral key that is kept gives forward secrecy away", arguments: ["1.2", "1.3"])
  func reuse(version: String) throws {
    #expect(try verdict(.ephemeralKeys, ("server.versions", version)) == .good)
    let kept = ("server.reuse-ephemeral", "on")
    #expect(try verdict(.ephemeralKeys, kept, ("server.versions", version)) == .bad)
  }

  @Test("How much passes under one key settings do not show")
  func limits() throws {
    #expect(try verdict(.keyUpdate) == .unknown)
    #expect(try verdict(.keyUpdate, ("server.kx", "rsa")) == .unknown)
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
    [("client.suites", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256")],
    [("server.suites", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256")],
    [("server.suites", "TLS_RSA_WITH_NULL_SHA256"), ("client.suites", "TLS_RSA_WITH_NULL_SHA256")],
    [("server.psk", "desk:hunter2"), ("client.psk", "desk:hunter2")],
  ]

  @Test(
    "The command that mends does: after all of them nothing is bad or weak", arguments: careless)
  func mending(changes: [(key: String, value: String)]) throws {
    var lab = Lab(seed: 7)
    for (key, value) in changes { try lab.set(key, to: value) }
    for _ in 0..<AuditCheck.all.count {
      guard let finding = lab.audit.findings.first(where: { [.bad, .weak].contains($0.verdict) })
      else { break }
      let mend = try #require(finding.mend, "\(finding.check): \(finding.reason)")
      for command in mend.split(separator: ";") {
        let words = command.split(separator: " ").map(String.init)
        #expect(words.count == 3 && words[0] == "set")
        try lab.set(words[1], to: words[2])
      }
      let after = lab.audit.findings.first { $0.check == finding.check }
      #expect(after.map { [.good, .unknown].contains($0.verdict) } == true, "\(mend)")
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
    #expect(try find(.tickets).verdict == .bad)
    #expect(try find(.postQuantum).verdict == .weak)
    try lab.connect([("version", "1.0"), ("kx", "dhe")])
    #expect(try find(.versions).verdict == .bad)
    #expect(try find(.signatureHash).verdict == .bad)
    #expect(try find(.encryptThenMAC).verdict == .good)
    try lab.connect([("kx", "anonymous")])
    #expect(try find(.validation).verdict == .bad)
    #expect(try find(.keySize).verdict == .unknown)
    try lab.connect()
    #expect(try find(.postQuantum).verdict == .good)
    #expect(try find(.keyUpdate).verdict == .good)
    try lab.walk()
    #expect(try find(.versions).verdict == .unknown)
    #expect(try find(.keyUpdate).verdict == .unknown)
  }

  @Test("A session that did not come about is not graded as if it stood")
  func refusals() throws {
    var lab = Lab(seed: 7)
    try lab.connect([("client.versions", "1.3"), ("server.versions", "1.2")])
    try lab.connect([("server.cert", "expired")])
    for session in lab.sessions {
      #expect(session.outcome == .refused)
      #expect(lab.audit(of: session).count(of: .good) == 0)
    }
    // What was done against a requirement was done.
    let offer = "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,TLS_RSA_WITH_AES_128_GCM_SHA256"
    try lab.connect([
      ("client.versions", "1.2"), ("server.versions", "1.3"), ("client.suites", offer),
    ])
    let session = try #require(lab.sessions.last)
    let finding = try #require(
      lab.audit(of: session).findings.first { $0.check == .forwardSecrecy })
    #expect(finding.verdict == .bad && finding.reason.name == "exchange.one-offered")
  }

  @Test("A key has protected too many records")
  func records() throws {
    let suites: [(name: String, limit: Int)] = [
      ("TLS_AES_128_GCM_SHA256", 23_726_566), ("TLS_AES_128_CCM_SHA256", 1 << 23),
      ("TLS_RSA_WITH_3DES_EDE_CBC_SHA", 512),
    ]
    for (name, limit) in suites {
      let suite = try #require(CipherSuite(name: name))
      #expect(AuditEvidence.keyUse(records: limit, suite).kind == .followed)
      #expect(AuditEvidence.keyUse(records: limit + 1, suite).kind == .broken)
    }
    var lab = Lab(seed: 7)
    try lab.connect([("version", "1.3")])
    let before = try #require(lab.sessions.last?.recordsUnderOneKey)
    #expect(before > 4)
  }
}
