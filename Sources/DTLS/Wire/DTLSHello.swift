public import Bytes
public import TLSWire

/// The client's offer: a ClientHello of TLS 1.2 with room for a cookie (RFC 6347 §4.2.1).
public struct DTLSClientHello: HandshakeBody, ExtensionBlock {
  public static let handshakeType = HandshakeType.clientHello

  public var clientVersion: ProtocolVersion
  /// 32 bytes.
  public var random: [UInt8]
  /// At most 32 bytes; empty where no session is to be resumed.
  public var sessionID: [UInt8]
  /// Empty until the server gave one out.
  public var cookie: [UInt8]
  /// Best first.
  public var cipherSuites: [CipherSuite]
  public var compressionMethods: [CompressionMethod]
  /// nil when the block is missing.
  public var extensions: [Extension]?

  public init() { self.init(random: [UInt8](repeating: 0, count: 32), cipherSuites: []) }

  public init(
    random: [UInt8], cookie: [UInt8] = [], cipherSuites: [CipherSuite],
    extensions: [Extension]? = nil
  ) {
    clientVersion = .dtls12
    self.random = random
    sessionID = []
    self.cookie = cookie
    self.cipherSuites = cipherSuites
    compressionMethods = [.null]
    self.extensions = extensions
  }

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try coder.code(&clientVersion, "client_version")
    try coder.bytes(&random, count: 32, "random")
    try coder.opaque(&sessionID, .uint8(0...32), "session_id")
    try coder.opaque(&cookie, .uint8(), "cookie")
    try coder.codes(&cipherSuites, .uint16(2...0xfffe), "cipher_suites", entry: "cipher_suite")
    try coder.codes(
      &compressionMethods, .uint8(1...0xff), "compression_methods", entry: "compression_method")
    try codeExtensions(in: .clientHello, with: &coder)
  }
}

/// The server asks the client to say its hello again, with this cookie: who sends from an address that
/// is not its own never gets it, and costs the server no memory (RFC 6347 §4.2.1).
public struct HelloVerifyRequest: HandshakeBody {
  public static let handshakeType = HandshakeType.helloVerifyRequest

  /// "DTLS 1.2 server implementations SHOULD use DTLS version 1.0 regardless of the version of TLS
  /// that is expected to be negotiated."
  public var serverVersion: ProtocolVersion
  public var cookie: [UInt8]

  public init() { self.init(cookie: []) }

  public init(cookie: [UInt8]) {
    serverVersion = .dtls10
    self.cookie = cookie
  }

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try coder.code(&serverVersion, "server_version")
    try coder.opaque(&cookie, .uint8(), "cookie")
  }
}
