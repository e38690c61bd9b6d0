/// Authenticated encryption with associated data (RFC 5116), by libcrypto's name.
public enum AEADAlgorithm: String, Sendable, Hashable, Codable, CaseIterable {
  case aes128GCM = "AES-128-GCM"
  case aes256GCM = "AES-256-GCM"

  /// Bytes of a key.
  public var keyLength: Int {
    switch self {
    case .aes128GCM: 16
    case .aes256GCM: 32
    }
  }

  /// Bytes of a nonce.
  public var nonceLength: Int { 12 }

  /// Bytes of a tag.
  public var tagLength: Int { 16 }

  /// Encrypts and authenticates: ciphertext ‖ tag.
  ///
  /// - Throws: `.badInput` for a key or nonce of another length.
  public func seal(
    _ plaintext: [UInt8], key: [UInt8], nonce: [UInt8], additionalData: [UInt8]
  ) throws(CryptoError) -> [UInt8] {
    let context = try makeContext(.encrypt, key: key, nonce: nonce)
    try context.authenticate(additionalData)
    var sealed = [UInt8](repeating: 0, count: plaintext.count)
    sealed.reserveCapacity(plaintext.count + tagLength)
    try context.update(plaintext, count: plaintext.count, into: &sealed)
    guard context.finish() else { throw .libcrypto(rawValue) }
    sealed += try context.tag(tagLength)
    return sealed
  }

  /// Verifies the tag and decrypts.
  ///
  /// - Throws: `.authentication` if the tag does not fit, `.badInput` for a key or nonce of another
  ///   length or a text shorter than a tag.
  public func open(
    _ ciphertextAndTag: [UInt8], key: [UInt8], nonce: [UInt8], additionalData: [UInt8]
  ) throws(CryptoError) -> [UInt8] {
    guard ciphertextAndTag.count >= tagLength else {
      throw .badInput(rawValue, "shorter than a tag")
    }
    let count = ciphertextAndTag.count - tagLength
    let context = try makeContext(.decrypt, key: key, nonce: nonce)
    try context.expect(tag: ciphertextAndTag[count...])
    try context.authenticate(additionalData)
    var plaintext = [UInt8](repeating: 0, count: count)
    try context.update(ciphertextAndTag, count: count, into: &plaintext)
    guard context.finish() else {
      _ = takeLibcryptoReason()
      throw CryptoError(operation: rawValue, reason: "tag mismatch", kind: .authentication)
    }
    return plaintext
  }

  private func makeContext(
    _ direction: CipherContext.Direction, key: [UInt8], nonce: [UInt8]
  ) throws(CryptoError) -> CipherContext {
    guard key.count == keyLength else { throw .badInput(rawValue, "key of another length") }
    guard nonce.count == nonceLength else { throw .badInput(rawValue, "nonce of another length") }
    guard let method = Self.methods[self] else { throw .badInput(rawValue, "not in libcrypto") }
    return try CipherContext(method, direction, key: key, nonce: nonce, operation: rawValue)
  }

  private static let methods: [AEADAlgorithm: CipherMethod] = {
    var methods: [AEADAlgorithm: CipherMethod] = [:]
    for algorithm in allCases { methods[algorithm] = CipherMethod(algorithm.rawValue) }
    return methods
  }()
}
