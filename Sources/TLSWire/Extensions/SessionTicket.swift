public import Bytes

/// A ticket to resume by, or nothing to ask for one (RFC 5077 §3.2). It has no length of its own.
public struct SessionTicket: ExtensionContent {
  public static let type = ExtensionType.sessionTicket
  public static let places: ExtensionPlaces = [.clientHello, .serverHello12]

  public var ticket: [UInt8]

  public init() { ticket = [] }

  public init(_ ticket: [UInt8]) { self.ticket = ticket }

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try coder.remaining(&ticket, "ticket", as: .encrypted)
  }
}

extension ExtensionBlock {
  /// The content of `session_ticket`.
  public var sessionTicket: [UInt8]? { self[SessionTicket.self]?.ticket }
}
