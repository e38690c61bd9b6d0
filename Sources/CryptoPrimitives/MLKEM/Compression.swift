// Coefficients with fewer bits (FIPS 203 §4.2.1): what is lost is little beside the secret bit.
extension Polynomial {
  /// Compress_d (equation 4.7) of each coefficient: x · 2^d / q, rounded, modulo 2^d.
  func compressed(_ d: Int) -> Polynomial {
    .make { f in
      for (i, x) in coefficients.enumerated() { f[i] = Self.compress(x, d) }
    }
  }

  /// Decompress_d (equation 4.8) of each coefficient: y · q / 2^d, rounded.
  func decompressed(_ d: Int) -> Polynomial {
    .make { f in
      for (i, y) in coefficients.enumerated() { f[i] = Self.decompress(y, d) }
    }
  }

  /// Divides by multiplying with 2⁴⁰ / q, rounded up. The error of that, less than q in 2⁴⁰, times
  /// a dividend below 2²³ is too small to be seen.
  @inline(__always)
  static func compress(_ x: Int16, _ d: Int) -> Int16 {
    let dividend = Int64(x) &<< Int64(d) &+ Int64(Modulus.q / 2)
    let quotient = (dividend &* 330_282_857) &>> 40
    return Int16(truncatingIfNeeded: quotient & (1 &<< Int64(d) &- 1))
  }

  @inline(__always)
  static func decompress(_ y: Int16, _ d: Int) -> Int16 {
    let product = Int32(y) &* Int32(Modulus.q)
    return Int16(truncatingIfNeeded: (product &+ 1 &<< Int32(d - 1)) &>> Int32(d))
  }
}
