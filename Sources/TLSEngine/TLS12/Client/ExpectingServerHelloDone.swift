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
  let handshake: ClientHandshake12
  let certificate: Certificate
  var request: CertificateRequest?

  init(handshake: ClientHandshake12, certificate: Certificate) {
    self.handshake = handshake
    self.certificate = certificate
  }

  var accepts: [MessageKind] {
    request != nil
      ? [.handshake(.serverHelloDone)] : TransitionTable.accepted(in: Self.name)
  }

  func receive(
    _ message: Message.Content, _ exchange: inout Exchange
  ) throws(HandshakeFailure) -> ConnectionState {
    if case .handshake(.certificateRequest) = message.kind {
      var next = self
      if exchange.isLegacy {
        // No scheme is named: this client shows its certificates in TLS 1.2 and later alone.
        _ = try message.read(LegacyCertificateRequest.self)
        next.request = CertificateRequest()
      } else {
        next.request = try message.read(CertificateRequest.self)
      }
      return .expectingServerHelloDone(next)
    }
    _ = try message.read(ServerHelloDone.self)
    let proof = request.flatMap { handshake.configuration.proof(for: $0) }
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

  private func exchangeKeys(_ exchange: inout Exchange) throws(HandshakeFailure) {
    switch try exchange.suite.keyExchange {
    case .rsa: try encryptPreMasterSecret(&exchange)
    case .dheRSA:
      let publicKey = try makeEphemeral(&exchange)
      try exchange.send(ClientKeyExchangeDHE(publicKey: publicKey))
      try agree(&exchange)
    case .ecdheRSA, .ecdheECDSA:
      let publicKey = try makeEphemeral(&exchange)
      try exchange.send(ClientKeyExchangeECDHE(publicKey: publicKey))
      try agree(&exchange)
    }
  }

  /// RSA key exchange: the client alone makes the secret, and sends it encrypted TO the key of
  /// the certificate (RFC 5246 §7.4.7.1).
  private func encryptPreMasterSecret(_ exchange: inout Exchange) throws(HandshakeFailure) {
    let version = exchange.facts.values[.offeredVersion] ?? []
    let secret = version + exchange.random.substream("pre_master_secret").bytes(46)
    let encrypted: [UInt8]
    do throws(CryptoError) {
      encrypted = try certificate.publicKey.encryptPKCS1(
        secret, random: exchange.random.substream("pkcs1_padding"))
    } catch {
      throw .refused(.unusableCertificate(error.reason))
    }
    exchange.generate(
      Generated(
        source: RFCSection(5246, "7.4.7.1"),
        publicPart: .init(.encryptedPreMasterSecret, encrypted),
        secretPart: .init(.preMasterSecret, secret)))
    try exchange.send(ClientKeyExchangeRSA(encryptedPreMasterSecret: encrypted))
  }

  private func makeEphemeral(_ exchange: inout Exchange) throws(HandshakeFailure) -> [UInt8] {
    let pair: KeyPair
    do throws(CryptoError) {
      pair = try exchange.makeEphemeralKey(random: exchange.random.substream("ephemeral"))
    } catch {
      throw .misbehaving(.illegalParameter("server_key_exchange: \(error.reason)"))
    }
    exchange.generate(pair, source: RFCSection(5246, "7.4.7.2"))
    return pair.publicKey
  }

  private func agree(_ exchange: inout Exchange) throws(HandshakeFailure) {
    try exchange.derive(.preMasterSecret)
    exchange.erase(.ephemeralPrivate(.client))
  }
}
