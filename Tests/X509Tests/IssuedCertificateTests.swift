import CryptoPrimitives
import Knowledge
import OpenSSLProgram
import Testing
import X509

@Suite("The key usage extension says what a key may do")
struct KeyUsageTests {
  @Test func usage() throws {
    let random = RandomStream.seeded(12)
    let rsa = try PrivateKey.makeRSA(bits: 2048, random: random)
    let ec = try PrivateKey.makeEC(group: .secp256r1, random: random)
    let root = try CertificateAuthority.makeRoot(
      name: "Root", key: ec, validFrom: 0, validTo: 1000, random: random)
    func issued(_ key: PrivateKey) throws -> Certificate {
      try root.issue(
        to: ["a.test"], publicKey: key.publicKey, validFrom: 0, validTo: 1000, random: random)
    }
    #expect(try issued(rsa).allows(.keyEncipherment) && issued(rsa).allows(.digitalSignature))
    #expect(try !issued(ec).allows(.keyEncipherment) && issued(ec).allows(.digitalSignature))
    #expect(!root.certificate.allows(.digitalSignature))
  }
}

@Suite("What our certification authority issues, the openssl program reads and verifies")
struct IssuedCertificateTests {
  static let laboratory = Result { try Laboratory() }

  @Test func theProgramVerifiesTheChain() throws {
    let lab = try Self.laboratory.get()
    let folder = try ScratchFolder()
    try folder.write("root", Array(lab.root.certificate.pem.utf8))
    try folder.write("leaf", Array(lab.leaf.pem.utf8))
    let command = [
      "verify", "-x509_strict", "-purpose", "sslserver", "-auth_level", "2", "-attime",
      String(Laboratory.now), "-CAfile", folder.path("root"), "-verify_hostname",
    ]
    let verdict = try OpenSSLProgram.text(command + ["sip.uc.test", folder.path("leaf")])
    #expect(verdict.hasSuffix("OK\n"))
    #expect(throws: OpenSSLProgram.Failure.self) {
      try OpenSSLProgram.text(command + ["other.uc.test", folder.path("leaf")])
    }
  }

  @Test func theProgramReadsTheExtensions() throws {
    let lab = try Self.laboratory.get()
    let leaf = try OpenSSLProgram.text(
      ["x509", "-noout", "-text"], input: Array(lab.leaf.pem.utf8))
    for line in [
      "Version: 3", "X509v3 Basic Constraints: critical", "CA:FALSE",
      "X509v3 Key Usage: critical", "Digital Signature\n", "TLS Web Server Authentication",
      "DNS:sip.uc.test", "X509v3 Subject Key Identifier", "X509v3 Authority Key Identifier",
      "Signature Algorithm: sha256WithRSAEncryption",
    ] {
      #expect(leaf.contains(line), "\(line)")
    }
    let rsa = try lab.root.issue(
      to: ["sip.uc.test", "192.0.2.5", "2001:db8::5"], publicKey: lab.root.key.publicKey,
      validFrom: Laboratory.start, validTo: Laboratory.end, random: .seeded(3))
    let text = try OpenSSLProgram.text(["x509", "-noout", "-text"], input: Array(rsa.pem.utf8))
    #expect(text.contains("Digital Signature, Key Encipherment"))
    #expect(
      text.contains("DNS:sip.uc.test, IP Address:192.0.2.5, IP Address:2001:DB8:0:0:0:0:0:5"))
    let root = try OpenSSLProgram.text(
      ["x509", "-noout", "-text"], input: Array(lab.root.certificate.pem.utf8))
    #expect(root.contains("CA:TRUE"))
    #expect(root.contains("Certificate Sign, CRL Sign"))
  }

  @Test func fieldsAreThoseThatTheProgramPrints() throws {
    let leaf = try Self.laboratory.get().leaf
    let text = try OpenSSLProgram.text(
      ["x509", "-noout", "-serial", "-subject", "-issuer", "-nameopt", "RFC2253"],
      input: Array(leaf.pem.utf8))
    let serial = leaf.serial.map { ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: true) }
    #expect(text.contains("serial=\(serial.joined())\n"))
    #expect(text.contains("subject=\(leaf.subject)\n"))
    #expect(text.contains("issuer=\(leaf.issuer)\n"))
    #expect(leaf.subject == "CN=sip.uc.test")
    #expect(leaf.issuer == "CN=tlslab root")
    #expect(leaf.subjectCommonName == "sip.uc.test")
    #expect(leaf.dnsNames == ["sip.uc.test"])
    #expect(leaf.notBefore == Laboratory.start)
    #expect(leaf.notAfter == Laboratory.end)
    #expect(leaf.signatureAlgorithm == "RSA-SHA256")
    #expect(!leaf.isSelfIssued)
    #expect(try Self.laboratory.get().root.certificate.isSelfIssued)
    #expect(try Certificate(pem: leaf.pem) == leaf)
  }

  /// Each signs with the hash of its strength; EdDSA with none (RFC 8410 §3).
  static let curves: [(name: String, key: Result<PrivateKey, any Error>)] = [
    ("ecdsa-with-SHA256", Result { try .makeEC(group: .secp256r1, random: .seeded(1)) }),
    ("ecdsa-with-SHA384", Result { try .makeEC(group: .secp384r1, random: .seeded(1)) }),
    ("ecdsa-with-SHA512", Result { try .makeEC(group: .secp521r1, random: .seeded(1)) }),
    ("ED25519", Result { try .makeEd25519(random: .seeded(1)) }),
    ("ED448", Result { try .makeEd448(random: .seeded(1)) }),
  ]

  @Test(arguments: curves.indices)
  func aRootOnACurveServesToo(index: Int) throws {
    let (algorithm, made) = Self.curves[index]
    let key = try made.get()
    let root = try CertificateAuthority.makeRoot(
      name: "Wurzel «ä», mit Komma", key: key, validFrom: Laboratory.start,
      validTo: Laboratory.end, random: .seeded(1))
    #expect(root.certificate.subjectCommonName == "Wurzel «ä», mit Komma")
    let leaf = try root.issue(
      to: ["a.test"], publicKey: key.publicKey, validFrom: Laboratory.start,
      validTo: Laboratory.end, random: .seeded(2))
    #expect(leaf.signatureAlgorithm == algorithm)
    let trust = TrustStore(roots: [root.certificate])
    let checks = CertificateVerification(host: "a.test", at: Laboratory.now, trust: trust)
      .verify([leaf])
    #expect(failures(checks) == [:])
    let folder = try ScratchFolder()
    try folder.write("root", Array(root.certificate.pem.utf8))
    try folder.write("leaf", Array(leaf.pem.utf8))
    let verdict = try OpenSSLProgram.text([
      "verify", "-x509_strict", "-purpose", "sslserver", "-attime", String(Laboratory.now),
      "-CAfile", folder.path("root"), folder.path("leaf"),
    ])
    #expect(verdict.hasSuffix("OK\n"))
  }

  @Test(arguments: [[], [""], ["a b.test"], ["ä.test"], ["a.test\0.evil.test"], ["ok.test", ""]])
  func aNameThatACertificateCannotHold(names: [String]) throws {
    let lab = try Self.laboratory.get()
    #expect(throws: X509Error.self) {
      try lab.root.issue(
        to: names, publicKey: lab.key.publicKey, validFrom: 0, validTo: 1, random: .seeded(1))
    }
  }

  @Test func aNameIsNeverReadAsSyntax() throws {
    let lab = try Self.laboratory.get()
    let leaf = try lab.root.issue(
      to: ["a.test,DNS:b.test"], publicKey: lab.key.publicKey, validFrom: 0, validTo: 1,
      random: .seeded(1))
    #expect(leaf.dnsNames == ["a.test,DNS:b.test"])
  }

  @Test func aNameTooLongForACommonNameIsAnAlternativeName() throws {
    let lab = try Self.laboratory.get()
    let name = String(repeating: "a", count: 60) + ".uc.test"
    let leaf = try lab.root.issue(
      to: [name], publicKey: lab.key.publicKey, validFrom: Laboratory.start,
      validTo: Laboratory.end, random: .seeded(1))
    #expect(leaf.subject == "")
    #expect(failures(lab.verify([leaf], host: name)) == [:])
  }

  @Test(
    arguments: [(Int64.min, 0), (0, Int64.max), (1, 0), (0, 253_402_300_800)] as [(Int64, Int64)])
  func datesBeyondWhatACertificateHolds(from: Int64, to: Int64) throws {
    let lab = try Self.laboratory.get()
    #expect(throws: X509Error.self) {
      try lab.root.issue(
        to: ["a.test"], publicKey: lab.key.publicKey, validFrom: from, validTo: to,
        random: .seeded(1))
    }
    #expect(throws: X509Error.self) {
      try CertificateAuthority.makeRoot(
        name: "x", key: lab.root.key, validFrom: from, validTo: to, random: .seeded(1))
    }
  }

  @Test func aDateBeyond2049IsAnotherTypeOfTime() throws {
    let lab = try Self.laboratory.get()
    let leaf = try lab.root.issue(
      to: ["a.test"], publicKey: lab.key.publicKey, validFrom: 0, validTo: 253_402_300_799,
      random: .seeded(1))
    #expect(leaf.notBefore == 0)
    #expect(leaf.notAfter == 253_402_300_799)
  }
}
