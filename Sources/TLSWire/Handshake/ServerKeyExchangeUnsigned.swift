public import Bytes

// The ServerKeyExchanges that nobody signs. Generic over the parameters: those of a finite field or
// those of a curve.

/// Anonymous Diffie-Hellman: the parameters, and nothing that says whose they are (RFC 5246 §7.4.3).
public struct ServerKeyExchangeAnonymous<Parameters: WireStruct>: HandshakeBody {
  public static var handshakeType: HandshakeType { .serverKeyExchange }

  public var params: Parameters

  public init() { self.init(params: Parameters()) }

  public init(params: Parameters) { self.params = params }

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try coder.structure(&params, "params")
  }
}

/// With a key that both had before: a hint which of the client's keys is meant, often empty
/// (RFC 4279 §2).
public struct ServerKeyExchangePSK: HandshakeBody {
  public static let handshakeType = HandshakeType.serverKeyExchange

  public var identityHint: [UInt8]

  public init() { self.init(identityHint: []) }

  public init(identityHint: [UInt8]) { self.identityHint = identityHint }

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try coder.opaque(&identityHint, .uint16(), "psk_identity_hint", as: .text)
  }
}

/// The same with a Diffie-Hellman exchange beside it (RFC 4279 §3, RFC 5489 §2).
public struct ServerKeyExchangeWithHint<Parameters: WireStruct>: HandshakeBody {
  public static var handshakeType: HandshakeType { .serverKeyExchange }

  public var identityHint: [UInt8]
  public var params: Parameters

  public init() { self.init(identityHint: [], params: Parameters()) }

  public init(identityHint: [UInt8], params: Parameters) {
    self.identityHint = identityHint
    self.params = params
  }

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try coder.opaque(&identityHint, .uint16(), "psk_identity_hint", as: .text)
    try coder.structure(&params, "params")
  }
}
