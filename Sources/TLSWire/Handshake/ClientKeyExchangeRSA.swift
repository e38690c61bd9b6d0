public import Bytes

/// The pre-master secret, encrypted to the server's RSA key (RFC 5246 §7.4.7.1).
public struct ClientKeyExchangeRSA: HandshakeBody {
  public static let handshakeType = HandshakeType.clientKeyExchange

  /// As long as the key's modulus.
  public var encryptedPreMasterSecret: [UInt8]

  public init() { encryptedPreMasterSecret = [] }

  public init(encryptedPreMasterSecret: [UInt8]) {
    self.encryptedPreMasterSecret = encryptedPreMasterSecret
  }

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try coder.opaque(
      &encryptedPreMasterSecret, .uint16(), "encrypted_pre_master_secret", as: .encrypted)
  }
}
