import COpenSSL

/// An `EVP_CIPHER_CTX` within one call.
struct CipherContext: ~Copyable {
  enum Direction: Int32 {
    case decrypt = 0
    case encrypt = 1
  }

  private let pointer: OpaquePointer
  private let operation: String

  /// A context keyed for one message. Lengths of key and nonce are the caller's to check.
  init(
    _ method: CipherMethod, _ direction: Direction, key: [UInt8], nonce: [UInt8],
    operation: String
  ) throws(CryptoError) {
    guard let context = EVP_CIPHER_CTX_new() else { throw .libcrypto(operation) }
    guard
      EVP_CipherInit_ex2(context, method.pointer, key, nonce, direction.rawValue, nil) == 1
    else {
      EVP_CIPHER_CTX_free(context)
      throw .libcrypto(operation)
    }
    pointer = context
    self.operation = operation
  }

  /// A context for CCM (NIST SP 800-38C), which wants the lengths of nonce and tag, and a tag to
  /// judge by, before the key.
  init(
    ccm method: CipherMethod, _ direction: Direction, key: [UInt8], nonce: [UInt8], tagLength: Int,
    tag: ArraySlice<UInt8>?, operation: String
  ) throws(CryptoError) {
    guard let context = EVP_CIPHER_CTX_new() else { throw .libcrypto(operation) }
    var expected = tag.map { Array($0) } ?? []
    let isReady =
      EVP_CipherInit_ex2(context, method.pointer, nil, nil, direction.rawValue, nil) == 1
      && EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_IVLEN, Int32(nonce.count), nil) == 1
      && (tag == nil
        ? EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, Int32(tagLength), nil) == 1
        : EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, Int32(tagLength), &expected) == 1)
      && EVP_CipherInit_ex2(context, nil, key, nonce, direction.rawValue, nil) == 1
    guard isReady else {
      EVP_CIPHER_CTX_free(context)
      throw .libcrypto(operation)
    }
    pointer = context
    self.operation = operation
  }

  deinit { EVP_CIPHER_CTX_free(pointer) }

  /// Tells CCM how long the text will be.
  borrowing func announce(count: Int) throws(CryptoError) {
    var written: Int32 = 0
    guard EVP_CipherUpdate(pointer, nil, &written, nil, try length(count)) == 1 else {
      throw .libcrypto(operation)
    }
  }

  /// The caller sees to whole blocks.
  borrowing func disablePadding() {
    EVP_CIPHER_CTX_set_padding(pointer, 0)
  }

  borrowing func authenticate(_ data: [UInt8]) throws(CryptoError) {
    guard !data.isEmpty else { return }
    var written: Int32 = 0
    guard EVP_CipherUpdate(pointer, nil, &written, data, try length(data.count)) == 1 else {
      throw .libcrypto(operation)
    }
  }

  /// Transforms the first `count` bytes of `input` into the first `count` bytes of `output`.
  ///
  /// - Parameter evenIfEmpty: CCM makes its tag here, so it must be called for an empty text too.
  borrowing func update(
    _ input: [UInt8], count: Int, into output: inout [UInt8], evenIfEmpty: Bool = false
  ) throws(CryptoError) {
    guard count > 0 || evenIfEmpty else { return }
    guard transform(input, count: count, into: &output) else { throw .libcrypto(operation) }
  }

  /// As `update`, for a caller who knows what a refusal means. The error queue is the caller's.
  borrowing func transform(_ input: [UInt8], count: Int, into output: inout [UInt8]) -> Bool {
    guard let count = Int32(exactly: count) else { return false }
    guard count > 0 else { return transformNothing() }
    var written: Int32 = 0
    return EVP_CipherUpdate(pointer, &output, &written, input, count) == 1 && written == count
  }

  /// An empty text, given as pointers that are not null: libcrypto takes null for another call.
  private borrowing func transformNothing() -> Bool {
    var written: Int32 = 0
    var output: UInt8 = 0
    return EVP_CipherUpdate(pointer, &output, &written, [0], 0) == 1 && written == 0
  }

  /// Ends the message; for an AEAD that decrypts, this is where the tag is judged.
  borrowing func finish() -> Bool {
    var rest = [UInt8](repeating: 0, count: 32)
    var written: Int32 = 0
    return EVP_CipherFinal_ex(pointer, &rest, &written) == 1
  }

  borrowing func tag(_ count: Int) throws(CryptoError) -> [UInt8] {
    var tag = [UInt8](repeating: 0, count: count)
    guard EVP_CIPHER_CTX_ctrl(pointer, EVP_CTRL_AEAD_GET_TAG, Int32(count), &tag) == 1 else {
      throw .libcrypto(operation)
    }
    return tag
  }

  borrowing func expect(tag: ArraySlice<UInt8>) throws(CryptoError) {
    var tag = Array(tag)
    guard EVP_CIPHER_CTX_ctrl(pointer, EVP_CTRL_AEAD_SET_TAG, Int32(tag.count), &tag) == 1 else {
      throw .libcrypto(operation)
    }
  }

  private borrowing func length(_ count: Int) throws(CryptoError) -> Int32 {
    guard let count = Int32(exactly: count) else { throw .badInput(operation, "too long") }
    return count
  }
}

/// A fetched `EVP_CIPHER`, kept for the whole run.
final class CipherMethod: @unchecked Sendable {
  let pointer: OpaquePointer

  /// - Parameter library: libcrypto's own context, or one with other providers.
  init?(_ name: String, in library: OpaquePointer? = nil) {
    guard let pointer = EVP_CIPHER_fetch(library, name, nil) else {
      ERR_clear_error()
      return nil
    }
    self.pointer = pointer
  }

  deinit { EVP_CIPHER_free(pointer) }
}
