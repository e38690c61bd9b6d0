import Bytes
import TLSKeys
import TLSWire

/// The server's flight is out and answered but for the client's Finished (RFC 8446 §4.4.4).
struct ExpectingClientFinished13: HandshakeState {
  static let transitions = Transitions(
    .server, in: .expectingClientFinished13,
    .on(.finished, to: .established13))

  let configuration: Boxed<ServerConfiguration>
  let offer: ClientHello

  func receive(
    _ message: Message.Content, _ exchange: inout Exchange
  ) throws(HandshakeFailure) -> any HandshakeState {
    try exchange.verifyFinished(message, of: .client)
    try exchange.install(for: .client, .application(0))
    try exchange.finishKeySchedule()
    try exchange.sendTicket(configuration, offer)
    return try exchange.establish13(Established13(server: configuration, offer: offer))
  }
}
