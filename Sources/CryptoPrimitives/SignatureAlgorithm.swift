import COpenSSL

/// How a long-term key signs a message: the padding or curve arithmetic, and the hash.
public enum SignatureAlgorithm: Sendable, Hashable, Codable {
  /// RSASSA-PKCS1-v1_5 (RFC 8017 §8.2).
  case rsaPKCS1(HashAlgorithm)
  /// RSASSA-PSS (RFC 8017 §8.1), with MGF1 of the same hash and a salt as long as the hash.
  case rsaPSS(HashAlgorithm)
  /// ECDSA (FIPS 186-4), the signature in DER.
  case ecdsa(HashAlgorithm)

  /// The hash that the message goes through.
  public var hash: HashAlgorithm {
    switch self {
    case .rsaPKCS1(let hash), .rsaPSS(let hash), .ecdsa(let hash): hash
    }
  }

  /// Whether a key of this kind can sign so.
  public func fits(_ kind: KeyKind) -> Bool {
    switch (self, kind) {
    case (.rsaPKCS1, .rsa), (.rsaPSS, .rsa), (.ecdsa, .ec): true
    case (.rsaPKCS1, _), (.rsaPSS, _), (.ecdsa, _): false
    }
  }

  /// Sets padding and hash of a context that was initialised to sign or to verify a digest.
  func configure(_ context: borrowing KeyContext) -> Bool {
    guard let method = try? hash.method else { return false }
    let padding: Int32
    switch self {
    case .rsaPKCS1: padding = RSA_PKCS1_PADDING
    case .rsaPSS: padding = RSA_PKCS1_PSS_PADDING
    case .ecdsa: return EVP_PKEY_CTX_set_signature_md(context.pointer, method.pointer) == 1
    }
    guard EVP_PKEY_CTX_set_rsa_padding(context.pointer, padding) == 1,
      EVP_PKEY_CTX_set_signature_md(context.pointer, method.pointer) == 1
    else { return false }
    guard padding == RSA_PKCS1_PSS_PADDING else { return true }
    return EVP_PKEY_CTX_set_rsa_pss_saltlen(context.pointer, RSA_PSS_SALTLEN_DIGEST) == 1
  }
}

/// What a long-term key is.
public enum KeyKind: Sendable, Hashable, Codable {
  /// RSA with a modulus of so many bits.
  case rsa(bits: Int)
  /// A point on a curve.
  case ec(Group)
  /// A key that we can carry but not use, by libcrypto's name of its type.
  case other(String)

  init(_ key: LibcryptoKey) {
    let type = key.typeName ?? "unknown"
    if type == "RSA" {
      self = .rsa(bits: Int(EVP_PKEY_get_bits(key.pointer)))
    } else if type == "EC", let name = key.groupName, let group = Group(libcryptoName: name) {
      self = .ec(group)
    } else {
      self = .other(type)
    }
  }
}
