public import Bytes

/// The client's offer (RFC 5246 §7.4.1.2; field names of RFC 8446 §4.1.2).
public struct ClientHello: HandshakeBody, ExtensionBlock {
  public static let handshakeType = HandshakeType.clientHello

  /// The highest version up to TLS 1.2; a higher one is offered in an extension.
  public var legacyVersion: ProtocolVersion
  /// 32 bytes.
  public var random: [UInt8]
  /// At most 32 bytes; empty where no session is to be resumed.
  public var legacySessionID: [UInt8]
  /// Best first.
  public var cipherSuites: [CipherSuite]
  public var legacyCompressionMethods: [CompressionMethod]
  /// nil when the block is missing.
  public var extensions: [Extension]?

  public init() { self.init(random: [UInt8](repeating: 0, count: 32), cipherSuites: []) }

  public init(
    legacyVersion: ProtocolVersion = .tls12, random: [UInt8], legacySessionID: [UInt8] = [],
    cipherSuites: [CipherSuite], legacyCompressionMethods: [CompressionMethod] = [.null],
    extensions: [Extension]? = nil
  ) {
    self.legacyVersion = legacyVersion
    self.random = random
    self.legacySessionID = legacySessionID
    self.cipherSuites = cipherSuites
    self.legacyCompressionMethods = legacyCompressionMethods
    self.extensions = extensions
  }

  @_specialize(where Coder == ByteReader)
  @_specialize(where Coder == ByteWriter)
  public mutating func code<Coder: FieldCoder>(with coder: inout Coder) throws(WireError) {
    try coder.code(&legacyVersion, "legacy_version")
    try coder.bytes(&random, count: 32, "random")
    try coder.opaque(&legacySessionID, .uint8(0...32), "legacy_session_id")
    try coder.codes(&cipherSuites, .uint16(2...0xfffe), "cipher_suites", entry: "cipher_suite")
    try coder.codes(
      &legacyCompressionMethods, .uint8(1...0xff), "legacy_compression_methods",
      entry: "compression_method")
    try codeExtensions(in: .clientHello, with: &coder)
  }
}
