/// A block cipher in CBC mode (NIST SP 800-38A), by libcrypto's name; the caller pads.
public enum CBCAlgorithm: String, Sendable, Hashable, Codable, CaseIterable {
  case aes128CBC = "AES-128-CBC"
  case aes256CBC = "AES-256-CBC"
  /// Triple DES with three keys (NIST SP 800-67).
  case tripleDESCBC = "DES-EDE3-CBC"

  /// Bytes of a key.
  public var keyLength: Int {
    switch self {
    case .aes128CBC: 16
    case .aes256CBC: 32
    case .tripleDESCBC: 24
    }
  }

  /// Bytes of a block, and of an initialisation vector.
  public var blockLength: Int {
    switch self {
    case .aes128CBC, .aes256CBC: 16
    case .tripleDESCBC: 8
    }
  }

  /// Encrypts whole blocks.
  ///
  /// - Throws: `.badInput` for a key or vector of another length, or a part of a block.
  public func encrypt(
    _ plaintext: [UInt8], key: [UInt8], iv: [UInt8]
  ) throws(CryptoError) -> [UInt8] {
    try transform(plaintext, .encrypt, key: key, iv: iv)
  }

  /// Decrypts whole blocks.
  ///
  /// - Throws: `.badInput` for a key or vector of another length, or a part of a block.
  public func decrypt(
    _ ciphertext: [UInt8], key: [UInt8], iv: [UInt8]
  ) throws(CryptoError) -> [UInt8] {
    try transform(ciphertext, .decrypt, key: key, iv: iv)
  }

  private func transform(
    _ input: [UInt8], _ direction: CipherContext.Direction, key: [UInt8], iv: [UInt8]
  ) throws(CryptoError) -> [UInt8] {
    guard key.count == keyLength else { throw .badInput(rawValue, "key of another length") }
    guard iv.count == blockLength else { throw .badInput(rawValue, "vector of another length") }
    guard input.count.isMultiple(of: blockLength) else {
      throw .badInput(rawValue, "not whole blocks")
    }
    guard let method = Self.methods[self] else { throw .badInput(rawValue, "not in libcrypto") }
    let context = try CipherContext(method, direction, key: key, nonce: iv, operation: rawValue)
    context.disablePadding()
    var output = [UInt8](repeating: 0, count: input.count)
    try context.update(input, count: input.count, into: &output)
    guard context.finish() else { throw .libcrypto(rawValue) }
    return output
  }

  private static let methods: [CBCAlgorithm: CipherMethod] = {
    var methods: [CBCAlgorithm: CipherMethod] = [:]
    for cipher in allCases { methods[cipher] = CipherMethod(cipher.rawValue) }
    return methods
  }()
}
