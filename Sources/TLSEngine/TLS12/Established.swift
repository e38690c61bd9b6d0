import Bytes
import TLSKeys
import TLSWire

/// Both have proved themselves; application data flows.
struct Established: HandshakeState {
  static let transitions =
    Transitions(
      .client, in: .established,
      .on(.helloRequest, to: .established, .expectingServerHello),
      .on(.applicationData, to: .established))
    + Transitions(
      .server, in: .established,
      .on(
        .clientHello, to: .established, .expectingClientKeyExchange, .expectingClientCertificate,
        .expectingClientChangeCipherSpecResumed),
      .on(.applicationData, to: .established))

  let side: Side
  /// What this side offers, or accepts, in a further handshake.
  var client: Boxed<ClientConfiguration>?
  var server: Boxed<ServerConfiguration>?

  func receive(
    _ message: Message.Content, _ exchange: inout Exchange
  ) throws(HandshakeFailure) -> any HandshakeState {
    if case .applicationData(let data) = message {
      exchange.effects.append(.deliver(data))
      return self
    }
    if mayAccept(exchange) {
      if let client, client.acceptsRenegotiation {
        _ = try message.read(HelloRequest.self)
        return try begin(client, &exchange)
      }
      if let server, server.acceptsRenegotiation { return try accept(message, server, &exchange) }
    }
    // A peer that wants to renegotiate gets a warning and goes on or away (RFC 5246 §7.2.2); one
    // that does not know RFC 5746 always (§4.2, §4.4 there).
    exchange.decide(.ignored(message.kind))
    try exchange.sendAlert(Alert(level: .warning, description: .noRenegotiation))
    return self
  }
}

extension Exchange {
  /// Ends the handshake on this side. The configuration is that of this side, for a further one.
  mutating func establish(
    client: Boxed<ClientConfiguration>? = nil, server: Boxed<ServerConfiguration>? = nil
  ) throws(HandshakeFailure) -> any HandshakeState {
    try completeHandshake()
    effects.append(.established)
    forgetHandshake()
    return Established(side: side, client: client, server: server)
  }
}
