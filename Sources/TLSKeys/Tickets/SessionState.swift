public import Bytes
public import TLSWire

/// What a server must remember of a session to resume it: sealed in a ticket (RFC 5077 §4), or kept
/// under a session identifier (RFC 5246 §7.4.1.2).
public struct SessionState: WireStruct {
  public var version: ProtocolVersion
  public var suite: CipherSuite
  /// The master secret of TLS 1.2 and before, the pre-shared key of TLS 1.3.
  public var secret: [UInt8]
  /// Whether the master secret covers the handshake (RFC 7627 §5.3).
  public var extendedMasterSecret: Bool
  /// Milliseconds since 1970.
  public var issued: UInt64
  /// Seconds.
  public var lifetime: UInt32
  /// What the client adds to the ticket's age, so that nobody can follow it (RFC 8446 §4.6.1).
  public var ageAdd: UInt32
  public var serverName: String?
  public var applicationProtocol: String?
  /// Bytes of early data that are taken with the ticket.
  public var maximumEarlyData: UInt32
  public var sessionID: [UInt8]

  /// Where the secret begins.
  public static let secretOffset = 5

  public init() {
    self.init(version: .tls12, suite: CipherSuite(rawValue: 0), secret: [0])
  }

  public init(
    version: ProtocolVersion, suite: CipherSuite, secret: [UInt8],
    extendedMasterSecret: Bool = false, issued: UInt64 = 0, lifetime: UInt32 = 0,
    ageAdd: UInt32 = 0, serverName: String? = nil, applicationProtocol: String? = nil,
    maximumEarlyData: UInt32 = 0, sessionID: [UInt8] = []
  ) {
    self.version = version
    self.suite = suite
    self.secret = secret
    self.extendedMasterSecret = extendedMasterSecret
    self.issued = issued
    self.lifetime = lifetime
    self.ageAdd = ageAdd
    self.serverName = serverName
    self.applicationProtocol = applicationProtocol
    self.maximumEarlyData = maximumEarlyData
    self.sessionID = sessionID
  }

  @_specialize(where Coder == ByteReader)
  @_specialize(where Coder == ByteWriter)
  public mutating func code<Coder: FieldCoder>(with coder: inout Coder) throws(WireError) {
    try coder.code(&version, "protocol_version")
    try coder.code(&suite, "cipher_suite")
    try coder.opaque(&secret, .uint8(1...0xff), "secret")
    var flags: UInt8 = extendedMasterSecret ? 1 : 0
    try coder.uint8(&flags, "extended_master_secret")
    guard flags <= 1 else { throw coder.illegalValue("must be 0 or 1") }
    extendedMasterSecret = flags == 1
    try coder.integer(&issued, width: 8, "timestamp")
    try coder.uint32(&lifetime, "lifetime")
    try coder.uint32(&ageAdd, "age_add")
    try Self.code(&serverName, "server_name", with: &coder)
    try Self.code(&applicationProtocol, "alpn", with: &coder)
    try coder.uint32(&maximumEarlyData, "max_early_data_size")
    try coder.opaque(&sessionID, .uint8(0...32), "session_id")
  }

  private static func code(
    _ text: inout String?, _ name: StaticString, with coder: inout some FieldCoder
  ) throws(WireError) {
    var bytes = Array((text ?? "").utf8)
    try coder.opaque(&bytes, .uint8(), name, as: .text)
    text = bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
  }
}
