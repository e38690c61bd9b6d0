import TLSKeys
import TLSWire

/// The keys are there; the client's change to them is to come.
struct ExpectingClientChangeCipherSpec: HandshakeState {
  static let name = StateName.expectingClientChangeCipherSpec
  let handshake: ServerHandshake12

  func receive(
    _ message: Message.Content, _ exchange: inout Exchange
  ) throws(HandshakeFailure) -> ConnectionState {
    try exchange.install(for: .client)
    return .expectingClientFinished(ExpectingClientFinished(handshake: handshake))
  }
}

/// The first message under the client's keys; then the server changes keys and finishes too.
struct ExpectingClientFinished: HandshakeState {
  static let name = StateName.expectingClientFinished
  let handshake: ServerHandshake12

  func receive(
    _ message: Message.Content, _ exchange: inout Exchange
  ) throws(HandshakeFailure) -> ConnectionState {
    try exchange.verifyFinished(message, of: .client)
    try exchange.sendTicket(handshake)
    try exchange.sendChangeCipherSpec()
    try exchange.install(for: .server)
    try exchange.send(Finished(verifyData: exchange.deriveVerifyData(of: .server)))
    exchange.keepSession(handshake)
    return exchange.establish(server: handshake.configuration)
  }
}
