/// A key or a certificate, which is saved as PEM (RFC 7468).
///
/// Each session of a saved lab has those of its server, and libcrypto takes longer to read one than the
/// rest of the session takes: equal texts are read once.
public protocol SavedAsPEM: Codable, Sendable {
  var pem: String { get }

  init(pem: String) throws

  /// Those that were read.
  static var read: MadeOnce<String, Self> { get }
}

extension SavedAsPEM {
  public init(from decoder: any Decoder) throws {
    let pem = try decoder.singleValueContainer().decode(String.self)
    self = try Self.read.made(of: pem) { pem in try Self(pem: pem) }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(pem)
  }
}
