import COpenSSL

/// Fermat's method on a modulus of RSA: with a² - n = b² its primes are a - b and a + b. Where they are the same, or
/// as close as FIPS 186-5 A.1.1 forbids, the first tries find them.
final class ClosePrimes {
  private let context = BN_CTX_new()
  private var numbers: [OpaquePointer] = []
  private let modulus: OpaquePointer

  /// So many tries; two primes that were drawn one after the other take a single one.
  private static let tries = 100
  /// Longer keys are used by nobody (OPENSSL_RSA_MAX_MODULUS_BITS).
  private static let longest: Int32 = 16_384
  /// Most numbers are no squares by one of these.
  private static let squares: [UInt: Set<UInt>] = Dictionary(
    uniqueKeysWithValues: ([64, 63, 65, 11] as [UInt]).map { modulus in
      (modulus, Set((0..<modulus).map { $0 * $0 % modulus }))
    })

  /// - Parameter modulus: odd and above zero; it stays the caller's.
  init(_ modulus: OpaquePointer) {
    self.modulus = modulus
  }

  deinit {
    for number in numbers { BN_free(number) }
    BN_CTX_free(context)
  }

  /// Whether they are found.
  var areFound: Bool {
    guard BN_num_bits(modulus) <= Self.longest, let a = root(of: modulus),
      let rest = number(), let step = number()
    else { return false }
    // The least a with a² ≥ n: what is behind the root, if n is no square.
    guard BN_sqr(rest, a, context) == 1 else { return false }
    if BN_cmp(rest, modulus) < 0 {
      guard BN_add_word(a, 1) == 1, BN_sqr(rest, a, context) == 1 else { return false }
    }
    guard BN_sub(rest, rest, modulus) == 1, BN_lshift1(step, a) == 1 else { return false }
    for _ in 0..<Self.tries {
      if isSquare(rest) { return true }
      // (a + 1)² - n = a² - n + 2a + 1
      guard BN_add(rest, rest, step) == 1, BN_add_word(rest, 1) == 1, BN_add_word(step, 2) == 1
      else { return false }
    }
    return false
  }

  private func isSquare(_ value: OpaquePointer) -> Bool {
    let mayBe = Self.squares.allSatisfy { $1.contains(BN_mod_word(value, $0)) }
    guard mayBe, let root = root(of: value), let square = number() else { return false }
    return BN_sqr(square, root, context) == 1 && BN_cmp(square, value) == 0
  }

  /// The whole part of a square root, by Newton's method from above.
  private func root(of value: OpaquePointer) -> OpaquePointer? {
    guard var root = number(), var next = number() else { return nil }
    if BN_is_zero(value) == 1 { return root }
    guard BN_set_bit(root, (BN_num_bits(value) + 1) / 2) == 1 else { return nil }
    while true {
      guard BN_div(next, nil, value, root, context) == 1, BN_add(next, next, root) == 1,
        BN_rshift1(next, next) == 1
      else { return nil }
      if BN_cmp(next, root) >= 0 { return root }
      swap(&root, &next)
    }
  }

  private func number() -> OpaquePointer? {
    let made = BN_new()
    if let made { numbers.append(made) }
    return made
  }
}
