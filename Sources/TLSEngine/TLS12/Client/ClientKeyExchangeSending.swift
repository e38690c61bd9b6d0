import Bytes
import CryptoPrimitives
import Knowledge
import TLSKeys
import TLSWire
import X509

// The client's half of the key exchange (RFC 5246 §7.4.7).
extension ExpectingServerHelloDone {
  func exchangeKeys(_ exchange: inout Exchange) throws(HandshakeFailure) {
    switch keyExchange {
    case .rsa: try encryptPreMasterSecret(&exchange)
    case .dheRSA, .dhAnonymous:
      let publicKey = try makeEphemeral(&exchange)
      try exchange.send(ClientKeyExchangeDHE(publicKey: publicKey))
      try agree(on: .preMasterSecret, &exchange)
    case .ecdheRSA, .ecdheECDSA, .ecdhAnonymous:
      let publicKey = try makeEphemeral(&exchange)
      try exchange.send(ClientKeyExchangeECDHE(publicKey: publicKey))
      try agree(on: .preMasterSecret, &exchange)
    case .psk:
      let key = try sharedKey()
      try exchange.send(ClientKeyExchangePSK(identity: key.identity))
      try exchange.derivePreMasterSecret(with: key)
    case .dhePSK:
      let key = try sharedKey()
      let share = ClientKeyExchangeDHE(publicKey: try makeEphemeral(&exchange))
      try exchange.send(ClientKeyExchangeWithIdentity(identity: key.identity, share: share))
      try agree(on: .otherSecret, &exchange)
      try exchange.derivePreMasterSecret(with: key)
    case .ecdhePSK:
      let key = try sharedKey()
      let share = ClientKeyExchangeECDHE(publicKey: try makeEphemeral(&exchange))
      try exchange.send(ClientKeyExchangeWithIdentity(identity: key.identity, share: share))
      try agree(on: .otherSecret, &exchange)
      try exchange.derivePreMasterSecret(with: key)
    }
  }

  /// RSA key exchange: the client alone makes the secret, and sends it encrypted TO the key of
  /// the certificate (RFC 5246 §7.4.7.1).
  private func encryptPreMasterSecret(_ exchange: inout Exchange) throws(HandshakeFailure) {
    guard let certificate else { throw .internalError("RSA key exchange without a certificate") }
    let version = try exchange.known(.offeredVersion)
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

  private func agree(
    on secret: ValueName, _ exchange: inout Exchange
  ) throws(HandshakeFailure) {
    try exchange.derive(secret)
    exchange.erase(.ephemeralPrivate(.client))
  }

  /// The key that the server's hint names, or the client's first: what a hint means is for those to
  /// settle who gave out the keys (RFC 4279 §5.2).
  private func sharedKey() throws(HandshakeFailure) -> ExternalPSK {
    let keys = handshake.configuration.preSharedKeys
    guard let key = keys.first(where: { $0.identity == identityHint }) ?? keys.first else {
      throw .internalError("no pre-shared key is there")
    }
    return key
  }
}

extension Exchange {
  /// The pre-master secret of a key that both had before, and of what stands beside it
  /// (RFC 4279 §2).
  mutating func derivePreMasterSecret(with key: ExternalPSK) throws(HandshakeFailure) {
    recall(.preSharedKey, key.key)
    if try suite.keyExchange == .psk { try derive(.otherSecret) }
    try derive(.preMasterSecret)
    erase(.otherSecret, .preSharedKey)
  }
}
