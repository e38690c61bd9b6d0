public import Bytes

/// The client's ephemeral point on the server's curve (RFC 8422 §5.7).
public struct ClientKeyExchangeECDHE: HandshakeBody {
  public static let handshakeType = HandshakeType.clientKeyExchange

  /// 32 bytes with X25519, else an uncompressed point.
  public var publicKey: [UInt8]

  public init() { publicKey = [] }

  public init(publicKey: [UInt8]) { self.publicKey = publicKey }

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try coder.opaque(&publicKey, .uint8(1...0xff), "ecdh_Yc")
  }
}
