import TLSKeys
import TLSWire

/// The server's change of keys is to come, and before it a ticket if the server promised one
/// (RFC 5077 §3.3). The client's Finished is out, unless a session is resumed.
struct ExpectingServerChangeCipherSpec: HandshakeState {
  static let transitions =
    Transitions(
      .client, in: .expectingServerChangeCipherSpec,
      .on(.newSessionTicket, to: .expectingServerChangeCipherSpec),
      .on(.changeCipherSpec, to: .expectingServerFinished))
    + Transitions(
      .client, in: .expectingServerChangeCipherSpecResumed,
      .on(.newSessionTicket, to: .expectingServerChangeCipherSpecResumed),
      .on(.changeCipherSpec, to: .expectingServerFinishedResumed))

  var handshake: ClientHandshake12

  var name: StateName {
    handshake.isResumed
      ? .expectingServerChangeCipherSpecResumed : .expectingServerChangeCipherSpec
  }

  func isDue(_ message: MessageKind) -> Bool {
    (message == .changeCipherSpec) != handshake.ticketExpected
  }

  func receive(
    _ message: Message.Content, _ exchange: inout Exchange
  ) throws(HandshakeFailure) -> any HandshakeState {
    if case .handshake = message {
      var next = self
      next.handshake.take(try message.read(NewSessionTicket.self))
      return next
    }
    try exchange.install(for: .server)
    return ExpectingServerFinished(handshake: handshake)
  }
}
