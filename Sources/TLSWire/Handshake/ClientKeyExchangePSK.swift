public import Bytes

/// The name of the key that both had before (RFC 4279 §2).
public struct ClientKeyExchangePSK: HandshakeBody {
  public static let handshakeType = HandshakeType.clientKeyExchange

  public var identity: [UInt8]

  public init() { self.init(identity: []) }

  public init(identity: [UInt8]) { self.identity = identity }

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try coder.opaque(&identity, .uint16(), "psk_identity", as: .text)
  }
}

/// The same, and the client's half of a Diffie-Hellman exchange (RFC 4279 §3, RFC 5489 §2).
public struct ClientKeyExchangeWithIdentity<Share: HandshakeBody>: HandshakeBody {
  public static var handshakeType: HandshakeType { .clientKeyExchange }

  public var identity: [UInt8]
  public var share: Share

  public init() { self.init(identity: [], share: Share()) }

  public init(identity: [UInt8], share: Share) {
    self.identity = identity
    self.share = share
  }

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try coder.opaque(&identity, .uint16(), "psk_identity", as: .text)
    try share.code(with: &coder)
  }
}
