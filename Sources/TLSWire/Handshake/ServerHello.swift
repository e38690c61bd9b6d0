public import Bytes

/// The server's choice (RFC 5246 §7.4.1.3; field names of RFC 8446 §4.1.3).
public struct ServerHello: HandshakeBody, ExtensionBlock {
  public static let handshakeType = HandshakeType.serverHello

  /// The version of the session, up to TLS 1.2; a higher one stands in an extension.
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

  /// The random by which a HelloRetryRequest is known: SHA-256 of "HelloRetryRequest"
  /// (RFC 8446 §4.1.3).
  public static let helloRetryRandom: [UInt8] = [
    0xCF, 0x21, 0xAD, 0x74, 0xE5, 0x9A, 0x61, 0x11, 0xBE, 0x1D, 0x8C, 0x02, 0x1E, 0x65, 0xB8,
    0x91, 0xC2, 0xA2, 0x11, 0x16, 0x7A, 0xBB, 0x8C, 0x5E, 0x07, 0x9E, 0x09, 0xE2, 0xC8, 0xA8,
    0x33, 0x9C,
  ]

  /// Whether this asks for another ClientHello (RFC 8446 §4.1.3).
  public var isHelloRetryRequest: Bool { random == Self.helloRetryRandom }

  /// The version of the session: what is in supported_versions counts (RFC 8446 §4.2.1).
  public var version: ProtocolVersion { selectedVersion ?? legacyVersion }

  @_specialize(where Coder == ByteReader)
  @_specialize(where Coder == ByteWriter)
  public mutating func code<Coder: FieldCoder>(with coder: inout Coder) throws(WireError) {
    try coder.code(&legacyVersion, "legacy_version")
    try coder.bytes(&random, count: 32, "random")
    try coder.opaque(&legacySessionIDEcho, .uint8(0...32), "legacy_session_id_echo")
    try coder.code(&cipherSuite, "cipher_suite")
    try coder.code(&legacyCompressionMethod, "legacy_compression_method")
    try codeExtensions(
      in: isHelloRetryRequest ? .helloRetryRequest : .serverHello, with: &coder)
  }
}

extension HandshakeMessage {
  /// Whether it is a ServerHello that asks for another ClientHello: it has a certain random, behind the
  /// version (RFC 8446 §4.1.3).
  public var isHelloRetryRequest: Bool {
    type == .serverHello
      && bytes.dropFirst(Self.headerLength + 2).starts(with: ServerHello.helloRetryRandom)
  }
}
