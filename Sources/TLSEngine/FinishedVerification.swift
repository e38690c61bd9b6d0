import Bytes
import CryptoPrimitives
import Knowledge
import TLSKeys
import TLSWire

extension Exchange {
  /// Whether TLS 1.0 or 1.1 was negotiated.
  var isLegacy: Bool { facts.version?.isLegacy == true }

  /// Compares the peer's Finished with what it must be (RFC 5246 §7.4.9), and takes it into the
  /// transcript.
  mutating func verifyFinished(
    _ message: Message.Content, of sender: Side
  ) throws(HandshakeFailure) {
    let expected = try deriveVerifyData(of: sender)
    try compareFinished(message, with: expected)
    if case .handshake(let handshake) = message { try observe(handshake, from: sender) }
  }

  /// Holds a Finished against what it must be.
  mutating func compareFinished(
    _ message: Message.Content, with expected: [UInt8]
  ) throws(HandshakeFailure) {
    let finished = try message.read(Finished.self)
    let matches = constantTimeEqual(expected, finished.verifyData)
    effects.append(
      .verified(
        Check(
          .finished, matches ? .passed : .failed(.init(reason: "mismatch")),
          facts.version == .tls13 ? RFCSection(8446, "4.4.4") : RFCSection(5246, "7.4.9"),
          compared: [.init("expected", expected), .init("found", finished.verifyData)])))
    guard matches else { throw .misbehaving(.finishedMismatch) }
  }

  /// Ends the handshake on this side. The configuration is that of this side, for a further one.
  mutating func establish(
    client: Boxed<ClientConfiguration>? = nil, server: Boxed<ServerConfiguration>? = nil
  ) throws(HandshakeFailure) -> any HandshakeState {
    try completeHandshake()
    effects.append(.established)
    forgetHandshake()
    return Established(side: side, client: client, server: server)
  }

  /// An ephemeral key in the negotiated group.
  func makeEphemeralKey(random: RandomStream) throws(CryptoError) -> KeyPair {
    switch facts.agreement {
    case .named(let name):
      guard let group = Group(rawValue: name) else { break }
      return try group.makeKey(random: random)
    case .finiteField(let prime, let generator):
      guard let p = facts.values[prime], let g = facts.values[generator] else { break }
      return try FiniteFieldGroup(prime: p, generator: g).makeKey(random: random)
    case nil: break
    }
    throw CryptoError(operation: "key agreement", reason: "no such group", kind: .badInput)
  }
}

extension Exchange {
  /// In a finite field 1 < y < p - 1 must hold of a peer's public value y (RFC 7919 §3 and §4): the
  /// others give the secret away.
  func checkPublicNumber(of sender: Side) throws(HandshakeFailure) {
    guard case .finiteField(let prime, let generator) = facts.agreement else { return }
    let field = FiniteFieldGroup(prime: try known(prime), generator: try known(generator))
    guard field.contains(try known(.ephemeralPublic(sender))) else {
      throw .misbehaving(.publicValueOutOfRange)
    }
  }
}

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
