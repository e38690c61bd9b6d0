import Bytes
import CryptoPrimitives
import Knowledge
import TLSKeys
import TLSWire
import X509

extension ExpectingClientHello {
  /// Makes the ephemeral key, signs it together with both randoms, sends it (RFC 5246 §7.4.3).
  /// RSA key exchange has no such message.
  func sendServerKeyExchange(
    _ choice: ServerChoice, _ exchange: inout Exchange
  ) throws(HandshakeFailure) {
    guard let named = choice.group, let scheme = choice.scheme else { return }
    guard let group = Group(rawValue: named.label) else {
      throw .internalError("no group is called \(named.label)")
    }
    do throws(CryptoError) {
      exchange.generate(
        try group.makeKey(random: exchange.ephemeralRandom(named.label)),
        source: choice.keyExchange == .dheRSA ? RFCSection(5246, "7.4.3") : RFCSection(8422, "5.4"))
    } catch {
      throw .internalError("\(error)")
    }
    let publicKey = exchange.facts.values[.ephemeralPublic(.server)] ?? []
    if choice.keyExchange == .dheRSA {
      try sendFiniteField(group, publicKey, scheme, choice.identity.key, &exchange)
    } else {
      try sendEllipticCurve(named, publicKey, scheme, choice.identity.key, &exchange)
    }
  }

  private func sendEllipticCurve(
    _ group: NamedGroup, _ publicKey: [UInt8], _ scheme: SignatureScheme, _ key: PrivateKey,
    _ exchange: inout Exchange
  ) throws(HandshakeFailure) {
    var body = ServerKeyExchangeECDHE(
      namedCurve: group, publicKey: publicKey, signed: DigitallySigned())
    body.signed = try sign(decoding(body.parameterBytes), scheme, key, &exchange)
    guard exchange.isLegacy else { return try send(body, &exchange) }
    try send(
      LegacyServerKeyExchange(params: body.params, signature: body.signed.signature), &exchange)
  }

  private func send(
    _ body: some HandshakeBody, _ exchange: inout Exchange
  ) throws(HandshakeFailure) {
    try exchange.send(body)
  }

  private func sendFiniteField(
    _ group: Group, _ publicKey: [UInt8], _ scheme: SignatureScheme, _ key: PrivateKey,
    _ exchange: inout Exchange
  ) throws(HandshakeFailure) {
    guard let field = group.parameters else {
      throw .internalError("\(group.rawValue) is no finite field")
    }
    var body = ServerKeyExchangeDHE(
      p: field.prime, g: field.generator, publicKey: publicKey, signed: DigitallySigned())
    body.signed = try sign(decoding(body.parameterBytes), scheme, key, &exchange)
    guard exchange.isLegacy else { return try send(body, &exchange) }
    try send(
      LegacyServerKeyExchange(params: body.params, signature: body.signed.signature), &exchange)
  }

  private func sign(
    _ parameters: [UInt8], _ scheme: SignatureScheme, _ key: PrivateKey,
    _ exchange: inout Exchange
  ) throws(HandshakeFailure) -> DigitallySigned {
    guard let algorithm = SignatureAlgorithm(scheme, in: exchange.facts.version ?? .tls12)
    else {
      throw .internalError("no signature algorithm is called \(scheme.label)")
    }
    let content =
      (exchange.facts.values[.clientRandom] ?? []) + (exchange.facts.values[.serverRandom] ?? [])
      + parameters
    do throws(CryptoError) {
      let signature = try key.sign(
        content, scheme: algorithm, random: exchange.random.substream("signature"))
      exchange.effects.append(
        .signed(
          Signature(
            scheme: scheme, content: content, signature: signature,
            source: RFCSection(5246, "7.4.3"))))
      return DigitallySigned(scheme: scheme, signature: signature)
    } catch {
      throw .internalError("\(error)")
    }
  }
}
