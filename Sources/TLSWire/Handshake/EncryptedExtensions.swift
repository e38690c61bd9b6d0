public import Bytes

/// The server's answers that need not be seen by everyone (RFC 8446 §4.3.1).
public struct EncryptedExtensions: HandshakeBody, ExtensionBlock {
  public static let handshakeType = HandshakeType.encryptedExtensions

  /// Never nil: the block may be empty, not missing.
  public var extensions: [Extension]? = []

  public init() {}

  public init(extensions: [Extension]) { self.extensions = extensions }

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try codeExtensions(in: .encryptedExtensions, with: &coder)
  }
}
