/// A block cipher in counter mode (NIST SP 800-38A §6.5), by libcrypto's name: a stream of bytes, so that
/// encrypting and decrypting are one.
public enum CounterMode: String, Sendable, Hashable, Codable, CaseIterable {
  case aes128 = "AES-128-CTR"
  case aes256 = "AES-256-CTR"

  /// Bytes of a key.
  public var keyLength: Int {
    switch self {
    case .aes128: 16
    case .aes256: 32
    }
  }

  /// Bytes of the first counter block.
  public var counterLength: Int { 16 }

  /// The input exclusive-or the key stream; of zeros the key stream itself.
  ///
  /// - Throws: `.badInput` for a key or a counter block of another length.
  public func transform(
    _ input: [UInt8], key: [UInt8], counter: [UInt8]
  ) throws(CryptoError) -> [UInt8] {
    guard key.count == keyLength else { throw .badInput(rawValue, "key of another length") }
    guard counter.count == counterLength else {
      throw .badInput(rawValue, "counter block of another length")
    }
    guard let method = Self.methods[self] else { throw .badInput(rawValue, "not in libcrypto") }
    let context = try CipherContext(
      method, .encrypt, key: key, nonce: counter, operation: rawValue)
    var output = [UInt8](repeating: 0, count: input.count)
    try context.update(input, count: input.count, into: &output)
    return output
  }

  private static let methods: [CounterMode: CipherMethod] = {
    var methods: [CounterMode: CipherMethod] = [:]
    for cipher in allCases { methods[cipher] = CipherMethod(cipher.rawValue) }
    return methods
  }()
}
