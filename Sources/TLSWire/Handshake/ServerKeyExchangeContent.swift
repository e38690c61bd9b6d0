public import Bytes

/// What a ServerKeyExchange with a Diffie-Hellman key says, whichever form key exchange and version
/// give it.
public struct ServerKeyExchangeContent<Parameters: WireStruct>: Hashable, Sendable {
  public var params: Parameters
  /// Nil where nobody signs.
  public var signed: DigitallySigned?
  /// With a pre-shared key: which one the client should take.
  public var identityHint: [UInt8] = []
}

extension HandshakeMessage {
  /// A server's key on a curve.
  ///
  /// - Throws: `WireError` when the bytes don't fit the form of that key exchange and version.
  public func readServerECDH(
    _ exchange: KeyExchange, in version: ProtocolVersion?
  ) throws(WireError) -> ServerKeyExchangeContent<ServerECDHParams> {
    if let other: ServerKeyExchangeContent<ServerECDHParams> = try readOther(exchange, version) {
      return other
    }
    let body = try read(ServerKeyExchangeECDHE.self)
    return ServerKeyExchangeContent(params: body.params, signed: body.signed)
  }

  /// A server's key in a finite field.
  ///
  /// - Throws: `WireError` when the bytes don't fit the form of that key exchange and version.
  public func readServerDH(
    _ exchange: KeyExchange, in version: ProtocolVersion?
  ) throws(WireError) -> ServerKeyExchangeContent<ServerDHParams> {
    if let other: ServerKeyExchangeContent<ServerDHParams> = try readOther(exchange, version) {
      return other
    }
    let body = try read(ServerKeyExchangeDHE.self)
    return ServerKeyExchangeContent(params: body.params, signed: body.signed)
  }

  /// The forms that are not TLS 1.2's signed one; nil where that is meant.
  private func readOther<Parameters>(
    _ exchange: KeyExchange, _ version: ProtocolVersion?
  ) throws(WireError) -> ServerKeyExchangeContent<Parameters>? {
    if exchange.usesPreSharedKey {
      let body = try read(ServerKeyExchangeWithHint<Parameters>.self)
      return ServerKeyExchangeContent(params: body.params, identityHint: body.identityHint)
    }
    if exchange.isAnonymous {
      return ServerKeyExchangeContent(
        params: try read(ServerKeyExchangeAnonymous<Parameters>.self).params)
    }
    guard version?.isLegacy == true else { return nil }
    let body = try read(LegacyServerKeyExchange<Parameters>.self)
    return ServerKeyExchangeContent(
      params: body.params,
      signed: DigitallySigned(scheme: exchange.legacyScheme, signature: body.signature))
  }
}

extension KeyExchange {
  /// How the server's key signs before TLS 1.2, where nothing is agreed on (RFC 4346 §7.4.3,
  /// RFC 8422 §5.4).
  public var legacyScheme: SignatureScheme {
    self == .ecdheECDSA ? .ecdsaSHA1 : .rsaPKCS1MD5SHA1
  }
}
