import COpenSSL

/// An ephemeral key: a private value and the public key that goes over the wire.
public struct KeyPair: Sendable {
  /// The group by name; `nil` for a finite field group that has none.
  public let group: Group?
  /// Prime and generator, in a finite field group.
  public let finiteField: FiniteFieldGroup?
  /// X25519: 32 bytes; X448: 56; a curve: the scalar at full width; a finite field: the exponent.
  public let privateKey: [UInt8]
  /// X25519: 32 bytes; X448: 56; a curve: the uncompressed point; a finite field: as long as the prime.
  public let publicKey: [UInt8]

  /// libcrypto's form of the key, so that agreeing needs no import; `nil` after decoding.
  let handle: LibcryptoKey?

  init(
    group: Group?, finiteField: FiniteFieldGroup?, privateKey: [UInt8], publicKey: [UInt8],
    handle: LibcryptoKey?
  ) {
    self.group = group
    self.finiteField = finiteField
    self.privateKey = privateKey
    self.publicKey = publicKey
    self.handle = handle
  }

  /// Reads the bytes of a key that libcrypto made.
  init(
    group: Group?, finiteField: FiniteFieldGroup?, handle: LibcryptoKey
  ) throws(CryptoError) {
    let width = group?.kind == .weierstrass ? group?.sharedSecretLength ?? 0 : 0
    self.init(
      group: group, finiteField: finiteField,
      privateKey: try handle.number(OSSL_PKEY_PARAM_PRIV_KEY, width: width),
      publicKey: try handle.encodedPublicKey(), handle: handle)
  }

  /// The key pair of a private key: what a thief makes of it.
  ///
  /// - Throws: `.badInput` for a length or a value that the group has no key for.
  public static func make(group: Group, privateKey: [UInt8]) throws(CryptoError) -> KeyPair {
    switch group.kind {
    case .montgomery: return try makeMontgomery(group, privateKey)
    case .weierstrass: return try makeWeierstrass(group, privateKey)
    case .finiteField:
      guard let field = group.parameters else {
        throw CryptoError(operation: group.rawValue, reason: "not in this libcrypto", kind: .failed)
      }
      return try field.makeKey(privateKey: privateKey)
    }
  }

  /// The secret that this key and a peer's public key agree on, as TLS feeds it on (RFC 8422 §5.11):
  /// X25519: 32 bytes, X448: 56, an all-zero result refused (RFC 7748 §6.1 and §6.2); a curve: the x
  /// coordinate at full width; a finite field: padded to the prime's length (TLS 1.3 takes it so,
  /// RFC 8446 §7.4.1; TLS 1.2 strips leading zeros, RFC 5246 §8.1.2).
  ///
  /// - Throws: `.badInput` for a public key that is no usable element of the group.
  public func sharedSecret(with peerPublicKey: [UInt8]) throws(CryptoError) -> [UInt8] {
    let key = if let handle { handle } else { try rebuilt() }
    guard group?.kind != .weierstrass || peerPublicKey.first == 4 else {
      throw .badInput("read public key", "not an uncompressed point")
    }
    let peer = try readPeer(peerPublicKey, key)
    let secret = try key.agree(with: peer, padded: finiteField != nil)
    guard secret.contains(where: { $0 != 0 }) else {
      throw .badInput("agree", "the shared secret is zero")
    }
    return secret
  }

  func readPeer(
    _ publicKey: [UInt8], _ key: LibcryptoKey
  ) throws(CryptoError) -> LibcryptoKey {
    guard let group, group.kind == .montgomery, let identifier = group.curveIdentifier else {
      return try key.peer(publicKey)
    }
    guard
      let pointer = EVP_PKEY_new_raw_public_key(identifier, nil, publicKey, publicKey.count)
    else { throw .libcrypto("read public key", .badInput) }
    return LibcryptoKey(owning: pointer)
  }

  func rebuilt() throws(CryptoError) -> LibcryptoKey {
    let pair: KeyPair
    if let group {
      pair = try .make(group: group, privateKey: privateKey)
    } else if let finiteField {
      pair = try finiteField.makeKey(privateKey: privateKey)
    } else {
      throw .badInput("read key", "no group")
    }
    guard let handle = pair.handle else { throw .badInput("read key", "no key") }
    return handle
  }
}

extension KeyPair: Hashable {
  public static func == (a: KeyPair, b: KeyPair) -> Bool {
    a.group == b.group && a.finiteField == b.finiteField && a.privateKey == b.privateKey
      && a.publicKey == b.publicKey
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(publicKey)
  }
}
