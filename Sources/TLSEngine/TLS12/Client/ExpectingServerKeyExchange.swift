import Bytes
import CryptoPrimitives
import Knowledge
import TLSKeys
import TLSWire
import X509

/// The server's ephemeral key is to come (RFC 5246 §7.4.3, RFC 8422 §5.4), signed by the key of its
/// certificate where it showed one.
struct ExpectingServerKeyExchange: HandshakeState {
  static let transitions = Transitions(
    .client, in: .expectingServerKeyExchange,
    .on(.certificateStatus, to: .expectingServerKeyExchange),
    .on(.serverKeyExchange, to: .expectingServerHelloDone))

  var handshake: ClientHandshake12
  let certificate: Certificate?

  func isDue(_ message: MessageKind) -> Bool {
    message == .handshake(.serverKeyExchange) || handshake.statusExpected
  }

  func receive(
    _ message: Message.Content, _ exchange: inout Exchange
  ) throws(HandshakeFailure) -> any HandshakeState {
    if case .handshake(.certificateStatus) = message.kind {
      return try taking(message, &exchange)
    }
    var handshake = handshake
    try handshake.judgeRevocation(&exchange)
    let keyExchange = try exchange.suite.keyExchange
    let found =
      keyExchange.isFiniteField
      ? try readFiniteField(message, keyExchange, &exchange)
      : try readEllipticCurve(message, keyExchange, &exchange)
    if let certificate, let signed = found.signed {
      try verify(signed, found.parameters, certificate, &exchange)
    }
    return ExpectingServerHelloDone(
      handshake: handshake, keyExchange: keyExchange, certificate: certificate,
      identityHint: found.identityHint)
  }

  /// Takes the authority's word on the certificate.
  private func taking(
    _ message: Message.Content, _ exchange: inout Exchange
  ) throws(HandshakeFailure) -> ExpectingServerKeyExchange {
    let response = try message.read(CertificateStatus.self).response
    exchange.decide(.stapled(response))
    var next = self
    try next.handshake.judgeRevocation(&exchange, staple: response)
    return next
  }

  /// What was read: the parameters as they are signed, the signature, and the hint.
  private struct Found {
    var parameters: [UInt8]
    var signed: DigitallySigned?
    var identityHint: [UInt8]

    init(_ content: ServerKeyExchangeContent<some WireStruct>) throws(HandshakeFailure) {
      parameters = try decoding { () throws(WireError) in try ByteWriter.bytes(of: content.params) }
      signed = content.signed
      identityHint = content.identityHint
    }
  }

  private func readEllipticCurve(
    _ message: Message.Content, _ keyExchange: KeyExchange, _ exchange: inout Exchange
  ) throws(HandshakeFailure) -> Found {
    let content = try reading(message) {
      [version = exchange.facts.version] (message) throws(WireError) in
      try message.readServerECDH(keyExchange, in: version)
    }
    let curve = content.params.namedCurve
    // A finite field is no curve, even if it was offered for DHE (RFC 8422 §5.4), nor is a group of TLS
    // 1.3 alone.
    guard handshake.configuration.groups.contains(curve), curve.isCurve12 else {
      throw .misbehaving(.illegalParameter("named_curve \(curve.label)"))
    }
    exchange.decide(.group(curve))
    return try Found(content)
  }

  private func readFiniteField(
    _ message: Message.Content, _ keyExchange: KeyExchange, _ exchange: inout Exchange
  ) throws(HandshakeFailure) -> Found {
    let content = try reading(message) {
      [version = exchange.facts.version] (message) throws(WireError) in
      try message.readServerDH(keyExchange, in: version)
    }
    let field = FiniteFieldGroup(prime: content.params.p, generator: content.params.g)
    guard field.bits >= handshake.configuration.shortestPrime else {
      throw .refused(.weakGroup(bits: field.bits))
    }
    try exchange.checkPublicNumber(of: .server)
    if let group = field.namedGroup {
      exchange.decide(.group(group))
    }
    return try Found(content)
  }

  private func reading<Body>(
    _ content: Message.Content, _ read: (HandshakeMessage) throws(WireError) -> Body
  ) throws(HandshakeFailure) -> Body {
    guard case .handshake(let message) = content else {
      throw .misbehaving(
        .unexpectedMessage(expected: [.handshake(.serverKeyExchange)], found: content.kind))
    }
    return try decoding { () throws(WireError) in try read(message) }
  }

  /// The signature covers both randoms and the parameters (RFC 5246 §7.4.3): it ties the
  /// ephemeral key to this handshake and to the certificate.
  private func verify(
    _ signed: DigitallySigned, _ parameters: [UInt8], _ certificate: Certificate,
    _ exchange: inout Exchange
  ) throws(HandshakeFailure) {
    let version = exchange.facts.version ?? .tls12
    guard
      version.isLegacy || handshake.configuration.signatureSchemes.contains(signed.scheme),
      let algorithm = SignatureAlgorithm(signed.scheme, in: version),
      signed.scheme.fits(certificate.publicKey.kind, in: version)
    else {
      throw .misbehaving(.illegalParameter("signature algorithm \(signed.scheme.label)"))
    }
    exchange.decide(.signatureScheme(signed.scheme))
    let content = try exchange.signedContent(of: parameters)
    let valid: Bool
    do throws(CryptoError) {
      valid = try certificate.publicKey.verify(signed.signature, of: content, scheme: algorithm)
    } catch {
      valid = false
    }
    exchange.effects.append(
      .verified(
        Check(
          .serverKeyExchangeSignature,
          valid ? .passed : .failed(.init(reason: "mismatch", found: signed.scheme.label)),
          RFCSection(5246, "7.4.3"),
          compared: [.init("signed content", content), .init("signature", signed.signature)])))
    guard valid else { throw .misbehaving(.signatureInvalid) }
  }
}
