public import Bytes

/// The server's choice (RFC 5246 §7.4.1.3; field names of RFC 8446 §4.1.3).
public struct ServerHello: HandshakeBody, ExtensionBlock {
  public static let handshakeType = HandshakeType.serverHello

  /// The version of the session, up to TLS 1.2.
  public var legacyVersion: ProtocolVersion
  /// 32 bytes.
  public var random: [UInt8]
  /// At most 32 bytes; empty when the session can't be resumed by its identifier.
  public var legacySessionIDEcho: [UInt8]
  public var cipherSuite: CipherSuite
  public var legacyCompressionMethod: CompressionMethod
  /// nil when the block is missing.
  public var extensions: [Extension]?

  public init() {
    self.init(random: [UInt8](repeating: 0, count: 32), cipherSuite: CipherSuite(rawValue: 0))
  }

  public init(
    legacyVersion: ProtocolVersion = .tls12, random: [UInt8], legacySessionIDEcho: [UInt8] = [],
    cipherSuite: CipherSuite, legacyCompressionMethod: CompressionMethod = .null,
    extensions: [Extension]? = nil
  ) {
    self.legacyVersion = legacyVersion
    self.random = random
    self.legacySessionIDEcho = legacySessionIDEcho
    self.cipherSuite = cipherSuite
    self.legacyCompressionMethod = legacyCompressionMethod
    self.extensions = extensions
  }

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try coder.code(&legacyVersion, "legacy_version")
    try coder.bytes(&random, count: 32, "random")
    try coder.opaque(&legacySessionIDEcho, .uint8(0...32), "legacy_session_id_echo")
    try coder.code(&cipherSuite, "cipher_suite")
    try coder.code(&legacyCompressionMethod, "legacy_compression_method")
    try codeExtensions(with: &coder)
  }
}
