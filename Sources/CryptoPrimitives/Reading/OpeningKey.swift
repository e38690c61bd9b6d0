import COpenSSL

/// A cipher with its key scheduled once, that opens the many records of one direction: whatever
/// libcrypto has, its legacy provider included, by libcrypto's name.
///
/// `@unchecked Sendable`: it belongs to one direction of one connection, which is read by one thread at
/// a time.
package final class OpeningKey: @unchecked Sendable {
  package enum Mode: Hashable, Sendable {
    case cbc
    /// GCM and ChaCha20-Poly1305: a tag behind the text, which is judged at the end.
    case aead
    /// CCM must know all lengths before it begins.
    case ccm
  }

  private let context: OpaquePointer
  private let name: String
  private let mode: Mode
  private let key: [UInt8]
  private let tagLength: Int

  /// Whether this libcrypto has a cipher.
  package static func exists(_ name: String) -> Bool { ReadingMethods.method(name) != nil }

  /// - Throws: `.badInput` for a cipher that this libcrypto lacks, or a key of another length.
  package init(
    _ name: String, _ mode: Mode, key: [UInt8], tagLength: Int = 0
  ) throws(CryptoError) {
    guard let method = ReadingMethods.method(name) else {
      throw .badInput(name, "not in libcrypto")
    }
    guard let context = EVP_CIPHER_CTX_new() else { throw .libcrypto(name) }
    self.context = context
    self.name = name
    self.mode = mode
    self.key = key
    self.tagLength = tagLength
    guard EVP_CipherInit_ex2(context, method.pointer, nil, nil, 0, nil) == 1,
      Int(EVP_CIPHER_CTX_get_key_length(context)) == key.count
        || EVP_CIPHER_CTX_set_key_length(context, Int32(key.count)) == 1
    else { throw .libcrypto(name, .badInput) }
    guard mode == .ccm || EVP_CipherInit_ex2(context, nil, key, nil, 0, nil) == 1 else {
      throw .libcrypto(name, .badInput)
    }
  }

  deinit { EVP_CIPHER_CTX_free(context) }

  /// Decrypts whole blocks.
  ///
  /// - Throws: `.badInput` for a part of a block.
  package func decrypt(
    blocks: ArraySlice<UInt8>, iv: ArraySlice<UInt8>
  ) throws(CryptoError) -> [UInt8] {
    let block = Int(EVP_CIPHER_CTX_get_block_size(context))
    guard blocks.count.isMultiple(of: block), iv.count == block else {
      throw .badInput(name, "not whole blocks")
    }
    let isReady = iv.withUnsafeBufferPointer {
      EVP_CipherInit_ex2(context, nil, nil, $0.baseAddress, 0, nil) == 1
        && EVP_CIPHER_CTX_set_padding(context, 0) == 1
    }
    guard isReady else { throw .libcrypto(name) }
    var succeeded = false
    let text = [UInt8](unsafeUninitializedCapacity: blocks.count) { buffer, filled in
      succeeded = update(blocks, into: buffer.baseAddress)
      filled = succeeded ? blocks.count : 0
    }
    guard succeeded else { throw .libcrypto(name) }
    return text
  }

  /// Verifies the tag at the end and decrypts.
  ///
  /// - Returns: nil where the tag does not fit.
  package func open(
    _ sealed: ArraySlice<UInt8>, nonce: [UInt8], additionalData: [UInt8]
  ) -> [UInt8]? {
    let count = sealed.count - tagLength
    guard count >= 0 else { return nil }
    var tag = Array(sealed.suffix(tagLength))
    guard begin(nonce, &tag, count: count, additionalData) else { return failed() }
    var succeeded = false
    let text = [UInt8](unsafeUninitializedCapacity: max(1, count)) { buffer, filled in
      succeeded = update(sealed.prefix(count), into: buffer.baseAddress)
      if mode == .aead { succeeded = succeeded && finish() }
      filled = succeeded ? count : 0
    }
    return succeeded ? text : failed()
  }

  private func failed() -> [UInt8]? {
    ERR_clear_error()
    return nil
  }

  private func begin(
    _ nonce: [UInt8], _ tag: inout [UInt8], count: Int, _ additionalData: [UInt8]
  ) -> Bool {
    var written: Int32 = 0
    let length = Int32(truncatingIfNeeded: additionalData.count)
    if mode == .ccm {
      guard
        EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_IVLEN, Int32(nonce.count), nil) == 1,
        EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, Int32(tag.count), &tag) == 1,
        EVP_CipherInit_ex2(context, nil, key, nonce, 0, nil) == 1,
        EVP_CipherUpdate(context, nil, &written, nil, Int32(count)) == 1
      else { return false }
    } else {
      guard EVP_CipherInit_ex2(context, nil, nil, nonce, 0, nil) == 1,
        EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, Int32(tag.count), &tag) == 1
      else { return false }
    }
    return additionalData.isEmpty
      || EVP_CipherUpdate(context, nil, &written, additionalData, length) == 1
  }

  private func update(
    _ input: ArraySlice<UInt8>, into output: UnsafeMutablePointer<UInt8>?
  ) -> Bool {
    guard let count = Int32(exactly: input.count), let output else { return false }
    var written: Int32 = 0
    return input.withUnsafeBufferPointer { input in
      guard let base = input.baseAddress, count > 0 else {
        // CCM judges the tag here, so that an empty text is a text too.
        var nothing: UInt8 = 0
        return mode != .ccm || EVP_CipherUpdate(context, output, &written, &nothing, 0) == 1
      }
      return EVP_CipherUpdate(context, output, &written, base, count) == 1 && written == count
    }
  }

  private func finish() -> Bool {
    var rest: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
    var written: Int32 = 0
    return withUnsafeMutableBytes(of: &rest) { rest in
      EVP_CipherFinal_ex(context, rest.bindMemory(to: UInt8.self).baseAddress, &written) == 1
    }
  }
}

/// HMAC (RFC 2104) under one key, over many records.
///
/// `@unchecked Sendable`: as ``OpeningKey``.
package final class OpeningMAC: @unchecked Sendable {
  private let hash: KeyedHash

  package init(_ hash: HashAlgorithm, key: [UInt8]) throws(CryptoError) {
    self.hash = try KeyedHash(hash, key: key)
  }

  package func tag(
    of header: [UInt8], _ content: ArraySlice<UInt8>
  ) throws(CryptoError) -> [UInt8] {
    try hash.tag(ofHeader: header, content)
  }
}
