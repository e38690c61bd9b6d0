import Bytes
import TLSKeys
import TLSWire

/// The server takes early data until the client says that there is no more (RFC 8446 §4.5).
struct ExpectingEndOfEarlyData: HandshakeState {
  static let transitions = Transitions(
    .server, in: .expectingEndOfEarlyData,
    .on(.endOfEarlyData, to: .expectingClientFinished13),
    .on(.applicationData, to: .expectingEndOfEarlyData))

  let configuration: Boxed<ServerConfiguration>
  let offer: ClientHello
  /// Bytes that came so far.
  var received = 0

  func receive(
    _ message: Message.Content, _ exchange: inout Exchange
  ) throws(HandshakeFailure) -> any HandshakeState {
    if case .applicationData(let data) = message {
      // "A server receiving more than max_early_data_size bytes of 0-RTT data SHOULD terminate the
      // connection with an unexpected_message alert" (RFC 8446 §4.6.1).
      guard data.count <= Int(configuration.earlyDataLimit) - received else {
        throw .misbehaving(.tooMuchEarlyData(limit: configuration.earlyDataLimit))
      }
      exchange.effects.append(.deliver(data))
      var next = self
      next.received += data.count
      return next
    }
    _ = try message.read(EndOfEarlyData.self)
    exchange.erase(.earlyTrafficSecret, .recordKey(.client, .early), .recordIV(.client, .early))
    try exchange.install(for: .client, .handshake)
    exchange.limitReading(own: configuration.recordSizeLimit, peer: offer)
    return ExpectingClientFinished13(configuration: configuration, offer: offer)
  }
}
