import CryptoPrimitives
import OpenSSLProgram
import Testing
import X509

/// A root with what may be under it, and the openssl program that reads all of it.
private struct Issuing {
  static let now: Int64 = 1_767_225_600
  static let from = now - 1000
  static let to = now + 100_000
  let random = RandomStream.seeded(11)
  let root: CertificateAuthority
  let folder: ScratchFolder

  init() throws {
    root = try CertificateAuthority.makeRoot(
      .authority("Root", validFrom: Self.from, validTo: Self.to),
      key: .makeRSA(bits: 2048, random: random.substream("ca")), random: random.substream("root"))
    folder = try ScratchFolder()
    try write("root", root.certificate.pem)
  }

  func key(_ label: String) throws -> PrivateKey {
    try .makeEC(group: .secp256r1, random: random.substream(label))
  }

  func write(_ name: String, _ pem: String) throws { try folder.write(name, Array(pem.utf8)) }

  func server(_ host: String) -> CertificateProfile {
    .server([host], validFrom: Self.from, validTo: Self.to)
  }

  func verify(_ leaf: String, trusting root: String = "root", _ more: [String] = []) throws
    -> String
  {
    try OpenSSLProgram.text(
      [
        "verify", "-x509_strict", "-purpose", "sslserver", "-attime", "\(Self.now)", "-CAfile",
        folder.path(root),
      ] + more + [folder.path(leaf)])
  }
}

@Suite("Every choice of an issuer is in the certificate, as the openssl program reads it")
struct CertificateProfileTests {
  @Test("Every extension, with its values")
  func extensions() throws {
    let issuing = try Issuing()
    var profile = CertificateProfile(
      subject: "Everything", validFrom: Issuing.from, validTo: Issuing.to)
    profile.names = [
      .dns("*.uc.test"), .ip("192.0.2.7"), .ip("2001:db8::7"), .uri("sip:ada@uc.test"),
      .email("ada@uc.test"),
    ]
    profile.serial = [0x81, 2, 3]
    profile.keyUsages = CertificateProfile.KeyUsage.allCases
    profile.extendedKeyUsages = CertificateProfile.ExtendedKeyUsage.allCases
    profile.basicConstraints = .authority(pathLength: 3)
    profile.nameConstraints = .init(
      permitted: [.dns("uc.test"), .ip("192.0.2.0/255.255.255.0")],
      excluded: [.email("evil.test"), .uri(".evil.test")])
    let made = try issuing.root.issue(
      profile, publicKey: issuing.key("leaf").publicKey, random: issuing.random)
    let text = try OpenSSLProgram.text(["x509", "-noout", "-text"], input: Array(made.pem.utf8))
    for line in [
      "Serial Number: 8454659 (0x810203)", "CA:TRUE, pathlen:3", "Digital Signature",
      "Non Repudiation", "Key Encipherment", "Data Encipherment", "Key Agreement",
      "Certificate Sign", "CRL Sign", "Encipher Only", "Decipher Only",
      "TLS Web Server Authentication", "TLS Web Client Authentication", "Code Signing",
      "E-mail Protection", "Time Stamping", "OCSP Signing", "Any Extended Key Usage",
      "DNS:*.uc.test", "IP Address:192.0.2.7", "IP Address:2001:DB8:0:0:0:0:0:7",
      "URI:sip:ada@uc.test", "email:ada@uc.test", "Permitted:", "DNS:uc.test",
      "IP:192.0.2.0/255.255.255.0", "Excluded:", "email:evil.test", "URI:.evil.test",
    ] {
      #expect(text.contains(line), "\(line)\n\(text)")
    }
    #expect(made.serial == [0x81, 2, 3])
  }

  @Test("What is not asked for is left out")
  func nothing() throws {
    let issuing = try Issuing()
    var profile = CertificateProfile(subject: nil, validFrom: Issuing.from, validTo: Issuing.to)
    profile.basicConstraints = nil
    let made = try issuing.root.issue(
      profile, publicKey: issuing.key("leaf").publicKey, random: issuing.random)
    let text = try OpenSSLProgram.text(["x509", "-noout", "-text"], input: Array(made.pem.utf8))
    for line in ["Key Usage", "Basic Constraints", "Alternative Name", "Name Constraints"] {
      #expect(!text.contains(line), "\(line)")
    }
    #expect(made.subject.isEmpty)
  }

