import TLSKeys
import TLSWire

/// The client's Finished is out; the server's change of keys is to come, and before it a ticket
/// if the server promised one (RFC 5077 §3.3).
struct ExpectingServerChangeCipherSpec: HandshakeState {
  static let name = StateName.expectingServerChangeCipherSpec
  var handshake: ClientHandshake12

  var accepts: [MessageKind] {
    handshake.ticketExpected ? [.handshake(.newSessionTicket)] : [.changeCipherSpec]
  }

  func receive(
    _ message: Message.Content, _ exchange: inout Exchange
  ) throws(HandshakeFailure) -> ConnectionState {
    if case .handshake = message {
      var next = self
      next.handshake.take(try message.read(NewSessionTicket.self))
      return .expectingServerChangeCipherSpec(next)
    }
    try exchange.install(for: .server)
    return .expectingServerFinished(ExpectingServerFinished(handshake: handshake))
  }
}

/// The first message under the server's keys proves that both saw the same handshake.
struct ExpectingServerFinished: HandshakeState {
  static let name = StateName.expectingServerFinished
  let handshake: ClientHandshake12

  func receive(
    _ message: Message.Content, _ exchange: inout Exchange
  ) throws(HandshakeFailure) -> ConnectionState {
    try exchange.verifyFinished(message, of: .server)
    exchange.remember(handshake)
    return exchange.establish(client: handshake.configuration)
  }
}
