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
  ) throws(HandshakeFailure) -> any HandshakeState {
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
    return ExpectingServerChangeCipherSpec(handshake: handshake)
  }
}
