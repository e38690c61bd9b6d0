import Bytes
import CryptoPrimitives
import Knowledge
import TLSKeys
import TLSWire
import X509

/// The certificate is taken; the server's ephemeral key, signed, is to come (RFC 5246 §7.4.3,
/// RFC 8422 §5.4).
struct ExpectingServerKeyExchange: HandshakeState {
  static let name = StateName.expectingServerKeyExchange
  let handshake: ClientHandshake12
  let certificate: Certificate

  func receive(
    _ message: Message.Content, _ exchange: inout Exchange
  ) throws(HandshakeFailure) -> ConnectionState {
    let parameters: [UInt8]
    let signed: DigitallySigned
    if try exchange.suite.keyExchange == .dheRSA {
      (parameters, signed) = try readFiniteField(message, &exchange)
    } else {
      (parameters, signed) = try readEllipticCurve(message, &exchange)
    }
    try verify(signed, parameters, &exchange)
    return .expectingServerHelloDone(
      ExpectingServerHelloDone(handshake: handshake, certificate: certificate))
  }

  private func readEllipticCurve(
    _ message: Message.Content, _ exchange: inout Exchange
  ) throws(HandshakeFailure) -> ([UInt8], DigitallySigned) {
    let keyExchange = try exchange.suite.keyExchange
    let body = try reading(message) {
      [version = exchange.facts.version] (message) throws(WireError) in
      try message.readServerKeyExchangeECDHE(in: version, keyExchange)
    }
    // A finite field is no curve, even if it was offered for DHE (RFC 8422 §5.4).
    guard handshake.configuration.groups.contains(body.namedCurve), !body.namedCurve.isFiniteField
    else {
      throw .misbehaving(.illegalParameter("named_curve \(body.namedCurve.label)"))
    }
    exchange.decide(.group(body.namedCurve))
    return (try decoding(body.parameterBytes), body.signed)
  }

  private func readFiniteField(
    _ message: Message.Content, _ exchange: inout Exchange
  ) throws(HandshakeFailure) -> ([UInt8], DigitallySigned) {
    let keyExchange = try exchange.suite.keyExchange
    let body = try reading(message) {
      [version = exchange.facts.version] (message) throws(WireError) in
      try message.readServerKeyExchangeDHE(in: version, keyExchange)
    }
    let field = FiniteFieldGroup(prime: body.p, generator: body.g)
    guard field.bits >= handshake.configuration.shortestPrime else {
      throw .refused(.weakGroup(bits: field.bits))
    }
    try exchange.checkPublicNumber(of: .server)
    if let group = field.namedGroup {
      exchange.decide(.group(group))
    }
    return (try decoding(body.parameterBytes), body.signed)
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
    _ signed: DigitallySigned, _ parameters: [UInt8], _ exchange: inout Exchange
  ) throws(HandshakeFailure) {
    let version = exchange.facts.version ?? .tls12
    guard
      version.isLegacy || handshake.configuration.signatureSchemes.contains(signed.scheme),
      let algorithm = SignatureAlgorithm(signed.scheme, in: version),
      algorithm.fits(certificate.publicKey.kind)
    else {
      throw .misbehaving(.illegalParameter("signature algorithm \(signed.scheme.label)"))
    }
    exchange.decide(.signatureScheme(signed.scheme))
    let content =
      (exchange.facts.values[.clientRandom] ?? []) + (exchange.facts.values[.serverRandom] ?? [])
      + parameters
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
