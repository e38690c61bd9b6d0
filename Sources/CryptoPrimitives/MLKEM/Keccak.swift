import COpenSSL

/// A context of libcrypto's for one of the functions of FIPS 202, used for one message after another.
struct Keccak: ~Copyable {
  private let context: OpaquePointer
  private let method: KeccakMethod

  /// - Throws: `.failed` if this libcrypto does not have the function.
  init(_ method: KeccakMethod?) throws(CryptoError) {
    guard let method, let context = EVP_MD_CTX_new() else { throw .libcrypto("SHA-3") }
    self.context = context
    self.method = method
  }

  deinit { EVP_MD_CTX_free(context) }

  /// The digest of a message, of the function's own length.
  borrowing func digest(_ message: [UInt8], count: Int) throws(CryptoError) -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: count)
    var written: UInt32 = 0
    guard Int(EVP_MD_get_size(method.pointer)) == count,
      EVP_DigestInit_ex2(context, method.pointer, nil) == 1,
      EVP_DigestUpdate(context, message, message.count) == 1,
      EVP_DigestFinal_ex(context, &digest, &written) == 1, Int(written) == count
    else { throw .libcrypto(method.name) }
    return digest
  }

  /// The first bytes that an extendable-output function makes of a message.
  ///
  /// libcrypto can go on squeezing since 3.3 only: who wants more asks for all of it again.
  borrowing func output(of message: [UInt8], count: Int) throws(CryptoError) -> [UInt8] {
    var output = [UInt8](repeating: 0, count: count)
    guard EVP_DigestInit_ex2(context, method.pointer, nil) == 1,
      EVP_DigestUpdate(context, message, message.count) == 1,
      EVP_DigestFinalXOF(context, &output, count) == 1
    else { throw .libcrypto(method.name) }
    return output
  }
}

/// A fetched `EVP_MD` of FIPS 202. Immutable and reference counted inside libcrypto.
final class KeccakMethod: @unchecked Sendable {
  static let sha3With256 = KeccakMethod("SHA3-256")
  static let sha3With512 = KeccakMethod("SHA3-512")
  static let shake128 = KeccakMethod("SHAKE128")
  static let shake256 = KeccakMethod("SHAKE256")

  let name: String
  let pointer: OpaquePointer

  private init?(_ name: String) {
    guard let pointer = EVP_MD_fetch(nil, name, nil) else { return nil }
    self.name = name
    self.pointer = pointer
  }

  deinit { EVP_MD_free(pointer) }
}

// The hash functions by their names in FIPS 203 §4.1.
extension MLKEM {
  /// G (equation 4.5): two times 32 bytes.
  static func g(_ message: [UInt8]) throws(CryptoError) -> (first: [UInt8], second: [UInt8]) {
    let digest = try Keccak(.sha3With512).digest(message, count: 64)
    return (Array(digest.prefix(32)), Array(digest.suffix(32)))
  }

  /// H (equation 4.4).
  static func h(_ message: [UInt8]) throws(CryptoError) -> [UInt8] {
    try Keccak(.sha3With256).digest(message, count: 32)
  }

  /// J (equation 4.4).
  static func j(_ message: [UInt8]) throws(CryptoError) -> [UInt8] {
    try Keccak(.shake256).output(of: message, count: 32)
  }
}
