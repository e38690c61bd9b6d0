/// 256 integers modulo q, each kept between 0 and q - 1: an element of R_q or of T_q.
protocol Coefficients: Sendable, Hashable {
  /// Exactly 256.
  var coefficients: [Int16] { get }

  init(coefficients: [Int16])
}

/// An element of the ring R_q (FIPS 203 §2.4.4): coefficient i belongs to Xⁱ, and X²⁵⁶ is -1.
struct Polynomial: Coefficients {
  var coefficients: [Int16]
}

/// An element of the ring T_q (FIPS 203 §4.3): a polynomial by its remainders modulo 128 quadratic
/// polynomials. Here a product is made remainder by remainder.
struct NTTRepresentation: Coefficients {
  var coefficients: [Int16]
}

extension Coefficients {
  static var count: Int { 256 }

  /// The sum, coefficient by coefficient: the same in both rings.
  static func + (a: Self, b: Self) -> Self {
    combine(a, b) { a, b in Modulus.subtractIfReached(a &+ b) }
  }

  /// The difference, coefficient by coefficient.
  static func - (a: Self, b: Self) -> Self {
    combine(a, b) { a, b in Modulus.addIfNegative(a &- b) }
  }

  @inline(__always)
  private static func combine(
    _ a: Self, _ b: Self, _ operation: (Int16, Int16) -> Int16
  ) -> Self {
    a.coefficients.withUnsafeBufferPointer { a in
      b.coefficients.withUnsafeBufferPointer { b in
        make { sum in
          for i in 0..<count { sum[i] = operation(a[i], b[i]) }
        }
      }
    }
  }

  /// An element whose coefficients, zero at first, are written by `fill`.
  @inline(__always)
  static func make(_ fill: (UnsafeMutableBufferPointer<Int16>) -> Void) -> Self {
    Self(
      coefficients: [Int16](unsafeUninitializedCapacity: count) { buffer, filled in
        buffer.initialize(repeating: 0)
        fill(buffer)
        filled = count
      })
  }
}