  @Test("The hash of the signature", arguments: SignatureHash.allCases)
  func hashes(_ hash: SignatureHash) throws {
    let issuing = try Issuing()
    var profile = issuing.server("sip.uc.test")
    profile.signatureHash = hash
    let made = try issuing.root.issue(
      profile, publicKey: issuing.key("leaf").publicKey, random: issuing.random)
    #expect(made.signatureAlgorithm == "RSA-\(hash.rawValue.uppercased())")
    try issuing.write("leaf", made.pem)
    #expect(try issuing.verify("leaf", ["-auth_level", "0"]).hasSuffix("OK\n"))
    // RSA signatures of PKCS #1 v1.5 have no random part.
    #expect(
      try issuing.root.issue(
        profile, publicKey: issuing.key("leaf").publicKey, random: issuing.random) == made)
  }

  @Test("What a certificate has no room for is refused")
  func refused() throws {
    let issuing = try Issuing()
    let key = try issuing.key("leaf").publicKey
    var wrong: [CertificateProfile] = []
    for change in 0..<7 {
      var profile = issuing.server("sip.uc.test")
      switch change {
      case 0: profile.serial = []
      case 1: profile.serial = [UInt8](repeating: 1, count: 21)
      case 2: profile.names = [.dns("a,b\u{e9}")]
      case 3: profile.names = [.ip("300.1.1.1")]
      case 4: profile.nameConstraints = .init()
      case 5: profile.nameConstraints = .init(permitted: [.dns("a.test,permitted;DNS:b.test")])
      default: profile.validTo = profile.validFrom - 1
      }
      wrong.append(profile)
    }
    for profile in wrong {
      #expect(throws: X509Error.self) {
        try issuing.root.issue(profile, publicKey: key, random: issuing.random)
      }
    }
  }
}

@Suite("Authorities under authorities, as the openssl program verifies them")
struct AuthorityTests {
  @Test("An intermediate issues within its constraints")
  func intermediate() throws {
    let issuing = try Issuing()
    var profile = CertificateProfile.authority(
      "Intermediate", pathLength: 0, validFrom: Issuing.from, validTo: Issuing.to)
    profile.nameConstraints = .init(permitted: [.dns("uc.test")])
    let intermediate = try issuing.root.makeIntermediate(
      profile, key: issuing.key("intermediate"), random: issuing.random.substream("i"))
    try issuing.write("intermediate", intermediate.certificate.pem)
    for (host, works) in [("sip.uc.test", true), ("sip.evil.test", false)] {
      let leaf = try intermediate.issue(
        issuing.server(host), publicKey: issuing.key("leaf").publicKey,
        random: issuing.random.substream(host))
      try issuing.write("leaf", leaf.pem)
      let chain = ["-untrusted", issuing.folder.path("intermediate")]
      #expect((try? issuing.verify("leaf", chain))?.hasSuffix("OK\n") == (works ? true : nil))
      #expect((try? issuing.verify("leaf")) == nil)
    }
  }

