import COpenSSL

/// What makes a key worthless that can be read, however long it is.
public enum KeyFlaw: String, Sendable, Hashable, CaseIterable {
  /// A public exponent of RSA that is even or 1: with 1 a message is its own signature
  /// (RFC 8017 §3.1).
  case exponent
  /// A modulus of RSA that a small prime divides, 2 among them: it falls apart at once.
  case modulus
  /// A point that has few multiples, or lies nowhere: everyone can find the signatures that fit it.
  case point
}

extension PublicKey {
  /// What makes it worthless; nil: nothing that shows at once.
  public var flaw: KeyFlaw? {
    guard isReadable else { return nil }
    defer { ERR_clear_error() }
    if case .ed25519 = kind { return isOfSmallOrder ? .point : nil }
    if EVP_PKEY_is_a(handle.pointer, "EC") == 1 { return isAtInfinity ? .point : nil }
    guard EVP_PKEY_is_a(handle.pointer, "RSA") == 1 || EVP_PKEY_is_a(handle.pointer, "RSA-PSS") == 1
    else { return nil }
    return rsaFlaw
  }

  private var rsaFlaw: KeyFlaw? {
    var exponent: OpaquePointer?
    var modulus: OpaquePointer?
    defer {
      BN_free(exponent)
      BN_free(modulus)
    }
    guard EVP_PKEY_get_bn_param(handle.pointer, OSSL_PKEY_PARAM_RSA_E, &exponent) == 1,
      EVP_PKEY_get_bn_param(handle.pointer, OSSL_PKEY_PARAM_RSA_N, &modulus) == 1
    else { return .modulus }
    if BN_is_odd(exponent) != 1 || BN_is_one(exponent) == 1 { return .exponent }
    let isDivisible = Self.smallPrimes.contains { BN_mod_word(modulus, $0) == 0 }
    return isDivisible ? .modulus : nil
  }

  private static let smallPrimes: [UInt] = (2..<1000).filter { number in
    (2..<number).allSatisfy { $0 * $0 > number || number % $0 != 0 }
  }

  /// "The point at infinity" is one byte, and no key (SEC 1 §2.3.3, §3.2.2.1).
  private var isAtInfinity: Bool {
    var count = 0
    var encoded = [UInt8](repeating: 0, count: 200)
    guard
      EVP_PKEY_get_octet_string_param(
        handle.pointer, OSSL_PKEY_PARAM_PUB_KEY, &encoded, encoded.count, &count) == 1
    else { return false }
    return count < 2
  }

  /// Whether it is one of the points of edwards25519 that have at most eight multiples
  /// (RFC 8032 §5.1.7), the sign of x aside.
  private var isOfSmallOrder: Bool {
    var point = Array(der.suffix(32))
    guard point.count == 32 else { return false }
    point[31] &= 0x7f
    return Self.smallPoints.contains(point)
  }

  /// y of each: 0, 1, -1, also as p and p + 1, and both roots that the points of order eight have.
  private static let smallPoints: [[UInt8]] = {
    func number(_ low: UInt8, _ rest: UInt8, _ high: UInt8) -> [UInt8] {
      [low] + [UInt8](repeating: rest, count: 30) + [high]
    }
    let eighth: [UInt8] = [
      0x26, 0xe8, 0x95, 0x8f, 0xc2, 0xb2, 0x27, 0xb0, 0x45, 0xc3, 0xf4, 0x89, 0xf2, 0xef, 0x98,
      0xf0,
      0xd5, 0xdf, 0xac, 0x05, 0xd3, 0xc6, 0x33, 0x39, 0xb1, 0x38, 0x02, 0x88, 0x6d, 0x53, 0xfc,
      0x05,
    ]
    let otherEighth: [UInt8] = [
      0xc7, 0x17, 0x6a, 0x70, 0x3d, 0x4d, 0xd8, 0x4f, 0xba, 0x3c, 0x0b, 0x76, 0x0d, 0x10, 0x67,
      0x0f,
      0x2a, 0x20, 0x53, 0xfa, 0x2c, 0x39, 0xcc, 0xc6, 0x4e, 0xc7, 0xfd, 0x77, 0x92, 0xac, 0x03,
      0x7a,
    ]
    return [
      number(0, 0, 0), number(1, 0, 0), number(0xec, 0xff, 0x7f), number(0xed, 0xff, 0x7f),
      number(0xee, 0xff, 0x7f), eighth, otherEighth,
    ]
  }()
}
