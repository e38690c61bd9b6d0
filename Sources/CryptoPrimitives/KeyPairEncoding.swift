import COpenSSL

// Ephemeral keys in the form that other programs read.
extension KeyPair {
  /// This key as PKCS #8 in DER.
  public func privateKeyDER() throws(CryptoError) -> [UInt8] {
    let key = if let handle { handle } else { try rebuilt() }
    return try key.privateKeyInfo()
  }

  /// A peer's public key in this key's group, as SubjectPublicKeyInfo in DER.
  public func publicKeyDER(ofPeer publicKey: [UInt8]) throws(CryptoError) -> [UInt8] {
    let key = if let handle { handle } else { try rebuilt() }
    return try readPeer(publicKey, key).subjectPublicKeyInfo()
  }
}

extension LibcryptoKey {
  /// The private key as PKCS #8 in DER.
  func privateKeyInfo() throws(CryptoError) -> [UInt8] {
    guard let info = EVP_PKEY2PKCS8(pointer) else { throw .libcrypto("encode private key") }
    defer { PKCS8_PRIV_KEY_INFO_free(info) }
    var encoded: UnsafeMutablePointer<UInt8>?
    let count = i2d_PKCS8_PRIV_KEY_INFO(info, &encoded)
    guard count > 0, let encoded else { throw .libcrypto("encode private key") }
    defer { CRYPTO_clear_free(encoded, Int(count), "", 0) }
    return Array(UnsafeBufferPointer(start: encoded, count: Int(count)))
  }

  /// The public key as SubjectPublicKeyInfo in DER.
  func subjectPublicKeyInfo() throws(CryptoError) -> [UInt8] {
    var encoded: UnsafeMutablePointer<UInt8>?
    let count = i2d_PUBKEY(pointer, &encoded)
    guard count > 0, let encoded else { throw .libcrypto("encode public key") }
    defer { CRYPTO_free(encoded, "", 0) }
    return Array(UnsafeBufferPointer(start: encoded, count: Int(count)))
  }
}
