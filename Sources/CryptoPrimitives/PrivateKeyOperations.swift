import COpenSSL

extension PrivateKey {
  /// This key's signature over a message.
  ///
  /// - Throws: `.badInput` if the scheme does not fit the key, or its hash is too long for it.
  public func sign(
    _ message: [UInt8], scheme: SignatureAlgorithm, random: RandomStream
  ) throws(CryptoError) -> [UInt8] {
    guard scheme.fits(kind) else { throw .badInput("sign", "the scheme does not fit the key") }
    guard let digest = try scheme.digest(of: message) else { return try handle.signWhole(message) }
    let context = try KeyContext(handle, "sign")
    guard EVP_PKEY_sign_init(context.pointer) == 1, scheme.configure(context) else {
      throw .libcrypto("sign", .badInput)
    }
    var signature = [UInt8](repeating: 0, count: max(0, Int(EVP_PKEY_get_size(handle.pointer))))
    var count = signature.count
    let outcome = random.use {
      EVP_PKEY_sign(context.pointer, &signature, &count, digest, digest.count)
    }
    guard outcome == 1 else { throw .libcrypto("sign", .badInput) }
    return Array(signature.prefix(count))
  }

  /// c^d mod n at the modulus' full length, padding and all, so that the caller judges the padding.
  ///
  /// A wrong key is no error here: the result is then no padded message (RFC 8017 §7.2.2).
  ///
  /// - Throws: `.badInput` for a key that is not RSA, or a number that is not below the modulus.
  public func decryptRaw(_ ciphertext: [UInt8]) throws(CryptoError) -> [UInt8] {
    guard let modulusLength else { throw .badInput("RSA decrypt", "not an RSA key") }
    guard ciphertext.count == modulusLength else {
      throw .badInput("RSA decrypt", "not as long as the modulus")
    }
    let context = try KeyContext(handle, "RSA decrypt")
    guard EVP_PKEY_decrypt_init(context.pointer) == 1,
      EVP_PKEY_CTX_set_rsa_padding(context.pointer, RSA_NO_PADDING) == 1
    else { throw .libcrypto("RSA decrypt") }
    var padded = [UInt8](repeating: 0, count: modulusLength)
    var count = padded.count
    guard
      EVP_PKEY_decrypt(context.pointer, &padded, &count, ciphertext, ciphertext.count) == 1,
      count == modulusLength
    else { throw .libcrypto("RSA decrypt", .badInput) }
    return padded
  }
}

extension PrivateKey {
  /// The secret that a long-term key on a curve and a peer's point agree on: what static ECDH, which
  /// nobody speaks any more, took for its pre-master secret.
  ///
  /// - Throws: `.badInput` for a key of another kind, or a point that is none of its curve.
  public func agree(withPoint point: [UInt8]) throws(CryptoError) -> [UInt8] {
    guard modulusLength == nil else { throw .badInput("agree", "an RSA key") }
    return try handle.agree(with: try handle.peer(point), padded: false)
  }
}