  @Test("A cross-signed root is trusted through the other")
  func crossSigned() throws {
    let issuing = try Issuing()
    let other = try CertificateAuthority.makeRoot(
      .authority("Other Root", validFrom: Issuing.from, validTo: Issuing.to),
      key: issuing.key("other"), random: issuing.random.substream("other"))
    let leaf = try other.issue(
      issuing.server("sip.uc.test"), publicKey: issuing.key("leaf").publicKey,
      random: issuing.random)
    let bridge = try issuing.root.crossSign(
      other, validFrom: Issuing.from, validTo: Issuing.to, random: issuing.random)
    try issuing.write("other", other.certificate.pem)
    try issuing.write("leaf", leaf.pem)
    try issuing.write("bridge", bridge.pem)
    #expect(try issuing.verify("leaf", trusting: "other").hasSuffix("OK\n"))
    #expect((try? issuing.verify("leaf")) == nil)
    #expect(
      try issuing.verify("leaf", ["-untrusted", issuing.folder.path("bridge")]).hasSuffix("OK\n"))
  }

  @Test("A list of revoked certificates", arguments: RevocationList.Reason.allCases)
  func revoked(_ reason: RevocationList.Reason) throws {
    let issuing = try Issuing()
    let leaves = try ["good", "bad"].map { name in
      let leaf = try issuing.root.issue(
        issuing.server("sip.uc.test"), publicKey: issuing.key("leaf").publicKey,
        random: issuing.random.substream(name))
      try issuing.write(name, leaf.pem)
      return leaf
    }
    let list = try issuing.root.revocationList(
      [.init(serial: leaves[1].serial, since: Issuing.now - 500, reason: reason)],
      from: Issuing.now - 100, to: Issuing.now + 9000, number: 7, random: issuing.random)
    try issuing.write("list", list.pem)
    let text = try OpenSSLProgram.text(["crl", "-noout", "-text"], input: Array(list.pem.utf8))
    for line in ["CRL Number", "Authority Key Identifier", "Revocation Date: Dec 31 23:51:40 2025"]
    {
      #expect(text.contains(line), "\(line)\n\(text)")
    }
    let check = ["-crl_check", "-CRLfile", issuing.folder.path("list")]
    #expect(try issuing.verify("good", check).hasSuffix("OK\n"))
    // What is off the list again holds (RFC 5280 §5.3.1); OpenSSL heeds that in delta lists alone.
    if reason != .removeFromCRL { #expect((try? issuing.verify("bad", check)) == nil) }
  }
}

@Suite("Requests prove that who asks has the key (RFC 2986)")
struct CertificationRequestTests {
  @Test("The openssl program verifies ours, and we read it back")
  func made() throws {
    let issuing = try Issuing()
    for key in [
      try issuing.key("leaf"), try .makeRSA(bits: 2048, random: issuing.random),
      try .makeEd25519(random: issuing.random),
    ] {
      let names: [AlternativeName] = [
        .dns("sip.uc.test"), .ip("192.0.2.7"), .uri("sip:a@b"), .ip("2001:db8:0:0:0:0:0:7"),
      ]
      let request = try CertificationRequest.make(
        subject: "sip.uc.test", names: names, key: key, random: issuing.random)
      let text = try OpenSSLProgram.text(
        ["req", "-noout", "-text", "-verify"], input: Array(request.pem.utf8))
      #expect(text.contains("DNS:sip.uc.test, IP Address:192.0.2.7"), "\(text)")
      #expect(request.provesPossession && request.names == names)
      #expect(request.subjectCommonName == "sip.uc.test" && request.publicKey == key.publicKey)
      let leaf = try issuing.root.issue(
        issuing.server("elsewhere.test"), for: request, random: issuing.random)
      #expect(leaf.publicKey == key.publicKey && leaf.dnsNames == ["sip.uc.test"])
    }
  }

  @Test("Who signs with another key gets nothing")
  func forged() throws {
    let issuing = try Issuing()
    let request = try CertificationRequest.make(
      subject: "sip.uc.test", names: [], key: issuing.key("leaf"), signer: issuing.key("thief"),
      random: issuing.random)
    #expect(!request.provesPossession)
    #expect(throws: X509Error.self) {
      try issuing.root.issue(
        issuing.server("sip.uc.test"), for: request, random: issuing.random)
    }
  }

  @Test("Damage is an error or a proof that fails, never a trap")
  func damaged() throws {
    let issuing = try Issuing()
    let der = try CertificationRequest.make(
      subject: "sip.uc.test", names: [.dns("sip.uc.test"), .ip("192.0.2.7")],
      key: issuing.key("leaf"), random: issuing.random
    ).der
    for length in der.indices {
      #expect(throws: X509Error.self) { try CertificationRequest(der: Array(der.prefix(length))) }
    }
    #expect(throws: X509Error.self) { try CertificationRequest(der: der + [0]) }
    for place in der.indices {
      for bit in 0..<8 {
        var changed = der
        changed[place] ^= 1 << bit
        let read = try? CertificationRequest(der: changed)
        #expect(read?.provesPossession != true, "byte \(place), bit \(bit)")
      }
    }
  }
}
