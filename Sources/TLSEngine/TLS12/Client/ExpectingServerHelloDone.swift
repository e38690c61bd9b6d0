import Bytes
import CryptoPrimitives
import Knowledge
import TLSKeys
import TLSWire
import X509

/// The server has said all but that it is done (RFC 5246 §7.4.5). Then the client has its turn:
/// key exchange, keys, Finished.
struct ExpectingServerHelloDone: HandshakeState {
  static let name = StateName.expectingServerHelloDone
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

  var accepts: [MessageKind] {
    var kinds: [MessageKind] = [.handshake(.serverHelloDone)]
    // Whoever has a pre-shared key is asked for no certificate (RFC 4279 §2).
    if request == nil, !keyExchange.usesPreSharedKey {
      kinds.append(.handshake(.certificateRequest))
    }
    if keyExchange == .psk, identityHint == nil { kinds.append(.handshake(.serverKeyExchange)) }
    // "… immediately after the "Certificate" message" (RFC 6066 §8).
    if keyExchange == .rsa, handshake.statusExpected, request == nil {
      kinds.append(.handshake(.certificateStatus))
    }
    return kinds
  }

  func receive(
    _ message: Message.Content, _ exchange: inout Exchange
  ) throws(HandshakeFailure) -> ConnectionState {
    if case .handshake(.serverKeyExchange) = message.kind {
      var next = self
      next.identityHint = try message.read(ServerKeyExchangePSK.self).identityHint
      return .expectingServerHelloDone(next)
    }
    if case .handshake(.certificateStatus) = message.kind {
      let response = try message.read(CertificateStatus.self).response
      exchange.decide(.stapled(response))
      var next = self
      try next.handshake.judgeRevocation(&exchange, staple: response)
      return .expectingServerHelloDone(next)
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
      return .expectingServerHelloDone(next)
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
    try exchange.sendChangeCipherSpec()
    try exchange.install(for: .client)
    try exchange.send(Finished(verifyData: exchange.deriveVerifyData(of: .client)))
    return .expectingServerChangeCipherSpec(
      ExpectingServerChangeCipherSpec(handshake: handshake))
  }
}
