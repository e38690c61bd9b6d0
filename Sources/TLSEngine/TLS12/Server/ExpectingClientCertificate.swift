import Bytes
import CryptoPrimitives
import Knowledge
import TLSKeys
import TLSWire
import X509

extension ServerConfiguration {
  /// What a server asks for when it wants the client's certificate (RFC 5246 §7.4.4); before
  /// TLS 1.2 without signature schemes (RFC 4346 §7.4.4).
  func certificateRequest(in version: ProtocolVersion) -> any HandshakeBody {
    let types: [ClientCertificateType] = [.rsaSign, .ecdsaSign]
    let authorities =
      clientTrust?.roots.map { DistinguishedName(data: $0.subjectDER) } ?? []
    return version.isLegacy
      ? LegacyCertificateRequest(certificateTypes: types, certificateAuthorities: authorities)
      : CertificateRequest(
        certificateTypes: types, supportedSignatureAlgorithms: signatureSchemes,
        certificateAuthorities: authorities)
  }
}

/// The server asked for a certificate; the client's is to come, or none (RFC 5246 §7.4.6).
struct ExpectingClientCertificate: HandshakeState {
  static let transitions = Transitions(
    .server, in: .expectingClientCertificate,
    .on(.certificate, to: .expectingClientKeyExchange))

  let handshake: ServerHandshake12

  func receive(
    _ message: Message.Content, _ exchange: inout Exchange
  ) throws(HandshakeFailure) -> any HandshakeState {
    let entries = try message.read(CertificateMessage.self).certificateList
    let chain = try exchange.readCertificates(entries.map(\.data))
    if chain.isEmpty {
      guard handshake.configuration.clientAuthentication != .require else {
        throw .refused(.noClientCertificate)
      }
      exchange.decide(.noClientCertificate)
    } else {
      try exchange.verifyClient(chain, handshake.configuration)
    }
    return ExpectingClientKeyExchange(handshake: handshake, clientCertificate: chain.first)
  }
}

/// The client showed a certificate; its proof that it has the key is to come (RFC 5246 §7.4.8).
struct ExpectingClientCertificateVerify: HandshakeState {
  static let transitions = Transitions(
    .server, in: .expectingClientCertificateVerify,
    .on(.certificateVerify, to: .expectingClientChangeCipherSpec))

  let handshake: ServerHandshake12
  let certificate: Certificate

  func receive(
    _ message: Message.Content, _ exchange: inout Exchange
  ) throws(HandshakeFailure) -> any HandshakeState {
    let version = exchange.facts.version ?? .tls12
    let signed = try readSigned(message, version)
    // "The hash and signature algorithms used in the signature MUST be one of those present in the
    // supported_signature_algorithms field of the CertificateRequest" (RFC 5246 §7.4.8).
    guard
      version.isLegacy || handshake.configuration.signatureSchemes.contains(signed.scheme),
      let algorithm = SignatureAlgorithm(signed.scheme, in: version),
      signed.scheme.fits(certificate.publicKey.kind, in: version)
    else { throw .misbehaving(.illegalParameter("algorithm \(signed.scheme.label)")) }
    let content = try exchange.known(.signedMessages)
    let valid =
      (try? certificate.publicKey.verify(signed.signature, of: content, scheme: algorithm))
      ?? false
    exchange.effects.append(
      .verified(
        Check(
          .certificateVerifySignature,
          valid ? .passed : .failed(.init(reason: "mismatch", found: signed.scheme.label)),
          version.certificateVerifySection,
          compared: [.init("signed content", content), .init("signature", signed.signature)])))
    guard valid else { throw .misbehaving(.signatureInvalid) }
    return ExpectingClientChangeCipherSpec(ending: .full(handshake))
  }

  /// The signature with its scheme, which before TLS 1.2 the kind of key decides
  /// (RFC 4346 §7.4.8, RFC 8422 §5.8).
  private func readSigned(
    _ message: Message.Content, _ version: ProtocolVersion
  ) throws(HandshakeFailure) -> DigitallySigned {
    guard version.isLegacy else { return try message.read(CertificateVerify.self).signed }
    guard let scheme = SignatureScheme.legacy(for: certificate.publicKey.kind) else {
      throw .refused(.unusableCertificate("its key can't sign before TLS 1.2"))
    }
    let signature = try message.read(LegacyCertificateVerify.self).signature
    return DigitallySigned(scheme: scheme, signature: signature)
  }
}
