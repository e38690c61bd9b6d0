/// Authenticated encryption with associated data (RFC 5116): AES-GCM (NIST SP 800-38D), AES-CCM with
/// a tag of 16 or of 8 bytes (RFC 6655), ChaCha20-Poly1305 (RFC 8439).
public enum AEADAlgorithm: String, Sendable, Hashable, Codable, CaseIterable {
  case aes128GCM = "AES-128-GCM"
  case aes256GCM = "AES-256-GCM"
  case chacha20Poly1305 = "ChaCha20-Poly1305"
  case aes128CCM = "AES-128-CCM"
  case aes128CCM8 = "AES-128-CCM-8"
  case aes256CCM = "AES-256-CCM"
  case aes256CCM8 = "AES-256-CCM-8"

  /// Bytes of a key.
  public var keyLength: Int {
    switch self {
    case .aes128GCM, .aes128CCM, .aes128CCM8: 16
    case .aes256GCM, .chacha20Poly1305, .aes256CCM, .aes256CCM8: 32
    }
  }

  /// Bytes of a nonce.
  public var nonceLength: Int { 12 }

  /// Bytes of a tag.
  public var tagLength: Int {
    switch self {
    case .aes128GCM, .aes256GCM, .chacha20Poly1305, .aes128CCM, .aes256CCM: 16
    case .aes128CCM8, .aes256CCM8: 8
    }
  }

  /// Whether the mode is CCM, which must know the lengths of text and tag before it begins.
  var isCCM: Bool {
    switch self {
    case .aes128CCM, .aes128CCM8, .aes256CCM, .aes256CCM8: true
    case .aes128GCM, .aes256GCM, .chacha20Poly1305: false
    }
  }

  /// libcrypto's name: a shorter tag is no other cipher there.
  private var libcryptoName: String {
    switch self {
    case .aes128CCM8: Self.aes128CCM.rawValue
    case .aes256CCM8: Self.aes256CCM.rawValue
    default: rawValue
    }
  }

  /// Encrypts and authenticates: ciphertext ‖ tag.
  ///
  /// - Throws: `.badInput` for a key or nonce of another length; `.failed` for a text that is too long
  ///   for the algorithm (CCM: 2^24 bytes or more, RFC 3610 §2.1 with L = 3).
  public func seal(
    _ plaintext: [UInt8], key: [UInt8], nonce: [UInt8], additionalData: [UInt8]
  ) throws(CryptoError) -> [UInt8] {
    let context = try makeContext(.encrypt, key: key, nonce: nonce, tag: nil)
    if isCCM { try context.announce(count: plaintext.count) }
    try context.authenticate(additionalData)
    var sealed = [UInt8](repeating: 0, count: plaintext.count)
    sealed.reserveCapacity(plaintext.count + tagLength)
    try context.update(plaintext, count: plaintext.count, into: &sealed, evenIfEmpty: isCCM)
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
    let tag = ciphertextAndTag[count...]
    let context = try makeContext(.decrypt, key: key, nonce: nonce, tag: tag)
    if isCCM { try context.announce(count: count) }
    try context.authenticate(additionalData)
    var plaintext = [UInt8](repeating: 0, count: count)
    guard !isCCM else {
      // CCM judges the tag with the text, before it gives any of it away.
      guard context.transform(ciphertextAndTag, count: count, into: &plaintext) else {
        throw tagMismatch
      }
      return plaintext
    }
    try context.update(ciphertextAndTag, count: count, into: &plaintext)
    guard context.finish() else { throw tagMismatch }
    return plaintext
  }

  var tagMismatch: CryptoError {
    _ = takeLibcryptoReason()
    return CryptoError(operation: rawValue, reason: "tag mismatch", kind: .authentication)
  }

  private func makeContext(
    _ direction: CipherContext.Direction, key: [UInt8], nonce: [UInt8], tag: ArraySlice<UInt8>?
  ) throws(CryptoError) -> CipherContext {
    guard key.count == keyLength else { throw .badInput(rawValue, "key of another length") }
    guard nonce.count == nonceLength else { throw .badInput(rawValue, "nonce of another length") }
    guard let method else { throw .badInput(rawValue, "not in libcrypto") }
    if isCCM {
      return try CipherContext(
        ccm: method, direction, key: key, nonce: nonce, tagLength: tagLength, tag: tag,
        operation: rawValue)
    }
    let context = try CipherContext(
      method, direction, key: key, nonce: nonce, operation: rawValue)
    if let tag { try context.expect(tag: tag) }
    return context
  }

  /// libcrypto's implementation, fetched once.
  var method: CipherMethod? { Self.methods[self] }

  private static let methods: [AEADAlgorithm: CipherMethod] = {
    var methods: [AEADAlgorithm: CipherMethod] = [:]
    for algorithm in allCases { methods[algorithm] = CipherMethod(algorithm.libcryptoName) }
    return methods
  }()
}
