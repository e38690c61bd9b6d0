import Bytes
import CryptoPrimitives
import Knowledge
import TLSKeys
import TLSWire
import X509

/// The suite is fixed; the server's certificates are to come (RFC 5246 §7.4.2).
struct ExpectingCertificate: HandshakeState {
  static let name = StateName.expectingCertificate
  let configuration: ClientConfiguration
  let ticketExpected: Bool

  func receive(
    _ message: Message.Content, _ exchange: inout Exchange
  ) throws(HandshakeFailure) -> ConnectionState {
    let entries = try message.read(CertificateMessage.self).certificateList
    let chain = try entries.map { (entry) throws(HandshakeFailure) in
      try readCertificate(entry.data)
    }
    guard let leaf = chain.first else {
      throw .refused(.unusableCertificate("no certificate"))
    }
    try verify(chain, &exchange)
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
      return .expectingServerKeyExchange(
        ExpectingServerKeyExchange(
          configuration: configuration, certificate: leaf, ticketExpected: ticketExpected))
    }
    return .expectingServerHelloDone(
      ExpectingServerHelloDone(
        configuration: configuration, certificate: leaf, ticketExpected: ticketExpected))
  }

  private func readCertificate(_ bytes: [UInt8]) throws(HandshakeFailure) -> Certificate {
    do throws(X509Error) {
      return try Certificate(der: bytes)
    } catch {
      // What is in a certificate is not TLS's syntax: bad_certificate, not decode_error.
      throw .refused(
        .certificate(
          Check(
            .certificateChain, .failed(.init(reason: "malformed", found: "\(error)")),
            RFCSection(5246, "7.2.2"))))
    }
  }

  /// Makes every check that is not switched off, reports all, and stops at the first that failed.
  private func verify(
    _ chain: [Certificate], _ exchange: inout Exchange
  ) throws(HandshakeFailure) {
    let policy = configuration.verification
    let all = ServerVerification.checks.allSatisfy(policy.skipped.contains)
    let made =
      all
      ? CertificateVerification.skipped()
      : CertificateVerification(host: policy.host, at: policy.now, trust: policy.trust)
        .verify(chain)
    let checks = made.map { check in
      policy.skipped.contains(check.name) ? Check(check.name, .skipped, check.source) : check
    }
    for check in checks { exchange.effects.append(.verified(check)) }
    if let failed = checks.first(where: \.failed) { throw .refused(.certificate(failed)) }
  }
}

extension KeyExchange {
  /// Whether a certificate with this key can serve the key exchange (RFC 5246 §7.4.2).
  func fits(_ key: PublicKey) -> Bool {
    switch (self, key.kind) {
    case (.rsa, .rsa), (.dheRSA, .rsa), (.ecdheRSA, .rsa), (.ecdheECDSA, .ec): true
    default: false
    }
  }
}
