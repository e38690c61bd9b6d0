import TLSKeys
import TLSWire

/// The first message under the server's keys proves that both saw the same handshake. Where a session
/// is resumed, the server proves it first; then the client changes keys and finishes too
/// (RFC 5246 §7.3, figure 2).
struct ExpectingServerFinished: HandshakeState {
  static let transitions =
    Transitions(.client, in: .expectingServerFinished, .on(.finished, to: .established))
    + Transitions(.client, in: .expectingServerFinishedResumed, .on(.finished, to: .established))

  let handshake: ClientHandshake12

  var name: StateName {
    handshake.isResumed ? .expectingServerFinishedResumed : .expectingServerFinished
  }

  func receive(
    _ message: Message.Content, _ exchange: inout Exchange
  ) throws(HandshakeFailure) -> any HandshakeState {
    try exchange.verifyFinished(message, of: .server)
    if handshake.isResumed { try exchange.changeKeysAndFinish() }
    exchange.remember(handshake)
    return try exchange.establish(client: handshake.configuration)
  }
}
