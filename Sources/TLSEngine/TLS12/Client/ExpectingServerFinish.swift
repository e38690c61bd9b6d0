import TLSKeys
import TLSWire

/// The client's Finished is out; the server's change of keys is to come, and before it a ticket
/// if the server promised one (RFC 5077 §3.3).
struct ExpectingServerChangeCipherSpec: HandshakeState {
  static let name = StateName.expectingServerChangeCipherSpec
  let ticketExpected: Bool

  var accepts: [MessageKind] {
    ticketExpected ? [.handshake(.newSessionTicket)] : [.changeCipherSpec]
  }

  func receive(
    _ message: Message.Content, _ exchange: inout Exchange
  ) throws(HandshakeFailure) -> ConnectionState {
    if case .handshake = message {
      _ = try message.read(NewSessionTicket.self)
      return .expectingServerChangeCipherSpec(
        ExpectingServerChangeCipherSpec(ticketExpected: false))
    }
    try exchange.install(for: .server)
    return .expectingServerFinished(ExpectingServerFinished())
  }
}

/// The first message under the server's keys proves that both saw the same handshake.
struct ExpectingServerFinished: HandshakeState {
  static let name = StateName.expectingServerFinished

  func receive(
    _ message: Message.Content, _ exchange: inout Exchange
  ) throws(HandshakeFailure) -> ConnectionState {
    try exchange.verifyFinished(message, of: .server)
    return exchange.establish()
  }
}
