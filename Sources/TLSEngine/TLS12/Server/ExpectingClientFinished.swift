import TLSKeys
import TLSWire

/// The first message under the client's keys proves that both saw the same handshake; then the server
/// changes keys and finishes too, unless it has done so already.
struct ExpectingClientFinished: HandshakeState {
  static let transitions =
    Transitions(.server, in: .expectingClientFinished, .on(.finished, to: .established))
    + Transitions(.server, in: .expectingClientFinishedResumed, .on(.finished, to: .established))

  let ending: ServerEnding12

  var name: StateName {
    switch ending {
    case .full: .expectingClientFinished
    case .abbreviated: .expectingClientFinishedResumed
    }
  }

  func receive(
    _ message: Message.Content, _ exchange: inout Exchange
  ) throws(HandshakeFailure) -> any HandshakeState {
    try exchange.verifyFinished(message, of: .client)
    switch ending {
    case .full(let handshake):
      try exchange.sendTicket(handshake)
      try exchange.changeKeysAndFinish()
      exchange.keepSession(handshake)
      return try exchange.establish(server: handshake.configuration)
    case .abbreviated(let configuration):
      return try exchange.establish(server: configuration)
    }
  }
}

extension ExpectingClientFinished {
  init(from decoder: any Decoder) throws { ending = try ServerEnding12(from: decoder) }

  func encode(to encoder: any Encoder) throws { try ending.encode(to: encoder) }
}
