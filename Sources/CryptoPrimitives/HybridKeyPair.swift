import Bytes

/// A client's ephemeral key of the hybrid group X25519MLKEM768 (draft-ietf-tls-ecdhe-mlkem §4): an
/// attacker must break X25519 and ML-KEM-768 (FIPS 203) to learn what two sides agree on.
///
/// It is no Diffie-Hellman: the client makes a key, the server encapsulates a secret to it
/// (`encapsulate(to:random:)`), and the client takes it out (`sharedSecret(from:)`). In every value
/// the part of ML-KEM comes first.
///
/// The draft is at <https://datatracker.ietf.org/doc/draft-ietf-tls-ecdhe-mlkem/>.
public struct HybridKeyPair: Sendable, Hashable {
  /// Bytes of a private key: the seed of ML-KEM-768, d ‖ z (FIPS 203 §7.1), and X25519's key.
  public static let privateKeyLength = MLKEM.seedLength + x25519Length
  /// Bytes of a client's share: encapsulation key (1184) ‖ X25519 (32).
  public static let clientShareLength = mlKEM.encapsulationKeyLength + x25519Length
  /// Bytes of a server's share: ciphertext (1088) ‖ X25519 (32).
  public static let serverShareLength = mlKEM.ciphertextLength + x25519Length
  /// Bytes of the secret: ML-KEM's (32) ‖ X25519's (32).
  public static let sharedSecretLength = MLKEM.secretLength + x25519Length

  static let mlKEM = MLKEM.mlKEM768
  static let x25519Length = 32

  /// 96 bytes, from which the pair can be made again.
  public let privateKey: [UInt8]
  /// The client's share: 1216 bytes.
  public let publicKey: [UInt8]

  /// A fresh pair: the private key is the first 96 bytes of the stream.
  public static func make(random: RandomStream) throws(CryptoError) -> HybridKeyPair {
    try make(privateKey: random.bytes(privateKeyLength))
  }

  /// The pair of a private key: what a thief makes of it.
  ///
  /// - Throws: `.badInput` for another length than 96.
  public static func make(privateKey: [UInt8]) throws(CryptoError) -> HybridKeyPair {
    guard privateKey.count == privateKeyLength else {
      throw .badInput("make hybrid key", "a private key is \(privateKeyLength) bytes")
    }
    let encapsulationKey = try decapsulationKey(of: privateKey).encapsulationKey
    let classical = try classicalKey(of: privateKey)
    return HybridKeyPair(
      privateKey: privateKey, publicKey: encapsulationKey.bytes + classical.publicKey)
  }

  private static func decapsulationKey(
    of privateKey: [UInt8]
  ) throws(CryptoError) -> MLKEM.DecapsulationKey {
    try MLKEM.DecapsulationKey(mlKEM, seed: Array(privateKey.prefix(MLKEM.seedLength)))
  }

  /// The half that a quantum computer would break.
  public var classicalKey: KeyPair {
    get throws(CryptoError) { try Self.classicalKey(of: privateKey) }
  }

  private static func classicalKey(of privateKey: [UInt8]) throws(CryptoError) -> KeyPair {
    try .make(group: .x25519, privateKey: Array(privateKey.suffix(x25519Length)))
  }

  /// What the server encapsulated: 64 bytes.
  ///
  /// A ciphertext that was not made for this key is no error: ML-KEM gives a secret that nobody
  /// else has (implicit rejection, FIPS 203 §6.3), and the handshake fails later.
  ///
  /// - Throws: `.badInput` for another length than 1120, or an X25519 key that gives zero.
  public func sharedSecret(from serverShare: [UInt8]) throws(CryptoError) -> [UInt8] {
    guard serverShare.count == Self.serverShareLength else {
      throw .badInput("hybrid agree", "a server's share is \(Self.serverShareLength) bytes")
    }
    let secret = try Self.decapsulationKey(of: privateKey).decapsulate(
      Array(serverShare.prefix(Self.mlKEM.ciphertextLength)))
    let classical = try classicalKey.sharedSecret(
      with: Array(serverShare.suffix(Self.x25519Length)))
    return secret + classical
  }

  /// What a server answers to a client's share, and the secret that both have then.
  ///
  /// X25519's private key is the first 32 bytes of the stream, ML-KEM's m (FIPS 203 §7.2) the 32
  /// after them.
  ///
  /// - Parameter classicalRandom: the stream of X25519's private key, where that is to outlive the
  ///   connection: m must be fresh for each encapsulation all the same.
  /// - Throws: `.badInput` for another length than 1216, an encapsulation key that is not reduced
  ///   modulo q (FIPS 203 §7.2), or an X25519 key that gives zero.
  public static func encapsulate(
    to clientShare: [UInt8], random: RandomStream, classicalRandom: RandomStream? = nil
  ) throws(CryptoError) -> HybridEncapsulation {
    guard clientShare.count == clientShareLength else {
      throw .badInput("hybrid encapsulate", "a client's share is \(clientShareLength) bytes")
    }
    let bytes = random.bytes(x25519Length + MLKEM.randomLength)
    let classical = try KeyPair.make(
      group: .x25519,
      privateKey: classicalRandom?.bytes(x25519Length) ?? Array(bytes.prefix(x25519Length)))
    let agreed = try classical.sharedSecret(with: Array(clientShare.suffix(x25519Length)))
    let key = try MLKEM.EncapsulationKey(
      mlKEM, bytes: Array(clientShare.prefix(mlKEM.encapsulationKeyLength)))
    let made = try key.encapsulate(m: Array(bytes.suffix(MLKEM.randomLength)))
    return HybridEncapsulation(
      share: made.ciphertext + classical.publicKey, sharedSecret: made.secret + agreed,
      classicalKey: classical)
  }
}

/// A server's side of X25519MLKEM768.
public struct HybridEncapsulation: Sendable, Hashable, Codable {
  /// What goes over the wire: 1120 bytes.
  public var share: [UInt8]
  /// 64 bytes.
  public var sharedSecret: [UInt8]
  /// The half that a quantum computer would break.
  public var classicalKey: KeyPair

  public init(share: [UInt8], sharedSecret: [UInt8], classicalKey: KeyPair) {
    self.share = share
    self.sharedSecret = sharedSecret
    self.classicalKey = classicalKey
  }
}

/// Saved as the hexadecimal digits of the private key.
extension HybridKeyPair: Codable {
  public init(from decoder: any Decoder) throws {
    let privateKey = try decoder.singleValueContainer().decodeHexadecimal()
    guard let pair = try? Self.make(privateKey: privateKey) else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "no hybrid private key"))
    }
    self = pair
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(privateKey.hex)
  }
}
