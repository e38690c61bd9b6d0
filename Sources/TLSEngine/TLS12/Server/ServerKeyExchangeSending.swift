import Bytes
import CryptoPrimitives
import Knowledge
import TLSKeys
import TLSWire
import X509

extension ExpectingClientHello {
  /// Makes the ephemeral key and sends it, signed together with both randoms where there is a
  /// certificate (RFC 5246 §7.4.3). RSA key exchange has no such message, and a pre-shared key alone
  /// needs it for a hint only (RFC 4279 §2).
  func sendServerKeyExchange(
    _ choice: ServerChoice, _ exchange: inout Exchange
  ) throws(HandshakeFailure) {
    guard let named = choice.group else {
      guard choice.keyExchange == .psk, let hint = configuration.pskIdentityHint else { return }
      try exchange.send(ServerKeyExchangePSK(identityHint: hint))
      return
    }
    guard let group = Group(rawValue: named.label) else {
      throw .internalError("no group is called \(named.label)")
    }
    let isFiniteField = choice.keyExchange.isFiniteField
    let pair: KeyPair
    do throws(CryptoError) {
      pair = try group.makeKey(random: exchange.ephemeralRandom(named.label))
    } catch {
      throw .internalError("\(error)")
    }
    exchange.generate(
      pair, source: isFiniteField ? RFCSection(5246, "7.4.3") : RFCSection(8422, "5.4"))
    guard isFiniteField else {
      try send(ServerECDHParams(namedCurve: named, publicKey: pair.publicKey), choice, &exchange) {
        ServerKeyExchangeECDHE(params: $0, signed: $1)
      }
      return
    }
    guard let field = group.parameters else {
      throw .internalError("\(group.rawValue) is no finite field")
    }
    let params = ServerDHParams(p: field.prime, g: field.generator, publicKey: pair.publicKey)
    try send(params, choice, &exchange) { ServerKeyExchangeDHE(params: $0, signed: $1) }
  }

  /// Sends the parameters in the form that key exchange and version give the message.
  private func send<Parameters: WireStruct>(
    _ params: Parameters, _ choice: ServerChoice, _ exchange: inout Exchange,
    signed: (Parameters, DigitallySigned) -> some HandshakeBody
  ) throws(HandshakeFailure) {
    guard let scheme = choice.scheme, let key = choice.identity?.key else {
      guard choice.keyExchange.usesPreSharedKey else {
        try exchange.send(ServerKeyExchangeAnonymous(params: params))
        return
      }
      try exchange.send(
        ServerKeyExchangeWithHint(
          identityHint: configuration.pskIdentityHint ?? [], params: params))
      return
    }
    let bytes = try decoding { () throws(WireError) in try ByteWriter.bytes(of: params) }
    let signature = try sign(bytes, scheme, key, &exchange)
    guard exchange.isLegacy else {
      try exchange.send(signed(params, signature))
      return
    }
    try exchange.send(LegacyServerKeyExchange(params: params, signature: signature.signature))
  }

  private func sign(
    _ parameters: [UInt8], _ scheme: SignatureScheme, _ key: PrivateKey,
    _ exchange: inout Exchange
  ) throws(HandshakeFailure) -> DigitallySigned {
    guard let algorithm = SignatureAlgorithm(scheme, in: exchange.facts.version ?? .tls12)
    else {
      throw .internalError("no signature algorithm is called \(scheme.label)")
    }
    let content = try exchange.signedContent(of: parameters)
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
