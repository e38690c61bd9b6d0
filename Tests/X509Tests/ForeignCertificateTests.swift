import CryptoPrimitives
import Knowledge
import OpenSSLProgram
import Testing
import X509

/// Certificates that the openssl program made, under one root.
struct ForeignAuthority {
  let folder: ScratchFolder
  let root: Certificate

  init() throws {
    folder = try ScratchFolder()
    try Self.makeKey("root.key", ["RSA", "-pkeyopt", "rsa_keygen_bits:2048"], in: folder)
    _ = try OpenSSLProgram.run(
      [
        "req", "-x509", "-new", "-key", folder.path("root.key"), "-subj", "/CN=foreign root",
        "-days", "3650", "-addext", "keyUsage=critical,keyCertSign", "-out",
        folder.path("root.pem"),
      ])
    root = try Certificate(pem: String(decoding: folder.read("root.pem"), as: UTF8.self))
  }

  static let ec = ["EC", "-pkeyopt", "ec_paramgen_curve:P-256"]

  static func makeKey(_ name: String, _ algorithm: [String], in folder: ScratchFolder) throws {
    _ = try OpenSSLProgram.run(
      ["genpkey", "-out", folder.path(name), "-algorithm"] + algorithm)
  }

  /// A certificate named `name` from `issuer`, with these extensions.
  func issue(
    _ name: String, extensions: [String], key: [String] = ec, issuer: String = "root",
    hash: String = "sha256"
  ) throws -> Certificate {
    try Self.makeKey("\(name).key", key, in: folder)
    let request = try OpenSSLProgram.run([
      "req", "-new", "-key", folder.path("\(name).key"), "-subj", "/CN=\(name)",
    ])
    try folder.write("\(name).extensions", Array(extensions.joined(separator: "\n").utf8))
    let pem = try OpenSSLProgram.run(
      [
        "x509", "-req", "-CA", folder.path("\(issuer).pem"), "-CAkey",
        folder.path("\(issuer).key"), "-days", "365", "-\(hash)", "-extfile",
        folder.path("\(name).extensions"),
      ], input: request)
    try folder.write("\(name).pem", pem)
    return try Certificate(pem: String(decoding: pem, as: UTF8.self))
  }

  func verify(_ chain: [Certificate], host: String = "a.test") -> [Check] {
    let at = ((chain.first ?? root).notBefore ?? 0) + 60
    return CertificateVerification(host: host, at: at, trust: TrustStore(roots: [root]))
      .verify(chain)
  }
}

@Suite("Certificates that others made are judged as OpenSSL's verifier judges them")
struct ForeignCertificateTests {
  static let authority = Result { try ForeignAuthority() }
  static let name = "subjectAltName=DNS:a.test"

