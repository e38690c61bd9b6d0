import COpenSSL

// EdDSA (RFC 8032): libcrypto takes the whole message at once, and no hash of it.
extension LibcryptoKey {
  /// This key's signature over a message; needs no randomness.
  func signWhole(_ message: [UInt8]) throws(CryptoError) -> [UInt8] {
    guard let context = EVP_MD_CTX_new() else { throw .libcrypto("sign") }
    defer { EVP_MD_CTX_free(context) }
    var signature = [UInt8](repeating: 0, count: max(0, Int(EVP_PKEY_get_size(pointer))))
    var count = signature.count
    guard EVP_DigestSignInit_ex(context, nil, nil, nil, nil, pointer, nil) == 1,
      EVP_DigestSign(context, &signature, &count, message, message.count) == 1
    else { throw .libcrypto("sign") }
    return Array(signature.prefix(count))
  }

  /// Whether `signature` is this key's over `message`.
  func verifyWhole(_ signature: [UInt8], of message: [UInt8]) throws(CryptoError) -> Bool {
    guard let context = EVP_MD_CTX_new() else { throw .libcrypto("verify") }
    defer { EVP_MD_CTX_free(context) }
    guard EVP_DigestVerifyInit_ex(context, nil, nil, nil, nil, pointer, nil) == 1 else {
      throw .libcrypto("verify")
    }
    let outcome = EVP_DigestVerify(
      context, signature, signature.count, message, message.count)
    ERR_clear_error()
    return outcome == 1
  }
}
