/// The form of an RSA-encrypted pre-master secret (RFC 5246 §7.4.7.1).
public enum PreMasterSecret {
  /// The length of the secret: two bytes of version and 46 random ones.
  public static let length = 48

  /// Takes the secret out of its PKCS #1 v1.5 block: `00 02`, at least eight bytes without a
  /// zero, `00`, then 48 bytes that begin with the version the client offered.
  ///
  /// - Parameter padded: the block as raw RSA gives it, as long as the modulus.
  /// - Returns: nil when the block has any other form. Every fault looks alike from outside:
  ///   telling them apart is what Bleichenbacher's attack lives on.
  public static func unpad(_ padded: [UInt8], offeredVersion: [UInt8]) -> [UInt8]? {
    guard padded.count >= length + 11, offeredVersion.count == 2 else { return nil }
    let separator = padded.count - length - 1
    var fault = padded[0] | (padded[1] ^ 2) | padded[separator]
    for byte in padded[2..<separator] { fault |= byte == 0 ? 1 : 0 }
    let secret = Array(padded[(separator + 1)...])
    fault |= (secret[0] ^ offeredVersion[0]) | (secret[1] ^ offeredVersion[1])
    return fault == 0 ? secret : nil
  }
}
