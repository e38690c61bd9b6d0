import COpenSSL
import CryptoPrimitives

/// A number of libcrypto's, within one computation.
final class BigNumber {
  let pointer: OpaquePointer

  init() throws(X509Error) {
    guard let pointer = BN_new() else { throw .libcrypto("compute") }
    self.pointer = pointer
  }

  /// Reads a number, big endian.
  convenience init(_ bytes: [UInt8]) throws(X509Error) {
    try self.init()
    guard let count = Int32(exactly: bytes.count), BN_bin2bn(bytes, count, pointer) != nil else {
      throw .libcrypto("compute")
    }
  }

  deinit { BN_free(pointer) }

  /// Big endian, with zeros in front up to a length; nil if it does not fit.
  func bytes(_ length: Int) -> [UInt8]? {
    guard let count = Int32(exactly: length), length >= 0 else { return nil }
    var bytes = [UInt8](repeating: 0, count: length)
    return BN_bn2binpad(pointer, &bytes, count) == count ? bytes : nil
  }

  /// Big endian, no zeros in front.
  var bytes: [UInt8] { bytes((Int(BN_num_bits(pointer)) + 7) / 8) ?? [] }

  static func < (a: BigNumber, b: BigNumber) -> Bool { BN_cmp(a.pointer, b.pointer) < 0 }

  static func == (a: BigNumber, b: BigNumber) -> Bool { BN_cmp(a.pointer, b.pointer) == 0 }

  var isZero: Bool { BN_is_zero(pointer) == 1 }
}

/// Room for libcrypto's intermediate results, and the computations that need it.
struct Computation: ~Copyable {
  let context: OpaquePointer

  init() throws(X509Error) {
    guard let context = BN_CTX_new() else { throw .libcrypto("compute") }
    self.context = context
  }

  deinit { BN_CTX_free(context) }

  /// base^exponent mod modulus.
  borrowing func power(
    _ base: BigNumber, _ exponent: BigNumber, modulo modulus: BigNumber
  ) throws(X509Error) -> BigNumber {
    let result = try BigNumber()
    guard
      BN_mod_exp(
        result.pointer, base.pointer, exponent.pointer, modulus.pointer, context) == 1
    else { throw .libcrypto("raise to a power") }
    return result
  }

  borrowing func inverse(
    _ number: BigNumber, modulo modulus: BigNumber
  ) throws(X509Error) -> BigNumber {
    let result = try BigNumber()
    guard BN_mod_inverse(result.pointer, number.pointer, modulus.pointer, context) != nil else {
      throw .libcrypto("invert")
    }
    return result
  }

  borrowing func product(
    _ a: BigNumber, _ b: BigNumber, modulo modulus: BigNumber
  ) throws(X509Error) -> BigNumber {
    let result = try BigNumber()
    guard BN_mod_mul(result.pointer, a.pointer, b.pointer, modulus.pointer, context) == 1 else {
      throw .libcrypto("multiply")
    }
    return result
  }

  borrowing func remainder(
    _ number: BigNumber, modulo modulus: BigNumber
  ) throws(X509Error) -> BigNumber {
    let result = try BigNumber()
    guard BN_nnmod(result.pointer, number.pointer, modulus.pointer, context) == 1 else {
      throw .libcrypto("divide")
    }
    return result
  }
}

extension PublicKey {
  /// A number that the key consists of, by libcrypto's name (`n`, `e`).
  func number(_ name: String) throws(X509Error) -> BigNumber {
    var pointer: OpaquePointer?
    guard EVP_PKEY_get_bn_param(handle.pointer, name, &pointer) == 1, let pointer else {
      throw .libcrypto("read the numbers of a key")
    }
    defer { BN_free(pointer) }
    let number = try BigNumber()
    guard BN_copy(number.pointer, pointer) != nil else { throw .libcrypto("compute") }
    return number
  }
}
