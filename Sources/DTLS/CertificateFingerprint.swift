public import Bytes
public import CryptoPrimitives
public import X509

/// The hash of a certificate, which stands in the signalling: `a=fingerprint:sha-256 AA:BB…`
/// (RFC 8122 §5). Whoever can change the signalling can change it too.
public struct CertificateFingerprint: Hashable, Sendable, Codable {
  public var hash: HashAlgorithm
  @Hexadecimal public var digest: [UInt8]

  public init(hash: HashAlgorithm, digest: [UInt8]) {
    self.hash = hash
    self.digest = digest
  }

  /// Of a certificate as it goes over the wire, in DER.
  ///
  /// - Throws: when libcrypto lacks the hash.
  public init(of der: [UInt8], hash: HashAlgorithm = .sha256) throws(CryptoError) {
    self.init(hash: hash, digest: try hash.digest(der))
  }

  /// Why a text is no fingerprint.
  public enum Fault: Error, Hashable, Sendable, Codable {
    /// Not a hash function's name, white space and pairs of hexadecimal digits with colons between.
    case form(String)
    /// A hash that nobody here computes, or that must not be used any more: MD2 and MD5 (RFC 8122 §5).
    case hash(String)
    case length(bytes: Int, needed: Int)
  }

  /// Reads the value of the attribute, with or without `a=fingerprint:` in front.
  public init(parsing text: some StringProtocol) throws(Fault) {
    let whole = String(text)
    let value = whole.hasPrefix(Self.attribute) ? whole.dropFirst(Self.attribute.count) : whole[...]
    let words = value.split(whereSeparator: \.isWhitespace)
    guard words.count == 2 else { throw .form(whole) }
    let name = words[0].lowercased()
    guard let hash = Self.names.first(where: { $0.name == name })?.hash else { throw .hash(name) }
    var digest: [UInt8] = []
    for pair in words[1].split(separator: ":", omittingEmptySubsequences: false) {
      guard pair.utf8.count == 2, let byte = [UInt8](hex: pair)?.first else { throw .form(whole) }
      digest.append(byte)
    }
    guard digest.count == hash.length else {
      throw .length(bytes: digest.count, needed: hash.length)
    }
    self.init(hash: hash, digest: digest)
  }

  /// What stands in front of it in a description of a session.
  public static let attribute = "a=fingerprint:"

  private static let names: [(name: String, hash: HashAlgorithm)] = [
    ("sha-1", .sha1), ("sha-256", .sha256), ("sha-384", .sha384), ("sha-512", .sha512),
  ]

  /// Whether it is that of a certificate.
  public func fits(_ certificate: Certificate) -> Bool {
    guard let own = try? Self(of: certificate.der, hash: hash) else { return false }
    return constantTimeEqual(own.digest, digest)
  }
}

extension CertificateFingerprint: CustomStringConvertible {
  /// `sha-256 AA:BB…`.
  public var description: String {
    let name = Self.names.first { $0.hash == hash }?.name ?? hash.rawValue.lowercased()
    let pairs = digest.map { [$0].hex.uppercased() }
    return name + " " + pairs.joined(separator: ":")
  }
}
