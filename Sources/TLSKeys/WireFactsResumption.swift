import Bytes
import TLSWire

// What the messages of TLS 1.2 say of a session that is resumed, or that can be later.
extension WireFacts {
  mutating func observeOfferedSession(_ hello: ClientHello) {
    offeredSessionID = hello.legacySessionID
    isResumed = false
    let ticket = hello.sessionTicket ?? []
    values[.ticket] = ticket.isEmpty ? nil : ticket
  }

  /// A server that resumes says so by repeating the identifier; one that was offered a ticket
  /// without an identifier says nothing, and what it sends next tells (RFC 5077 §3.4).
  mutating func observeChosenSession(_ hello: ServerHello) {
    let echo = hello.legacySessionIDEcho
    isResumed =
      echo.isEmpty
      ? offeredSessionID.isEmpty && values[.ticket] != nil : echo == offeredSessionID
    values[.sessionID] = echo.isEmpty ? nil : echo
  }

  /// A certificate, or the end of the server's turn, is there in full handshakes alone; a ticket
  /// that was offered is of no more use then.
  mutating func observeResumption(_ message: HandshakeMessage) throws(WireError) {
    guard version != .tls13 else { return }
    switch message.type {
    case .certificate, .serverKeyExchange, .serverHelloDone:
      values[.ticket] = nil
      isResumed = false
    case .newSessionTicket:
      let ticket = try message.read(NewSessionTicket.self).ticket
      guard !ticket.isEmpty, !isResumed || values[.ticket] == nil else { return }
      values[.ticket] = ticket
    default: break
    }
  }

  /// Whether this session takes over the secret of that one: by a ticket that was given out there,
  /// or by its identifier.
  public func resumes(_ earlier: WireFacts) -> Bool {
    guard isResumed, !earlier.isResumed, version == earlier.version else { return false }
    if let ticket = values[.ticket] { return ticket == earlier.values[.ticket] }
    return values[.sessionID] != nil && values[.sessionID] == earlier.values[.sessionID]
  }
}
