import Bytes
import CryptoPrimitives
import Knowledge
import TLSKeys
import TLSWire
import X509

/// The server's flight is out; the client's half of the key exchange is to come (RFC 5246
/// §7.4.7).
struct ExpectingClientKeyExchange: HandshakeState {
  static let transitions = Transitions(
    .server, in: .expectingClientKeyExchange,
    .on(.clientKeyExchange, to: .expectingClientChangeCipherSpec, .expectingClientCertificateVerify)
  )

  let handshake: ServerHandshake12
  /// The certificate that the client showed, if it was asked.
  var clientCertificate: Certificate?

  func receive(
    _ message: Message.Content, _ exchange: inout Exchange
  ) throws(HandshakeFailure) -> any HandshakeState {
    let keyExchange = try exchange.suite.keyExchange
    let sharedKey = keyExchange.usesPreSharedKey ? try findSharedKey(exchange) : nil
    if keyExchange == .rsa { try decryptPreMasterSecret(&exchange) }
    if keyExchange.isEphemeral {
      try exchange.checkPublicNumber(of: .client)
      try exchange.derive(sharedKey == nil ? .preMasterSecret : .otherSecret)
      if !exchange.keepsEphemeral { exchange.erase(.ephemeralPrivate(.server)) }
    }
    if let sharedKey { try exchange.derivePreMasterSecret(with: sharedKey) }
    try exchange.deriveKeys()
    if let clientCertificate {
      return ExpectingClientCertificateVerify(handshake: handshake, certificate: clientCertificate)
    }
    return ExpectingClientChangeCipherSpec(ending: .full(handshake))
  }

  /// The key that the client named.
  private func findSharedKey(_ exchange: Exchange) throws(HandshakeFailure) -> ExternalPSK {
    let identity = exchange.facts.values[.pskIdentity]
    guard
      let key = handshake.configuration.preSharedKeys.first(where: { $0.identity == identity })
    else { throw .refused(.unknownPreSharedKey) }
    return key
  }

  /// Decrypts with the long-term key. Whatever is wrong with the ciphertext, the server goes on
  /// with a random secret and fails at Finished: "In any case, a TLS server MUST NOT generate an
  /// alert if processing an RSA-encrypted premaster secret message fails" (RFC 5246 §7.4.7.1).
  private func decryptPreMasterSecret(_ exchange: inout Exchange) throws(HandshakeFailure) {
    // Made before it is known whether it is needed, as the RFC asks.
    let substitute = exchange.random.substream("substitute").bytes(PreMasterSecret.length)
    do throws(Evaluator.Failure) {
      try exchange.evaluate(.preMasterSecret)
    } catch {
      exchange.decide(.substitutedPreMasterSecret)
      exchange.facts.note(substitute, as: .preMasterSecret)
    }
  }
}
