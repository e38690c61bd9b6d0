import CryptoPrimitives
import Testing
import X509

// Lists and certificates of the forger with whatever extensions somebody may think of.
extension Forger {
  /// A list of revoked certificates (RFC 5280 §5.1).
  ///
  /// - Parameters:
  ///   - entries: whole ones, as `entry` makes them.
  ///   - from: when it was made, in the digits of a UTCTime.
  ///   - extensions: each a whole one.
  func list(
    _ entries: [[UInt8]] = [], from: String = "251201000000Z", to: String = "270101000000Z",
    more extensions: [[UInt8]] = []
  ) throws -> RevocationList {
    let revoked = entries.isEmpty ? [] : DER.element(0x30, entries.flatMap { $0 })
    let more =
      extensions.isEmpty
      ? [] : DER.element(0xa0, DER.element(0x30, extensions.flatMap { $0 }))
    return RevocationList(
      der: try sign(
        DER.sequence(
          DER.integer([1]), Self.algorithm, authority.certificate.subjectDER, DER.time(from),
          DER.time(to), revoked, more)))
  }

  /// One certificate on a list.
  static func entry(_ serial: [UInt8], more extensions: [[UInt8]] = []) -> [UInt8] {
    let more = extensions.isEmpty ? [] : DER.element(0x30, extensions.flatMap { $0 })
    return DER.sequence(DER.integer(serial), DER.time("251115000000Z"), more)
  }

  /// An extension that nobody knows (1.2.3.4.5).
  static func unknown(critical: Bool) -> [UInt8] {
    DER.sequence(
      [0x06, 4, 0x2a, 3, 4, 5], critical ? [0x01, 1, 0xff] : [], DER.element(0x04, [5, 0]))
  }

  /// The usual certificate with some of its parts exchanged, by their places in what is signed (RFC 5280
  /// §4.1): 0 version, 1 serial number, 2 algorithm, 4 dates, 7 extensions.
  func leaf(_ changed: [Int: [UInt8]], algorithm: [UInt8]? = nil) throws -> Certificate {
    let tree = try #require(MutableDER(signed()))
    guard case .elements(_, let elements) = tree.content else {
      throw X509Error(operation: "take apart", reason: "no parts")
    }
    let parts = elements.enumerated().flatMap { changed[$0.offset] ?? $0.element.der }
    let der = try sign(DER.element(0x30, parts))
    guard let algorithm else { return try Certificate(der: der) }
    // The algorithm beside the signature too.
    let whole = try #require(
      MutableDER(der)?.changed([1]) { _ in
        [MutableDER(algorithm)].compactMap { $0 }
      })
    return try Certificate(der: whole.der)
  }

  /// An authority below this one, and the forger that signs for it.
  func middle(
    more extensions: [[UInt8]], subject: String = "Middle"
  ) throws -> (certificate: Certificate, below: Forger) {
    let certificate = try Certificate(
      der: sign(
        signed(
          subject: Array(subject.utf8),
          more: extensions + [
            DER.extension(19, critical: true, DER.sequence([0x01, 1, 0xff])),
            DER.extension(15, critical: true, DER.element(0x03, [1, 0x06])),
          ])))
    // `signed` writes the public half of this key into every certificate.
    let key = try PrivateKey.makeEd25519(random: random.substream("leaf"))
    var below = self
    below.authority = CertificateAuthority(name: subject, certificate: certificate, key: key)
    return (certificate, below)
  }
}
