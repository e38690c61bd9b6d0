/// A field of a certificate: where it lies, what it is called in RFC 5280, what it says.
public struct CertificateField: Hashable, Sendable, Codable {
  /// The name in the RFC's words; of an extension or an attribute its own; the ASN.1 type where there
  /// is no name.
  public var name: String
  /// The field's bytes in the certificate, tag and length included.
  public var range: Range<Int>
  public var value: Value
  public var children: [CertificateField]

  /// What a field says.
  public enum Value: Hashable, Sendable, Codable {
    /// The fields inside say it.
    case structure
    case boolean(Bool)
    /// Two's complement, big endian.
    case integer([UInt8])
    /// Dotted numbers, and the name that libcrypto has for them.
    case identifier(String, name: String?)
    /// Words, a name, a time as it is written.
    case text(String)
    case bytes([UInt8])
    case null
  }

  public init(
    name: String, range: Range<Int>, value: Value, children: [CertificateField] = []
  ) {
    self.name = name
    self.range = range
    self.value = value
    self.children = children
  }

  /// The field at the end of a path of names below this one.
  public func find(_ path: [String]) -> CertificateField? {
    guard let first = path.first else { return self }
    return children.first { $0.name == first }?.find(Array(path.dropFirst()))
  }
}
