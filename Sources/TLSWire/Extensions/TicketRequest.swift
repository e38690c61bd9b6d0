public import Bytes

/// How many tickets the client can use (RFC 9149 §3).
public struct TicketRequest: ExtensionContent {
  public static let type = ExtensionType.ticketRequest
  public static let places: ExtensionPlaces = [.clientHello]

  /// After a handshake that begins a session.
  public var newSessionCount: UInt8 = 0
  /// After one that resumes a session.
  public var resumptionCount: UInt8 = 0

  public init() {}

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try coder.uint8(&newSessionCount, "new_session_count")
    try coder.uint8(&resumptionCount, "resumption_count")
  }
}

/// How many the server means to send (RFC 9149 §3).
public struct TicketRequestHint: ExtensionContent {
  public static let type = ExtensionType.ticketRequest
  public static let places: ExtensionPlaces = [.encryptedExtensions]

  public var expectedCount: UInt8 = 0

  public init() {}

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try coder.uint8(&expectedCount, "expected_count")
  }
}
