import Bytes
public import CryptoPrimitives

/// The pseudorandom function of TLS 1.2 (RFC 5246 §5) and, under the hash's name `MD5-SHA1`, the one
/// of TLS 1.0 and 1.1 (RFC 2246 §5).
public enum PseudorandomFunction {
  /// What libcrypto and the `openssl` program call MD5 and SHA-1 side by side.
  public static let legacyHash = "MD5-SHA1"

  /// P_MD5 of the secret's first half exclusive-or P_SHA1 of its second; of an odd number of bytes
  /// the one in the middle belongs to both (RFC 2246 §5).
  ///
  /// - Throws: `CryptoError` when libcrypto has not both hashes.
  public static func legacyOutput(
    secret: [UInt8], label: String, seed: [UInt8], count: Int
  ) throws(CryptoError) -> [UInt8] {
    let half = (secret.count + 1) / 2
    let first = try output(
      hash: .md5, secret: Array(secret.prefix(half)), label: label, seed: seed, count: count)
    let second = try output(
      hash: .sha1, secret: Array(secret.suffix(half)), label: label, seed: seed, count: count)
    return zip(first, second).map { $0 ^ $1 }
  }

  /// `count` bytes of P_hash(secret, label + seed).
  ///
  /// - Throws: `CryptoError` when libcrypto has no such hash.
  public static func output(
    hash: HashAlgorithm, secret: [UInt8], label: String, seed: [UInt8], count: Int
  ) throws(CryptoError) -> [UInt8] {
    let labelAndSeed = Array(label.utf8) + seed
    var output: [UInt8] = []
    output.reserveCapacity(count + hash.length)
    let mac = try KeyedHash(hash, key: secret)
    var chained = labelAndSeed  // A(0)
    while output.count < count {
      chained = try mac.tag(of: chained)  // A(i) = HMAC(secret, A(i-1))
      output += try mac.tag(of: chained, labelAndSeed)
    }
    if output.count > count { output.removeLast(output.count - count) }
    return output
  }
}
