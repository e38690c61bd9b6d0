// The two halves of HKDF (RFC 5869), over libcrypto's HMAC.
extension HashAlgorithm {
  /// The longest output of `hkdfExpand`, in bytes (RFC 5869 §2.3).
  public var longestExpansion: Int { 255 * length }

  /// HKDF-Extract (RFC 5869 §2.2): a pseudorandom key, as long as a digest.
  ///
  /// - Parameter salt: any length; an empty one stands for a digest's length of zeros.
  public func hkdfExtract(
    salt: [UInt8], inputKeyingMaterial: [UInt8]
  ) throws(CryptoError) -> [UInt8] {
    try hmac(inputKeyingMaterial, key: salt)
  }

  /// HKDF-Expand (RFC 5869 §2.3): `count` bytes of output keying material.
  ///
  /// - Parameter pseudorandomKey: by the RFC at least as long as a digest; not enforced, as it is
  ///   not by libcrypto either.
  /// - Throws: `.badInput` for a negative count or one above `longestExpansion`.
  public func hkdfExpand(
    _ pseudorandomKey: [UInt8], info: [UInt8], count: Int
  ) throws(CryptoError) -> [UInt8] {
    guard (0...longestExpansion).contains(count) else {
      throw .badInput("HKDF-Expand", "length out of range")
    }
    // T(i) = HMAC(PRK, T(i-1) ‖ info ‖ i), T(0) empty; i stays below 256 by the check above.
    guard count > 0 else { return [] }
    let mac = try KeyedHash(self, key: pseudorandomKey)
    var output = try mac.tag(of: info, [1])
    var block = output
    var counter: UInt8 = 1
    while output.count < count {
      counter += 1
      block = try mac.tag(of: block, info + [counter])
      output += block
    }
    if output.count > count { output.removeLast(output.count - count) }
    return output
  }
}
