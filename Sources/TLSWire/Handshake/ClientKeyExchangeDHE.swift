public import Bytes

/// The client's ephemeral public value in the server's finite field (RFC 5246 §7.4.7.2).
public struct ClientKeyExchangeDHE: HandshakeBody {
  public static let handshakeType = HandshakeType.clientKeyExchange

  /// A number with the highest byte first.
  public var publicKey: [UInt8]

  public init() { publicKey = [] }

  public init(publicKey: [UInt8]) { self.publicKey = publicKey }

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try coder.opaque(&publicKey, .uint16(1...0xffff), "dh_Yc")
  }
}
