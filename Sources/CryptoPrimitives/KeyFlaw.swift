import COpenSSL

/// What makes a key worthless that can be read, however long it is.
public enum KeyFlaw: String, Sendable, Hashable, CaseIterable {
  /// A public exponent of RSA that is even, 1 or below zero: with 1 a message is its own signature
  /// (RFC 8017 §3.1).
  case exponent
  /// A modulus of RSA that a small prime divides, 2 among them: it falls apart at once.
  case modulus
  /// Primes of RSA that are the same, or so close that they are found at once.
  case primes
  /// A point that has few multiples, or lies nowhere: everyone can find the signatures that fit it.
  case point
}

extension PublicKey {
  /// What makes it worthless; nil: nothing that shows at once.
  public var flaw: KeyFlaw? {
    guard isReadable else { return nil }
    defer { ERR_clear_error() }
    if let points = SmallOrder.points(of: handle) {
      return SmallOrder.isPoint(der, among: points) ? .point : nil
    }
    if EVP_PKEY_is_a(handle.pointer, "EC") == 1 { return isPointOfTheCurve ? nil : .point }
    if EVP_PKEY_is_a(handle.pointer, "X25519") == 1 || EVP_PKEY_is_a(handle.pointer, "X448") == 1 {
      return agreesOnNothing ? .point : nil
    }
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
    if BN_is_odd(exponent) != 1 || BN_is_one(exponent) == 1 || BN_is_negative(exponent) == 1 {
      return .exponent
    }
    guard let modulus, BN_is_negative(modulus) == 0 else { return .modulus }
    if Self.smallPrimes.contains(where: { BN_mod_word(modulus, $0) == 0 }) { return .modulus }
    return ClosePrimes(modulus).areFound ? .primes : nil
  }

  private static let smallPrimes: [UInt] = (2..<1000).filter { number in
    (2..<number).allSatisfy { $0 * $0 > number || number % $0 != 0 }
  }

  /// The checks of SEC 1 §3.2.2.1 by libcrypto: the point at infinity is none of the keys, though a signature
  /// that fits it is made without any private key.
  private var isPointOfTheCurve: Bool {
    guard let context = try? KeyContext(handle, "check public key") else { return false }
    return EVP_PKEY_public_check_quick(context.pointer) == 1
  }

  /// Whether every private key agrees with it on the same value, all zeros (RFC 7748 §6): libcrypto refuses
  /// that value whichever key it comes from.
  private var agreesOnNothing: Bool {
    let other = wellKnownKey(handle)
    defer { EVP_PKEY_free(other) }
    guard let other, let context = EVP_PKEY_CTX_new_from_pkey(nil, other, nil) else { return false }
    defer { EVP_PKEY_CTX_free(context) }
    var secret = [UInt8](repeating: 0, count: 56)
    var count = secret.count
    return EVP_PKEY_derive_init(context) == 1
      && EVP_PKEY_derive_set_peer(context, handle.pointer) == 1
      && EVP_PKEY_derive(context, &secret, &count) != 1
  }
}

/// A private key of the same kind, of bytes that anyone may know: what it agrees on protects nothing.
private func wellKnownKey(_ key: LibcryptoKey) -> OpaquePointer? {
  let isLong = EVP_PKEY_is_a(key.pointer, "X448") == 1
  let scalar = [UInt8](repeating: 0x42, count: isLong ? 56 : 32)
  return EVP_PKEY_new_raw_private_key_ex(
    nil, isLong ? "X448" : "X25519", nil, scalar, scalar.count)
}
