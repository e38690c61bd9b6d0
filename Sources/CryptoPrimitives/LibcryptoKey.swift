import COpenSSL

/// Owns one `EVP_PKEY`: a key pair, a public key or the parameters of a group.
///
/// A class, because copyable states hold keys and importing one anew for each use costs many times
/// the operation. `@unchecked Sendable`: nothing changes the key after it was made, and libcrypto
/// locks what it caches in it (blinding, exports to providers).
package final class LibcryptoKey: @unchecked Sendable {
  /// The `EVP_PKEY`, alive as long as this object.
  package let pointer: OpaquePointer

  /// Takes over one reference.
  package init(owning pointer: OpaquePointer) {
    self.pointer = pointer
  }

  deinit { EVP_PKEY_free(pointer) }

  /// libcrypto's name of the key's type: `RSA`, `EC`, `X25519` …
  var typeName: String? {
    EVP_PKEY_get0_type_name(pointer).map { String(cString: $0) }
  }

  /// libcrypto's name of the key's group, if its type has groups and this one has a name.
  var groupName: String? {
    var name = [CChar](repeating: 0, count: 80)
    var length = 0
    guard EVP_PKEY_get_group_name(pointer, &name, name.count, &length) == 1 else {
      ERR_clear_error()
      return nil
    }
    return String(decoding: name.prefix(length).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// The hash that an RSASSA-PSS key is held to by its parameters (RFC 4055 §3.1); nil: to none.
  var onlyHash: HashAlgorithm? {
    var name = [CChar](repeating: 0, count: 80)
    var length = 0
    guard
      EVP_PKEY_get_utf8_string_param(
        pointer, OSSL_PKEY_PARAM_RSA_DIGEST, &name, name.count, &length) == 1
    else {
      ERR_clear_error()
      return nil
    }
    return HashAlgorithm.allCases.first { hash in
      (try? hash.method).map { EVP_MD_is_a($0.pointer, name) == 1 } ?? false
    }
  }

  /// A number of the key (`p`, `g`, `priv` …), big endian, at least `width` bytes.
  func number(_ name: String, width: Int = 0) throws(CryptoError) -> [UInt8] {
    var number: OpaquePointer?
    guard EVP_PKEY_get_bn_param(pointer, name, &number) == 1, let number else {
      throw .libcrypto("read \(name)")
    }
    defer { BN_clear_free(number) }
    return bytes(ofNumber: number, width: width)
  }

  /// The public key as TLS sends it.
  func encodedPublicKey() throws(CryptoError) -> [UInt8] {
    var encoded: UnsafeMutablePointer<UInt8>?
    let count = EVP_PKEY_get1_encoded_public_key(pointer, &encoded)
    guard count > 0, let encoded else { throw .libcrypto("encode public key") }
    defer { CRYPTO_free(encoded, "", 0) }
    return Array(UnsafeBufferPointer(start: encoded, count: count))
  }

  /// A new key pair in the group of this key, drawn from libcrypto's generator.
  func generate() throws(CryptoError) -> LibcryptoKey {
    let context = try KeyContext(self, "generate key")
    var key: OpaquePointer?
    guard EVP_PKEY_keygen_init(context.pointer) == 1,
      EVP_PKEY_keygen(context.pointer, &key) == 1, let key
    else { throw .libcrypto("generate key") }
    return LibcryptoKey(owning: key)
  }

  /// The secret that this key pair and a peer's public key in the same group agree on.
  ///
  /// libcrypto's full check of the public key is left out, because `peer` and the computation make
  /// what it needs of it: a point on a curve of prime order has that order (SP 800-56A §5.6.2.3.4),
  /// and a number is held within 2 … p-2 (RFC 7919 §5.1). It would more than double the time.
  func agree(with peer: LibcryptoKey, padded: Bool) throws(CryptoError) -> [UInt8] {
    let context = try KeyContext(self, "agree")
    guard EVP_PKEY_derive_init(context.pointer) == 1,
      !padded || EVP_PKEY_CTX_set_dh_pad(context.pointer, 1) == 1,
      EVP_PKEY_derive_set_peer_ex(context.pointer, peer.pointer, 0) == 1
    else { throw .libcrypto("agree", .badInput) }
    var count = 0
    guard EVP_PKEY_derive(context.pointer, nil, &count) == 1 else { throw .libcrypto("agree") }
    var secret = [UInt8](repeating: 0, count: count)
    guard EVP_PKEY_derive(context.pointer, &secret, &count) == 1 else {
      throw .libcrypto("agree", .badInput)
    }
    return Array(secret.prefix(count))
  }

  /// A peer's public key, as TLS sends it, in the group of this key.
  func peer(_ publicKey: [UInt8]) throws(CryptoError) -> LibcryptoKey {
    guard let pointer = EVP_PKEY_new() else { throw .libcrypto("read public key") }
    let peer = LibcryptoKey(owning: pointer)
    guard EVP_PKEY_copy_parameters(pointer, self.pointer) == 1,
      EVP_PKEY_set1_encoded_public_key(pointer, publicKey, publicKey.count) == 1
    else { throw .libcrypto("read public key", .badInput) }
    return peer
  }
}

/// An `EVP_PKEY_CTX` within one call.
struct KeyContext: ~Copyable {
  let pointer: OpaquePointer

  init(_ key: LibcryptoKey, _ operation: String) throws(CryptoError) {
    guard let pointer = EVP_PKEY_CTX_new_from_pkey(nil, key.pointer, nil) else {
      throw .libcrypto(operation)
    }
    self.pointer = pointer
  }

  init(type: String, _ operation: String) throws(CryptoError) {
    guard let pointer = EVP_PKEY_CTX_new_from_name(nil, type, nil) else {
      throw .libcrypto(operation)
    }
    self.pointer = pointer
  }

  deinit { EVP_PKEY_CTX_free(pointer) }
}
