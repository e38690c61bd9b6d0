import Bytes
import Knowledge
import TLSKeys
import TLSWire

// The abbreviated handshake of TLS 1.2 (RFC 5246 §7.3, figure 2): no certificate, no key exchange,
// and the server finishes first.
extension ClientConfiguration {
  /// The session of TLS 1.2 or before that the client wants to resume.
  var resumption12: ResumableSession? {
    guard let resumption, resumption.version < .tls13, versions.contains(resumption.version),
      usableSuites.contains(resumption.suite)
    else { return nil }
    return resumption
  }
}

extension ExpectingServerHello {
  /// The session that the server resumes: it says so by repeating the identifier that the client
  /// sent (RFC 5246 §7.4.1.3, RFC 5077 §3.4).
  func resumedSession(_ hello: ServerHello) -> ResumableSession? {
    guard !hello.legacySessionIDEcho.isEmpty, hello.legacySessionIDEcho == offer.legacySessionID
    else { return nil }
    return configuration.resumption12
  }

  func resume(
    _ session: ResumableSession, _ hello: ServerHello, _ exchange: inout Exchange
  ) throws(HandshakeFailure) -> ConnectionState {
    // "For resumed sessions, this field is the value from the state of the session being resumed"
    // (RFC 5246 §7.4.1.3), of suite and version alike.
    guard hello.cipherSuite == session.suite, hello.version == session.version else {
      throw .misbehaving(.illegalParameter("cipher_suite \(hello.cipherSuite.label)"))
    }
    // "If the original session did not use the … extension but the new ServerHello contains the
    // extension, the client MUST abort the handshake", and the reverse (RFC 7627 §5.3).
    guard hello.has(.extendedMasterSecret) == session.extendedMasterSecret else {
      throw .misbehaving(.extendedMasterSecretMismatch)
    }
    exchange.decide(.resumption(session.ticket.isEmpty ? .sessionID : .ticket))
    exchange.fixRules()
    exchange.facts.note(session.secret, as: .earlierMasterSecret)
    try exchange.takeOverMasterSecret()
    var handshake = ClientHandshake12(configuration, hello)
    handshake.resumed = session
    return .expectingServerChangeCipherSpecResumed(
      ExpectingServerChangeCipherSpecResumed(handshake: handshake))
  }
}

extension Exchange {
  /// The master secret of the session that is resumed, and the keys that follow from it with the
  /// new randoms (RFC 5246 §6.3).
  mutating func takeOverMasterSecret() throws(HandshakeFailure) {
    try derive(.masterSecret)
    erase(.earlierMasterSecret, .ticketState)
    try deriveRecordKeys()
  }
}

/// The server resumes a session; its change of keys is to come, and before it a new ticket if the
/// server promised one (RFC 5077 §3.1, figure 2).
struct ExpectingServerChangeCipherSpecResumed: HandshakeState {
  static let name = StateName.expectingServerChangeCipherSpecResumed
  var handshake: ClientHandshake12

  var accepts: [MessageKind] {
    handshake.ticketExpected ? [.handshake(.newSessionTicket)] : [.changeCipherSpec]
  }

  func receive(
    _ message: Message.Content, _ exchange: inout Exchange
  ) throws(HandshakeFailure) -> ConnectionState {
    if case .handshake = message {
      var next = self
      next.handshake.take(try message.read(NewSessionTicket.self))
      return .expectingServerChangeCipherSpecResumed(next)
    }
    try exchange.install(for: .server)
    return .expectingServerFinishedResumed(ExpectingServerFinishedResumed(handshake: handshake))
  }
}

/// The server proves first that it has the secret; then the client changes keys and finishes.
struct ExpectingServerFinishedResumed: HandshakeState {
  static let name = StateName.expectingServerFinishedResumed
  let handshake: ClientHandshake12

  func receive(
    _ message: Message.Content, _ exchange: inout Exchange
  ) throws(HandshakeFailure) -> ConnectionState {
    try exchange.verifyFinished(message, of: .server)
    try exchange.sendChangeCipherSpec()
    try exchange.install(for: .client)
    try exchange.send(Finished(verifyData: exchange.deriveVerifyData(of: .client)))
    exchange.remember(handshake)
    return exchange.establish(client: handshake.configuration)
  }
}
