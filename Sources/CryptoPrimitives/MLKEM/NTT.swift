// The number-theoretic transform (FIPS 203 §4.3) and products in T_q.

/// Powers of ζ = 17, a 256th root of unity modulo q, as factors of `Modulus.multiply`.
enum Zeta {
  /// ζ^BitRev₇(i) for i from 0 to 127 (appendix A): what the layers of the transform multiply by.
  static let layers: [Int16] = (0..<128).map { Modulus.factor(power(bitReversed($0))) }

  /// ζ^(2·BitRev₇(i) + 1): the i-th of the 128 polynomials is X² minus this.
  static let moduli: [Int16] = (0..<128).map { Modulus.factor(power(2 * bitReversed($0) + 1)) }

  private static func power(_ exponent: Int) -> Int {
    (0..<exponent).reduce(1) { product, _ in product * 17 % Int(Modulus.q) }
  }

  private static func bitReversed(_ i: Int) -> Int {
    (0..<7).reduce(0) { reversed, bit in reversed << 1 | i >> bit & 1 }
  }
}

extension Polynomial {
  /// NTT (algorithm 9).
  ///
  /// No layer reduces its sums: each of the seven adds less than q to a coefficient's magnitude,
  /// which begins below q and so stays below 8q, less than 2¹⁵.
  func ntt() -> NTTRepresentation {
    var f = coefficients
    f.withUnsafeMutableBufferPointer { f in
      Zeta.layers.withUnsafeBufferPointer { zetas in
        var i = 1
        var length = 128
        while length >= 2 {
          for start in stride(from: 0, to: f.count, by: 2 * length) {
            let zeta = zetas[i]
            i += 1
            for j in start..<start + length {
              let t = Modulus.multiply(zeta, f[j + length])
              f[j + length] = f[j] &- t
              f[j] = f[j] &+ t
            }
          }
          length /= 2
        }
      }
      for j in f.indices { f[j] = Modulus.reduce(f[j]) }
    }
    return NTTRepresentation(coefficients: f)
  }
}

extension NTTRepresentation {
  /// NTT⁻¹ (algorithm 10).
  func inverse() -> Polynomial {
    // 128⁻¹ modulo q.
    let scale = Modulus.factor(3303)
    var f = coefficients
    f.withUnsafeMutableBufferPointer { f in
      Zeta.layers.withUnsafeBufferPointer { zetas in
        var i = 127
        var length = 2
        while length <= 128 {
          for start in stride(from: 0, to: f.count, by: 2 * length) {
            let zeta = zetas[i]
            i -= 1
            for j in start..<start + length {
              let t = f[j]
              f[j] = Modulus.reduce(t &+ f[j + length])
              f[j + length] = Modulus.multiply(zeta, f[j + length] &- t)
            }
          }
          length *= 2
        }
      }
      for j in f.indices { f[j] = Modulus.addIfNegative(Modulus.multiply(scale, f[j])) }
    }
    return Polynomial(coefficients: f)
  }

  /// The sum of the products of two vectors (§2.4.7, equation 2.14), each product by MultiplyNTTs
  /// (algorithm 11).
  ///
  /// A sum has at most four terms of two products below q²: it fits in 32 bits, and one reduction
  /// at the end does.
  static func dot(_ a: [Self], _ b: [Self]) -> Self {
    var sums = [Int32](repeating: 0, count: count)
    for (a, b) in zip(a, b) { add(a, times: b, to: &sums) }
    let scale = Modulus.factor(1 << 16)
    return make { result in
      for i in result.indices {
        result[i] = Modulus.addIfNegative(Modulus.multiply(Modulus.divide(sums[i]), scale))
      }
    }
  }

  /// BaseCaseMultiply (algorithm 12) of each pair, added to what is there:
  /// (a0 + a1 X)(b0 + b1 X) = a0 b0 + a1 b1 γ + (a0 b1 + a1 b0) X modulo X² - γ.
  private static func add(_ a: Self, times b: Self, to sums: inout [Int32]) {
    a.coefficients.withUnsafeBufferPointer { a in
      b.coefficients.withUnsafeBufferPointer { b in
        sums.withUnsafeMutableBufferPointer { sums in
          Zeta.moduli.withUnsafeBufferPointer { moduli in
            for i in 0..<128 {
              let (a0, a1) = (Int32(a[2 * i]), Int32(a[2 * i + 1]))
              let (b0, b1) = (Int32(b[2 * i]), Int32(b[2 * i + 1]))
              // The division and γ's factor cancel each other.
              let a1b1 = Int32(Modulus.divide(a1 &* b1))
              sums[2 * i] &+= a0 &* b0 &+ a1b1 &* Int32(moduli[i])
              sums[2 * i + 1] &+= a0 &* b1 &+ a1 &* b0
            }
          }
        }
      }
    }
  }
}
