import Bytes
import Knowledge
import TLSKeys
import TLSWire

// The server's choice of TLS 1.2 (RFC 5246 §7.4.1.3).
extension ExpectingServerHello {
  func receive12(
    _ hello: ServerHello, _ exchange: inout Exchange
  ) throws(HandshakeFailure) -> any HandshakeState {
    exchange.records.version = hello.legacyVersion
    try exchange.verifyNoDowngrade(
      hello, hello.version, best: configuration.offeredVersions.first ?? .tls12)
    try checkChoice(hello)
    try hello.checkPlaces(.serverHello12)
    exchange.decide(.suite(hello.cipherSuite))
    exchange.eraseShares(of: offer)
    // RFC 7366 §3: with a suite that is not CBC, the server must not answer the offer.
    if hello.has(.encryptThenMAC), hello.cipherSuite.parameters?.cipher.isAEAD == true {
      throw .misbehaving(.illegalParameter("encrypt_then_mac with an AEAD suite"))
    }
    try hello.checkPointFormats()
    try exchange.verifyRenegotiationInfo(hello)
    try exchange.checkExtendedMasterSecretStays(hello.has(.extendedMasterSecret))
    if offer.has(.extendedMasterSecret) {
      exchange.decide(.extendedMasterSecret(hello.has(.extendedMasterSecret)))
    }
    if hello.has(.encryptThenMAC) { exchange.decide(.encryptThenMAC(true)) }
    try exchange.limitRecords(own: configuration.recordSizeLimit, peer: hello)
    try exchange.checkApplicationProtocol(hello, offered: configuration.applicationProtocols)
    if let session = resumedSession(hello) { return try resume(session, hello, &exchange) }
    if configuration.resumption12 != nil { exchange.decide(.resumption(nil)) }
    let keyExchange = try exchange.suite.keyExchange
    if keyExchange.isAnonymous { exchange.passOverCertificate() }
    return begin(ClientHandshake12(configuration, hello), keyExchange)
  }

  /// What follows on the ServerHello: a certificate, or else the server's half of the key exchange,
  /// which a pre-shared key alone can do without (RFC 4279 §2).
  private func begin(
    _ handshake: ClientHandshake12, _ keyExchange: KeyExchange
  ) -> any HandshakeState {
    guard !keyExchange.usesCertificate else {
      return ExpectingCertificate(handshake: handshake)
    }
    guard keyExchange.isEphemeral else {
      return ExpectingServerHelloDone(handshake: handshake, keyExchange: keyExchange)
    }
    return ExpectingServerKeyExchange(handshake: handshake, certificate: nil)
  }

  /// A server may choose only from what was offered (RFC 5246 §7.4.1.3).
  private func checkChoice(_ hello: ServerHello) throws(HandshakeFailure) {
    guard offer.cipherSuites.contains(hello.cipherSuite),
      hello.cipherSuite.isSpoken(in: hello.version)
    else {
      throw .misbehaving(.illegalParameter("cipher_suite \(hello.cipherSuite.label)"))
    }
    guard hello.legacyCompressionMethod == .null else {
      throw .misbehaving(.illegalParameter("compression_method"))
    }
  }
}

extension ExtensionBlock {
  /// Whoever sends ec_point_formats must be able to read uncompressed points (RFC 8422 §5.1.2).
  func checkPointFormats() throws(HandshakeFailure) {
    guard ecPointFormats?.contains(.uncompressed) ?? true else {
      throw .misbehaving(.illegalParameter("ec_point_formats without uncompressed"))
    }
  }
}
