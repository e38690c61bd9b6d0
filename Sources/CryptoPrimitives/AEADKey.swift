import COpenSSL
import Synchronization

/// A key of an AEAD whose schedule is made once, for the many records of one direction.
///
/// `@unchecked Sendable`: every call begins the context anew with a nonce of its own, so that nothing
/// of one shows in the next, and the lock keeps them apart. Copies of a connection may share it.
public final class AEADKey: @unchecked Sendable {
  public let algorithm: AEADAlgorithm
  private let key: [UInt8]
  /// Nil for CCM, which wants to be keyed anew for each message.
  private let context: OpaquePointer?
  private let lock = Mutex<Void>(())

  /// - Throws: `.badInput` for a key of another length.
  public init(_ algorithm: AEADAlgorithm, key: [UInt8]) throws(CryptoError) {
    self.algorithm = algorithm
    self.key = key
    guard key.count == algorithm.keyLength else {
      throw .badInput(algorithm.rawValue, "key of another length")
    }
    guard !algorithm.isCCM else {
      context = nil
      return
    }
    guard let method = algorithm.method else {
      throw .badInput(algorithm.rawValue, "not in libcrypto")
    }
    context = EVP_CIPHER_CTX_new()
    guard context != nil, EVP_CipherInit_ex2(context, method.pointer, key, nil, 1, nil) == 1 else {
      throw .libcrypto(algorithm.rawValue)
    }
  }

  deinit { EVP_CIPHER_CTX_free(context) }

  /// Encrypts and authenticates.
  ///
  /// - Parameters:
  ///   - prefix: what the result begins with, in the open.
  ///   - trailer: what is encrypted behind the text.
  /// - Returns: prefix ‖ ciphertext ‖ tag, in one piece.
  public func seal(
    _ text: ArraySlice<UInt8>, _ trailer: [UInt8] = [], nonce: [UInt8], additionalData: [UInt8],
    after prefix: [UInt8] = []
  ) throws(CryptoError) -> [UInt8] {
    guard let context else {
      return try prefix
        + algorithm.seal(
          Array(text) + trailer, key: key, nonce: nonce, additionalData: additionalData)
    }
    try check(nonce)
    let count = text.count + trailer.count
    var succeeded = false
    let sealed = [UInt8](
      unsafeUninitializedCapacity: prefix.count + count + algorithm.tagLength
    ) { buffer, filled in
      UnsafeMutableRawBufferPointer(buffer).copyBytes(from: prefix)
      let output = buffer.baseAddress.map { $0 + prefix.count }
      let tag = output.map { $0 + count }
      succeeded = lock.withLock { _ in
        begin(context, nonce, encrypting: 1, additionalData)
          && update(context, text, into: output)
          && update(context, trailer[...], into: output.map { $0 + text.count })
          && finish(context)
          && EVP_CIPHER_CTX_ctrl(
            context, EVP_CTRL_AEAD_GET_TAG, Int32(algorithm.tagLength), tag) == 1
      }
      filled = succeeded ? prefix.count + count + algorithm.tagLength : 0
    }
    guard succeeded else { throw .libcrypto(algorithm.rawValue) }
    return sealed
  }

  /// Verifies the tag at the end and decrypts.
  ///
  /// - Throws: `.authentication` if the tag does not fit, `.badInput` for a text shorter than a tag.
  public func open(
    _ ciphertextAndTag: ArraySlice<UInt8>, nonce: [UInt8], additionalData: [UInt8]
  ) throws(CryptoError) -> [UInt8] {
    guard let context else {
      return try algorithm.open(
        Array(ciphertextAndTag), key: key, nonce: nonce, additionalData: additionalData)
    }
    try check(nonce)
    let count = ciphertextAndTag.count - algorithm.tagLength
    guard count >= 0 else { throw .badInput(algorithm.rawValue, "shorter than a tag") }
    let sealed = ciphertextAndTag.prefix(count)
    var tag = Array(ciphertextAndTag.suffix(algorithm.tagLength))
    var succeeded = false
    let text = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      succeeded = lock.withLock { _ in
        begin(context, nonce, encrypting: 0, additionalData)
          && EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, Int32(tag.count), &tag) == 1
          && update(context, sealed, into: buffer.baseAddress) && finish(context)
      }
      // What did not verify is given to nobody.
      filled = succeeded ? count : 0
    }
    guard succeeded else { throw algorithm.tagMismatch }
    return text
  }

  private func check(_ nonce: [UInt8]) throws(CryptoError) {
    guard nonce.count == algorithm.nonceLength else {
      throw .badInput(algorithm.rawValue, "nonce of another length")
    }
  }

  private func begin(
    _ context: OpaquePointer, _ nonce: [UInt8], encrypting: Int32, _ additionalData: [UInt8]
  ) -> Bool {
    guard EVP_CipherInit_ex2(context, nil, nil, nonce, encrypting, nil) == 1 else { return false }
    guard !additionalData.isEmpty else { return true }
    var written: Int32 = 0
    let count = Int32(truncatingIfNeeded: additionalData.count)
    return EVP_CipherUpdate(context, nil, &written, additionalData, count) == 1
  }

  private func update(
    _ context: OpaquePointer, _ input: ArraySlice<UInt8>, into output: UnsafeMutablePointer<UInt8>?
  ) -> Bool {
    // libcrypto takes an output that is null for additional data.
    guard !input.isEmpty else { return true }
    guard let count = Int32(exactly: input.count), let output else { return false }
    var written: Int32 = 0
    return input.withUnsafeBufferPointer { input in
      EVP_CipherUpdate(context, output, &written, input.baseAddress, count) == 1
        && written == count
    }
  }

  /// Where decrypting, the tag is judged here. No byte comes out: these modes are streams.
  private func finish(_ context: OpaquePointer) -> Bool {
    var rest: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
    var written: Int32 = 0
    return withUnsafeMutableBytes(of: &rest) { rest in
      EVP_CipherFinal_ex(
        context, rest.bindMemory(to: UInt8.self).baseAddress, &written) == 1
    }
  }
}
