import TLSKeys
import TLSWire

/// The keys are there; the client's change to them is to come.
struct ExpectingClientChangeCipherSpec: HandshakeState {
  static let transitions =
    Transitions(
      .server, in: .expectingClientChangeCipherSpec,
      .on(.changeCipherSpec, to: .expectingClientFinished))
    + Transitions(
      .server, in: .expectingClientChangeCipherSpecResumed,
      .on(.changeCipherSpec, to: .expectingClientFinishedResumed))

  let ending: ServerEnding12

  var name: StateName {
    switch ending {
    case .full: .expectingClientChangeCipherSpec
    case .abbreviated: .expectingClientChangeCipherSpecResumed
    }
  }

  func receive(
    _ message: Message.Content, _ exchange: inout Exchange
  ) throws(HandshakeFailure) -> any HandshakeState {
    try exchange.install(for: .client)
    return ExpectingClientFinished(ending: ending)
  }
}

extension ExpectingClientChangeCipherSpec {
  init(from decoder: any Decoder) throws { ending = try ServerEnding12(from: decoder) }

  func encode(to encoder: any Encoder) throws { try ending.encode(to: encoder) }
}
