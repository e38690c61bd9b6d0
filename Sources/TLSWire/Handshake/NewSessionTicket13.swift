public import Bytes

/// A pre-shared key for a later session, and what the client is to show for it (RFC 8446 §4.6.1).
public struct NewSessionTicket13: HandshakeBody, ExtensionBlock {
  public static let handshakeType = HandshakeType.newSessionTicket

  /// Seconds, at most a week.
  public var ticketLifetime: UInt32
  /// Added to the ticket's age, so that two connections with one ticket can't be linked by it.
  public var ticketAgeAdd: UInt32
  /// What makes the key of this ticket another than that of the next.
  public var ticketNonce: [UInt8]
  public var ticket: [UInt8]
  public var extensions: [Extension]?

  public init() {
    self.init(ticketLifetime: 0, ticketAgeAdd: 0, ticketNonce: [], ticket: [], extensions: [])
  }

  public init(
    ticketLifetime: UInt32, ticketAgeAdd: UInt32, ticketNonce: [UInt8], ticket: [UInt8],
    extensions: [Extension]
  ) {
    self.ticketLifetime = ticketLifetime
    self.ticketAgeAdd = ticketAgeAdd
    self.ticketNonce = ticketNonce
    self.ticket = ticket
    self.extensions = extensions
  }

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try coder.uint32(&ticketLifetime, "ticket_lifetime")
    try coder.uint32(&ticketAgeAdd, "ticket_age_add")
    try coder.opaque(&ticketNonce, .uint8(), "ticket_nonce")
    try coder.opaque(&ticket, .uint16(1...0xffff), "ticket", as: .encrypted)
    try codeExtensions(in: .newSessionTicket, with: &coder)
  }
}
