import Bytes
public import CryptoPrimitives

/// The pseudorandom function of TLS 1.2 (RFC 5246 §5).
public enum PseudorandomFunction {
  /// `count` bytes of P_hash(secret, label + seed).
  ///
  /// - Throws: `CryptoError` when libcrypto has no such hash.
  public static func output(
    hash: HashAlgorithm, secret: [UInt8], label: String, seed: [UInt8], count: Int
  ) throws(CryptoError) -> [UInt8] {
    let labelAndSeed = Array(label.utf8) + seed
    var output: [UInt8] = []
    var chained = labelAndSeed  // A(0)
    while output.count < count {
      chained = try hash.hmac(chained, key: secret)  // A(i) = HMAC(secret, A(i-1))
      output += try hash.hmac(chained + labelAndSeed, key: secret)
    }
    return Array(output.prefix(count))
  }
}
