import TLSKeys
import TLSWire

extension TransitionTable {
  /// The abbreviated handshake (RFC 5246 §7.3, figure 2; RFC 5077 §3.1, figure 2).
  static let resumption12: [Transition] = [
    row(
      .client, .expectingServerChangeCipherSpecResumed, .newSessionTicket,
      [.expectingServerChangeCipherSpecResumed]),
    Transition(
      side: .client, from: .expectingServerChangeCipherSpecResumed, message: .changeCipherSpec,
      to: [.expectingServerFinishedResumed]),
    row(.client, .expectingServerFinishedResumed, .finished, [.established]),
    Transition(
      side: .server, from: .expectingClientChangeCipherSpecResumed, message: .changeCipherSpec,
      to: [.expectingClientFinishedResumed]),
    row(.server, .expectingClientFinishedResumed, .finished, [.established]),
  ]
}