  @Test func aGoodOne() throws {
    let authority = try Self.authority.get()
    let leaf = try authority.issue("good", extensions: [Self.name])
    #expect(failures(authority.verify([leaf])) == [:])
    #expect(
      failures(authority.verify([leaf], host: "b.test")) == ["certificate.name": "wrong_name"])
  }

  @Test func aShortKeyAndAWeakHash() throws {
    let authority = try Self.authority.get()
    let short = try authority.issue(
      "short", extensions: [Self.name], key: ["RSA", "-pkeyopt", "rsa_keygen_bits:1024"])
    let checks = authority.verify([short])
    #expect(failures(checks) == ["certificate.strength": "short_key"])
    #expect(CertificateFault.first(in: checks) == .shortKey)
    let weak = try authority.issue("weak", extensions: [Self.name], hash: "sha1")
    #expect(failures(authority.verify([weak])) == ["certificate.strength": "weak_hash"])
  }

  @Test func aCertificateForClients() throws {
    let authority = try Self.authority.get()
    let leaf = try authority.issue(
      "usage", extensions: [Self.name, "extendedKeyUsage=clientAuth"])
    let checks = authority.verify([leaf])
    #expect(failures(checks) == ["certificate.usage": "wrong_usage"])
    #expect(CertificateFault.first(in: checks) == .wrongUsage)
  }

  @Test func anIntermediateIsNeededAndMustBeAnAuthority() throws {
    let authority = try Self.authority.get()
    let middle = try authority.issue(
      "middle", extensions: ["basicConstraints=critical,CA:TRUE", "keyUsage=keyCertSign"])
    let leaf = try authority.issue("below", extensions: [Self.name], issuer: "middle")
    #expect(failures(authority.verify([leaf, middle])) == [:])
    #expect(failures(authority.verify([leaf])) == ["certificate.chain": "unknown_issuer"])
    #expect(failures(authority.verify([leaf, leaf, middle, middle])) == [:])
    let impostor = try authority.issue("impostor", extensions: ["basicConstraints=CA:FALSE"])
    let victim = try authority.issue("victim", extensions: [Self.name], issuer: "impostor")
    let checks = authority.verify([victim, impostor])
    #expect(failures(checks)["certificate.chain"] == "not_an_authority")
  }

  @Test func aCertificateThatSignedItself() throws {
    let authority = try Self.authority.get()
    let other = try ForeignAuthority()
    let checks = authority.verify([other.root])
    #expect(failures(checks)["certificate.chain"] == "self_signed")
    guard case .failed(let failure) = checks[0].outcome else { return }
    #expect(failure.verifierCode == 18)
  }

  @Test func aForgedSignature() throws {
    let authority = try Self.authority.get()
    var der = try authority.issue("forged", extensions: [Self.name]).der
    der[der.count - 1] ^= 1
    let checks = authority.verify([try Certificate(der: der)])
    #expect(failures(checks) == ["certificate.chain": "bad_signature"])
    #expect(CertificateFault.first(in: checks) == .badSignature)
  }

  @Test func namesAreTakenFromAlternativeNamesOnly() throws {
    let authority = try Self.authority.get()
    let bare = try authority.issue("bare.test", extensions: ["basicConstraints=CA:FALSE"])
    #expect(bare.dnsNames == [])
    #expect(failures(authority.verify([bare], host: "bare.test")) != [:])
    let wild = try authority.issue(
      "wild", extensions: ["subjectAltName=DNS:*.a.test,DNS:s*.b.test,IP:192.0.2.1"])
    #expect(wild.dnsNames == ["*.a.test", "s*.b.test"])
    for (host, good) in [
      ("x.a.test", true), ("a.test", false), ("x.y.a.test", false), ("sip.b.test", false),
      ("192.0.2.1", true), ("192.0.2.2", false), ("X.A.TEST", true), ("", false),
      ("x.a.test\0", false), (".a.test", false), (String(repeating: "x.", count: 9999), false),
      ("::1", false), ("ä.a.test", true), ("ä.b.test", false),
    ] {
      #expect(failures(authority.verify([wild], host: host)).isEmpty == good, "\(host)")
    }
  }

  @Test func aKeyOfAnotherKindIsCarried() throws {
    let authority = try Self.authority.get()
    let edwards = try authority.issue("ed25519", extensions: [Self.name], key: ["ED25519"])
    #expect(edwards.publicKey.kind == .ed25519)
    #expect(failures(authority.verify([edwards])) == [:])
    let unknown = try authority.issue(
      "pss", extensions: [Self.name], key: ["RSA-PSS", "-pkeyopt", "rsa_keygen_bits:2048"])
    #expect(unknown.publicKey.kind == .rsaPSS(bits: 2048))
    #expect(failures(authority.verify([unknown])) == [:])
  }
}

@Suite("A damaged certificate is refused or judged, never a trap")
struct OddCertificateTests {
  @Test func truncatedOnes() throws {
    let leaf = try Laboratory().leaf
    for count in leaf.der.indices {
      #expect(throws: X509Error.self) { try Certificate(der: Array(leaf.der.prefix(count))) }
    }
    #expect(throws: X509Error.self) { try Certificate(der: leaf.der + [0]) }
    #expect(throws: X509Error.self) { try Certificate(pem: "") }
    #expect(throws: X509Error.self) { try Certificate(pem: "-----BEGIN CERTIFICATE-----\n") }
  }

  @Test func oneByteChanged() throws {
    let lab = try Laboratory()
    for index in lab.leaf.der.indices {
      for mask: UInt8 in [0x01, 0x80, 0xff] {
        var der = lab.leaf.der
        der[index] ^= mask
        guard let odd = try? Certificate(der: der) else { continue }
        #expect(lab.verify([odd]).contains { $0.failed }, "byte \(index)")
        _ = odd.pem
        _ = odd.isSelfIssued
        _ = odd.signatureAlgorithm
      }
    }
  }

  @Test func momentsBeyondTheCalendar() throws {
    let lab = try Laboratory()
    for moment in [Int64.min, Int64.max, -1, 253_402_300_800] {
      #expect(failures(lab.verify([lab.leaf], at: moment))["certificate.dates"] != nil)
    }
  }
}
