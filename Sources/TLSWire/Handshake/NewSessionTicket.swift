public import Bytes

/// The server's state of the session, sealed for itself, for the client to keep (RFC 5077 §3.3).
public struct NewSessionTicket: HandshakeBody {
  public static let handshakeType = HandshakeType.newSessionTicket

  /// Seconds; 0 where the server does not say.
  public var ticketLifetimeHint: UInt32
  public var ticket: [UInt8]

  public init() { self.init(ticketLifetimeHint: 0, ticket: []) }

  public init(ticketLifetimeHint: UInt32, ticket: [UInt8]) {
    self.ticketLifetimeHint = ticketLifetimeHint
    self.ticket = ticket
  }

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try coder.uint32(&ticketLifetimeHint, "ticket_lifetime_hint")
    try coder.opaque(&ticket, .uint16(), "ticket", as: .encrypted)
  }
}
