import COpenSSL

/// The numbers that make a key, handed to libcrypto in one go.
///
/// The builder keeps pointers to names and values, so copies live here until the key is made.
struct KeyParameters: ~Copyable {
  private let builder: OpaquePointer
  private var copies: [UnsafeMutableRawPointer] = []
  private var numbers: [OpaquePointer] = []

  init() throws(CryptoError) {
    guard let builder = OSSL_PARAM_BLD_new() else { throw .libcrypto("make key") }
    self.builder = builder
  }

  deinit {
    OSSL_PARAM_BLD_free(builder)
    for copy in copies { copy.deallocate() }
    for number in numbers { BN_clear_free(number) }
  }

  mutating func add(_ name: String, text: String) throws(CryptoError) {
    guard
      OSSL_PARAM_BLD_push_utf8_string(builder, keep(terminated: name), keep(terminated: text), 0)
        == 1
    else { throw .libcrypto("make key") }
  }

  mutating func add(_ name: String, octets: [UInt8]) throws(CryptoError) {
    let copy = keep(octets)
    guard
      OSSL_PARAM_BLD_push_octet_string(builder, keep(terminated: name), copy, octets.count) == 1
    else { throw .libcrypto("make key") }
  }

  /// A number, given big endian.
  mutating func add(_ name: String, number: [UInt8]) throws(CryptoError) {
    let number = try makeNumber(number)
    numbers.append(number)
    guard OSSL_PARAM_BLD_push_BN(builder, keep(terminated: name), number) == 1 else {
      throw .libcrypto("make key")
    }
  }

  /// The key of these numbers.
  ///
  /// - Parameters:
  ///   - type: libcrypto's name of the key's type.
  ///   - selection: what the numbers stand for, `EVP_PKEY_KEY_PARAMETERS` … `EVP_PKEY_KEYPAIR`.
  borrowing func makeKey(type: String, selection: Int32) throws(CryptoError) -> LibcryptoKey {
    guard let parameters = OSSL_PARAM_BLD_to_param(builder) else { throw .libcrypto("make key") }
    defer { OSSL_PARAM_free(parameters) }
    let context = try KeyContext(type: type, "make key")
    var key: OpaquePointer?
    guard EVP_PKEY_fromdata_init(context.pointer) == 1,
      EVP_PKEY_fromdata(context.pointer, &key, selection, parameters) == 1, let key
    else { throw .libcrypto("make \(type) key", .badInput) }
    return LibcryptoKey(owning: key)
  }

  private mutating func keep(_ bytes: [UInt8]) -> UnsafeMutableRawPointer {
    let copy = UnsafeMutableRawPointer.allocate(byteCount: max(bytes.count, 1), alignment: 1)
    bytes.withUnsafeBytes { source in
      UnsafeMutableRawBufferPointer(start: copy, count: bytes.count).copyMemory(from: source)
    }
    copies.append(copy)
    return copy
  }

  private mutating func keep(terminated text: String) -> UnsafePointer<CChar> {
    UnsafePointer(keep(Array(text.utf8) + [0]).assumingMemoryBound(to: CChar.self))
  }
}

/// A number from big-endian bytes; the caller frees it.
func makeNumber(_ bytes: [UInt8]) throws(CryptoError) -> OpaquePointer {
  guard let count = Int32(exactly: bytes.count), let number = BN_bin2bn(bytes, count, nil) else {
    throw .libcrypto("read number", .badInput)
  }
  return number
}

/// A number's bytes, big endian, at least `width` of them.
func bytes(ofNumber number: OpaquePointer, width: Int) -> [UInt8] {
  let count = (Int(BN_num_bits(number)) + 7) / 8
  var bytes = [UInt8](repeating: 0, count: max(width, count))
  let written = BN_bn2binpad(number, &bytes, Int32(bytes.count))
  return written < 0 ? [] : bytes
}
