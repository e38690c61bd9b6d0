public import Bytes
public import TLSWire

/// What a client remembers of a session to resume it.
public struct ResumableSession: Hashable, Sendable, Codable {
  public var version: ProtocolVersion
  public var suite: CipherSuite
  /// The master secret of TLS 1.2 and before, the pre-shared key of TLS 1.3.
  @Hexadecimal public var secret: [UInt8]
  /// Empty where the server gave none.
  @Hexadecimal public var ticket: [UInt8]
  /// Empty where the server keeps no sessions.
  @Hexadecimal public var sessionID: [UInt8]
  /// Whether the master secret covers the handshake (RFC 7627 §5.3).
  public var extendedMasterSecret: Bool
  public var serverName: String?
  public var applicationProtocol: String?
  /// What is added to the ticket's age (RFC 8446 §4.6.1).
  public var ageAdd: UInt32
  /// Seconds; 0 where the server did not say.
  public var lifetime: UInt32
  /// When the ticket came, in microseconds since 1970.
  public var received: Int64
  /// Bytes of early data that the server takes with the ticket.
  public var maximumEarlyData: UInt32

  public init(
    version: ProtocolVersion, suite: CipherSuite, secret: [UInt8], ticket: [UInt8] = [],
    sessionID: [UInt8] = [], extendedMasterSecret: Bool = false, serverName: String? = nil,
    applicationProtocol: String? = nil, ageAdd: UInt32 = 0, lifetime: UInt32 = 0,
    received: Int64 = 0, maximumEarlyData: UInt32 = 0
  ) {
    self.version = version
    self.suite = suite
    self.secret = secret
    self.ticket = ticket
    self.sessionID = sessionID
    self.extendedMasterSecret = extendedMasterSecret
    self.serverName = serverName
    self.applicationProtocol = applicationProtocol
    self.ageAdd = ageAdd
    self.lifetime = lifetime
    self.received = received
    self.maximumEarlyData = maximumEarlyData
  }
}
