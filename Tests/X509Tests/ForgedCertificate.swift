import CryptoPrimitives
import X509

/// Writes DER by hand, for what no library would write.
enum DER {
  static func element(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] {
    [tag] + length(content.count) + content
  }

  static func sequence(_ parts: [UInt8]...) -> [UInt8] { element(0x30, parts.flatMap { $0 }) }

  static func integer(_ content: [UInt8]) -> [UInt8] { element(0x02, content) }

  private static func length(_ count: Int) -> [UInt8] {
    if count < 0x80 { return [UInt8(count)] }
    var bytes: [UInt8] = []
    var rest = count
    while rest > 0 {
      bytes.insert(UInt8(rest & 0xff), at: 0)
      rest >>= 8
    }
    return [0x80 | UInt8(bytes.count)] + bytes
  }

  /// A distinguished name of one common name, its bytes taken as they are.
  static func name(_ commonName: [UInt8]) -> [UInt8] {
    sequence(element(0x31, sequence([0x06, 3, 0x55, 4, 3], element(0x0c, commonName))))
  }

  /// A distinguished name as one of a certificate's alternative names.
  static func directory(_ name: [UInt8]) -> [UInt8] { element(0xa4, name) }

  static func time(_ text: String) -> [UInt8] { element(0x17, Array(text.utf8)) }

  /// An extension of `id-ce` (2.5.29), e.g. 17: the alternative names.
  static func `extension`(_ number: UInt8, critical: Bool = false, _ value: [UInt8]) -> [UInt8] {
    sequence(
      [0x06, 3, 0x55, 0x1d, number] + (critical ? [0x01, 1, 0xff] : []), element(0x04, value))
  }

  /// Where the first element inside another begins and ends.
  static func firstInside(_ der: [UInt8]) -> Range<Int>? {
    guard let outer = header(der, at: 0), let inner = header(der, at: outer.content) else {
      return nil
    }
    return outer.content..<min(der.count, inner.content + inner.length)
  }

  private static func header(_ der: [UInt8], at start: Int) -> (content: Int, length: Int)? {
    guard der.count > start + 1 else { return nil }
    let first = Int(der[start + 1])
    guard first >= 0x80 else { return (start + 2, first) }
    let count = first & 0x7f
    guard count <= 4, der.count > start + 1 + count else { return nil }
    let length = der[(start + 2)..<(start + 2 + count)].reduce(0) { $0 << 8 | Int($1) }
    return (start + 2 + count, length)
  }
}

/// An authority that signs whatever it is given, as bytes: so a certificate's signature is good, and
/// everything else in it may be anything. Ed25519, whose signatures always have 64 bytes.
struct Forger {
  static let now: Int64 = 1_767_225_600
  /// The object identifier 1.3.101.112 in its SEQUENCE.
  static let algorithm = DER.sequence([0x06, 3, 0x2b, 0x65, 0x70])

  var authority: CertificateAuthority
  let random: RandomStream

  init(seed: UInt64 = 31, constraints: CertificateProfile.NameConstraints? = nil) throws {
    random = .seeded(seed)
    var profile = CertificateProfile.authority(
      "Forger", validFrom: Self.now - 86_400, validTo: Self.now + 86_400)
    profile.nameConstraints = constraints
    authority = try .makeRoot(
      profile, key: .makeEd25519(random: random.substream("key")), random: random)
  }

  var trust: TrustStore { TrustStore(roots: [authority.certificate]) }

  func verification(_ host: String? = "sip.uc.test") -> CertificateVerification {
    CertificateVerification(host: host, at: Self.now, trust: trust)
  }

  /// The DER of a certificate around these bytes.
  func sign(_ signed: [UInt8]) throws -> [UInt8] {
    let signature = try authority.key.sign(signed, scheme: .ed25519, random: random)
    return DER.sequence(signed, Self.algorithm, DER.element(0x03, [0] + signature))
  }

  /// What is signed in a server's certificate.
  ///
  /// - Parameters:
  ///   - serial: the content of the number, two's complement.
  ///   - names: alternative names, each a whole element; 0x82 is the tag of a host's.
  func signed(
    serial: [UInt8] = [1, 2, 3], subject: [UInt8] = Array("leaf".utf8),
    names: [[UInt8]] = [DER.element(0x82, Array("sip.uc.test".utf8))],
    more extensions: [[UInt8]] = []
  ) throws -> [UInt8] {
    let key = try PrivateKey.makeEd25519(random: random.substream("leaf")).publicKey
    let alternatives = DER.extension(17, DER.element(0x30, names.flatMap { $0 }))
    let all = [alternatives] + extensions
    return DER.sequence(
      DER.element(0xa0, DER.integer([2])), DER.integer(serial), Self.algorithm,
      authority.certificate.subjectDER,
      DER.sequence(DER.time("250101000000Z"), DER.time("270101000000Z")), DER.name(subject),
      key.der, DER.element(0xa3, DER.element(0x30, all.flatMap { $0 })))
  }

  /// An authority below this one, under constraints, and the forger that signs for it.
  ///
  /// - Parameters:
  ///   - permitted: names, each a whole element.
  ///   - excluded: the same.
  func constrained(
    permitted: [[UInt8]], excluded: [[UInt8]]
  ) throws -> (certificate: Certificate, below: Forger) {
    func subtrees(_ tag: UInt8, _ names: [[UInt8]]) -> [UInt8] {
      names.isEmpty ? [] : DER.element(tag, names.flatMap { DER.sequence($0) })
    }
    let certificate = try Certificate(
      der: sign(
        signed(
          subject: Array("Middle".utf8),
          more: [
            DER.extension(
              30, critical: true,
              DER.sequence(subtrees(0xa0, permitted), subtrees(0xa1, excluded))),
            DER.extension(19, critical: true, DER.sequence([0x01, 1, 0xff])),
            DER.extension(15, critical: true, DER.element(0x03, [2, 0x04])),
          ])))
    // `signed` writes the public half of this key into every certificate.
    let key = try PrivateKey.makeEd25519(random: random.substream("leaf"))
    var below = self
    below.authority = CertificateAuthority(name: "Middle", certificate: certificate, key: key)
    return (certificate, below)
  }
}
