import Bytes
import CryptoPrimitives
import Knowledge
import TLSKeys
import TLSWire
import X509

/// The server has said all but that it is done (RFC 5246 §7.4.5). Then the client has its turn:
/// key exchange, keys, Finished.
struct ExpectingServerHelloDone: HandshakeState {
  static let transitions = Transitions(
    .client, in: .expectingServerHelloDone,
    .on(.certificateStatus, to: .expectingServerHelloDone),
    .on(.serverKeyExchange, to: .expectingServerHelloDone),
    .on(.certificateRequest, to: .expectingServerHelloDone),
    .on(.serverHelloDone, to: .expectingServerChangeCipherSpec))

  private(set) var handshake: ClientHandshake12
  let keyExchange: KeyExchange
  /// Nil where the server shows none.
  let certificate: Certificate?
  private(set) var request: CertificateRequest?
  /// Which pre-shared key the server means; nil until it says so.
  private(set) var identityHint: [UInt8]?

  init(
    handshake: ClientHandshake12, keyExchange: KeyExchange, certificate: Certificate? = nil,
    identityHint: [UInt8]? = nil
  ) {
    self.handshake = handshake
    self.keyExchange = keyExchange
    self.certificate = certificate
    self.identityHint = identityHint
  }

  func isDue(_ message: MessageKind) -> Bool {
    switch message {
    // Whoever has a pre-shared key is asked for no certificate (RFC 4279 §2).
    case .handshake(.certificateRequest): request == nil && !keyExchange.usesPreSharedKey
    case .handshake(.serverKeyExchange): keyExchange == .psk && identityHint == nil
    // "… immediately after the "Certificate" message" (RFC 6066 §8).
    case .handshake(.certificateStatus):
      keyExchange == .rsa && handshake.statusExpected && request == nil
    default: true
    }
  }

  func receive(
    _ message: Message.Content, _ exchange: inout Exchange
  ) throws(HandshakeFailure) -> any HandshakeState {
    if case .handshake(.serverKeyExchange) = message.kind {
      var next = self
      next.identityHint = try message.read(ServerKeyExchangePSK.self).identityHint
      return next
    }
    if case .handshake(.certificateStatus) = message.kind {
      let response = try message.read(CertificateStatus.self).response
      exchange.decide(.stapled(response))
      var next = self
      try next.handshake.judgeRevocation(&exchange, staple: response)
      return next
    }
    if case .handshake(.certificateRequest) = message.kind {
      // "It is a fatal handshake_failure alert for an anonymous server to request client
      // authentication" (RFC 5246 §7.4.4).
      guard !keyExchange.isAnonymous else { throw .misbehaving(.anonymousCertificateRequest) }
      var next = self
      try next.handshake.judgeRevocation(&exchange)
      next.request =
        exchange.isLegacy
        ? CertificateRequest(try message.read(LegacyCertificateRequest.self))
        : try message.read(CertificateRequest.self)
      return next
    }
    _ = try message.read(ServerHelloDone.self)
    var handshake = handshake
    try handshake.judgeRevocation(&exchange)
    let proof = request.flatMap { handshake.configuration.wrappedValue.proof(for: $0) }
    if request != nil {
      // "If no suitable certificate is available, the client MUST send a certificate message
      // containing no certificates" (RFC 5246 §7.4.6).
      try exchange.send(CertificateMessage(chain: proof?.identity.chain.map(\.der) ?? []))
    }
    exchange.fixRules()
    try exchangeKeys(&exchange)
    try exchange.deriveKeys()
    if let proof { try exchange.sendCertificateVerify12(proof) }
    try exchange.changeKeysAndFinish()
    return ExpectingServerChangeCipherSpec(handshake: handshake)
  }
}
