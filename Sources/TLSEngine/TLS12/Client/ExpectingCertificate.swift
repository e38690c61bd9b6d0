import Bytes
import CryptoPrimitives
import Knowledge
import TLSKeys
import TLSWire
import X509

/// The suite is fixed; the server's certificates are to come (RFC 5246 §7.4.2).
struct ExpectingCertificate: HandshakeState {
  static let transitions = Transitions(
    .client, in: .expectingCertificate,
    .on(.certificate, to: .expectingServerKeyExchange, .expectingServerHelloDone))

  let handshake: ClientHandshake12

  func receive(
    _ message: Message.Content, _ exchange: inout Exchange
  ) throws(HandshakeFailure) -> any HandshakeState {
    let entries = try message.read(CertificateMessage.self).certificateList
    let chain = try exchange.readCertificates(entries.map(\.data))
    guard let leaf = chain.first else {
      throw .refused(.unusableCertificate("no certificate"))
    }
    let policy = handshake.configuration.verification
    // A response that comes must be looked at (RFC 6066 §8), and with it what waits for it.
    let waits = handshake.statusExpected
    try exchange.verify(
      chain, policy, laterRevocation: waits,
      asksForStaple: handshake.configuration.requestsStatus)
    var handshake = handshake
    if waits { handshake.unjudged = chain }
    let suite = try exchange.suite
    guard suite.keyExchange.fits(leaf.publicKey) else {
      throw .refused(.unusableCertificate("its key does not fit the cipher suite"))
    }
    // "… MUST be set if the key usage extension is present" (RFC 5246 §7.4.2): one bit for a key
    // that decrypts, the other for a key that signs.
    guard leaf.allows(suite.keyExchange == .rsa ? .keyEncipherment : .digitalSignature) else {
      throw .refused(.unusableCertificate("its key usage does not fit the cipher suite"))
    }
    if suite.keyExchange.isEphemeral {
      return ExpectingServerKeyExchange(handshake: handshake, certificate: leaf)
    }
    return ExpectingServerHelloDone(
      handshake: handshake, keyExchange: suite.keyExchange, certificate: leaf)
  }
}

extension KeyExchange {
  /// Whether a certificate with this key can serve the key exchange (RFC 5246 §7.4.2).
  func fits(_ key: PublicKey) -> Bool {
    switch (self, key.kind) {
    case (.rsa, .rsa), (.dheRSA, .rsa), (.ecdheRSA, .rsa), (.ecdheECDSA, .ec): true
    // A key of RSASSA-PSS only signs (RFC 4055 §1.2).
    case (.dheRSA, .rsaPSS), (.ecdheRSA, .rsaPSS): true
    // EdDSA goes with the suites of ECDSA (RFC 8422 §2.2).
    case (.ecdheECDSA, .ed25519), (.ecdheECDSA, .ed448): true
    default: false
    }
  }
}
