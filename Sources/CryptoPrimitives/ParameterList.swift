import COpenSSL

/// Named values handed to libcrypto in one go: the numbers that make a key, the settings of a MAC.
///
/// The builder keeps pointers to names and values, so copies live here until it is done.
struct ParameterList: ~Copyable {
  private let builder: OpaquePointer
  private var copies: [UnsafeMutableRawPointer] = []
  private var numbers: [OpaquePointer] = []

  init() throws(CryptoError) {
    guard let builder = OSSL_PARAM_BLD_new() else { throw .libcrypto("parameters") }
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

  /// Runs `body` on the values as libcrypto takes them.
  borrowing func use<R>(
    _ body: (UnsafeMutablePointer<OSSL_PARAM>) throws(CryptoError) -> R
  ) throws(CryptoError) -> R {
    guard let parameters = OSSL_PARAM_BLD_to_param(builder) else { throw .libcrypto("parameters") }
    defer { OSSL_PARAM_free(parameters) }
    return try body(parameters)
  }

  /// The key of these numbers.
  ///
  /// - Parameters:
  ///   - type: libcrypto's name of the key's type.
  ///   - selection: what the numbers stand for: parameters of a group, or a key pair.
  borrowing func makeKey(type: String, selection: Int32) throws(CryptoError) -> LibcryptoKey {
    try use { (parameters) throws(CryptoError) in
      let context = try KeyContext(type: type, "make key")
      var key: OpaquePointer?
      guard EVP_PKEY_fromdata_init(context.pointer) == 1,
        EVP_PKEY_fromdata(context.pointer, &key, selection, parameters) == 1, let key
      else { throw .libcrypto("make \(type) key", .badInput) }
      return LibcryptoKey(owning: key)
    }
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
