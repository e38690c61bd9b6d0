import COpenSSL

/// How a long-term key signs a message: the padding or curve arithmetic, and the hash.
public enum SignatureAlgorithm: Sendable, Hashable, Codable {
  /// RSASSA-PKCS1-v1_5 (RFC 8017 §8.2).
  case rsaPKCS1(HashAlgorithm)
  /// RSASSA-PSS (RFC 8017 §8.1), with MGF1 of the same hash and a salt as long as the hash.
  case rsaPSS(HashAlgorithm)
  /// ECDSA (FIPS 186-4), the signature in DER.
  case ecdsa(HashAlgorithm)
  /// RSA's signature of TLS 1.0 and 1.1 (RFC 4346 §7.4.3): MD5(message) ‖ SHA-1(message) with the
  /// padding of PKCS #1 and no name of a hash before it.
  case rsaMD5SHA1
  /// PureEdDSA on edwards25519 (RFC 8032 §5.1): deterministic, 64 bytes.
  case ed25519
  /// PureEdDSA on edwards448 (RFC 8032 §5.2) with an empty context: deterministic, 114 bytes.
  case ed448

  /// The hash that the message goes through; `nil` where it is no single one (`rsaMD5SHA1`), or the
  /// scheme takes the message itself (EdDSA).
  public var messageHash: HashAlgorithm? {
    switch self {
    case .rsaPKCS1(let hash), .rsaPSS(let hash), .ecdsa(let hash): hash
    case .rsaMD5SHA1, .ed25519, .ed448: nil
    }
  }

  /// Whether a key of this kind can sign so.
  public func fits(_ kind: KeyKind) -> Bool {
    switch (self, kind) {
    case (.ecdsa, .ec), (.ed25519, .ed25519), (.ed448, .ed448): true
    case (.rsaPKCS1, .rsa(let bits)), (.rsaPSS, .rsa(let bits)), (.rsaMD5SHA1, .rsa(let bits)):
      bits >= leastBits
    case (.rsaPSS(let hash), .rsaPSS(let bits, let only)):
      bits >= leastBits && (only == nil || only == hash)
    case (.rsaPKCS1, _), (.rsaPSS, _), (.rsaMD5SHA1, _), (.ecdsa, _), (.ed25519, _), (.ed448, _):
      false
    }
  }

  /// How long a modulus of RSA must be for what is signed to stand in it (RFC 8017 §9.1.1 step 3, §9.2 step 3).
  private var leastBits: Int {
    switch self {
    // Hash and salt are as long; a byte before them, one behind, and the highest bit stays free.
    case .rsaPSS(let hash): 8 * (2 * hash.length + 1) + 2
    // The name of the hash, and at least eleven bytes of padding.
    case .rsaPKCS1(let hash): 8 * (Self.namedHash(hash) + 10) + 1
    case .rsaMD5SHA1: 8 * (36 + 10) + 1
    case .ecdsa, .ed25519, .ed448: 0
    }
  }

  /// The length of a DigestInfo (RFC 8017 §9.2, note 1).
  private static func namedHash(_ hash: HashAlgorithm) -> Int {
    switch hash {
    case .sha1: 15 + hash.length
    case .md5: 18 + hash.length
    default: 19 + hash.length
    }
  }

  /// What of a message goes under the signature; `nil` where that is the message itself.
  func digest(of message: [UInt8]) throws(CryptoError) -> [UInt8]? {
    switch self {
    case .rsaPKCS1(let hash), .rsaPSS(let hash), .ecdsa(let hash): try hash.digest(message)
    case .rsaMD5SHA1:
      try HashAlgorithm.md5.digest(message) + HashAlgorithm.sha1.digest(message)
    case .ed25519, .ed448: nil
    }
  }

  /// Sets padding and hash of a context that was initialised to sign or to verify a digest.
  func configure(_ context: borrowing KeyContext) -> Bool {
    switch self {
    case .ecdsa(let hash): setHash(hash, of: context)
    case .rsaPKCS1(let hash):
      setPadding(RSA_PKCS1_PADDING, of: context) && setHash(hash, of: context)
    case .rsaPSS(let hash):
      setPadding(RSA_PKCS1_PSS_PADDING, of: context) && setHash(hash, of: context)
        && EVP_PKEY_CTX_set_rsa_pss_saltlen(context.pointer, RSA_PSS_SALTLEN_DIGEST) == 1
    case .rsaMD5SHA1:
      setPadding(RSA_PKCS1_PADDING, of: context)
        && EVP_PKEY_CTX_set_signature_md(context.pointer, EVP_md5_sha1()) == 1
    case .ed25519, .ed448: false  // They sign no digest.
    }
  }

  private func setPadding(_ padding: Int32, of context: borrowing KeyContext) -> Bool {
    EVP_PKEY_CTX_set_rsa_padding(context.pointer, padding) == 1
  }

  private func setHash(_ hash: HashAlgorithm, of context: borrowing KeyContext) -> Bool {
    guard let method = try? hash.method else { return false }
    return EVP_PKEY_CTX_set_signature_md(context.pointer, method.pointer) == 1
  }
}

/// What a long-term key is.
public enum KeyKind: Sendable, Hashable, Codable {
  /// RSA with a modulus of so many bits.
  case rsa(bits: Int)
  /// RSA with a modulus of so many bits that signs as RSASSA-PSS does and no other way (RFC 4055 §1.2);
  /// with a hash: with no other one.
  case rsaPSS(bits: Int, hash: HashAlgorithm? = nil)
  /// A point on a curve.
  case ec(Group)
  /// A point on edwards25519 (RFC 8032 §5.1).
  case ed25519
  /// A point on edwards448 (RFC 8032 §5.2).
  case ed448
  /// A key that we can carry but not use, by libcrypto's name of its type.
  case other(String)

  /// The type with the curve's name, or with the size where the type alone leaves that open.
  private static func otherWord(_ type: String, _ key: LibcryptoKey) -> String {
    switch type {
    case "EC": key.groupName.map { "EC \($0)" } ?? "EC-\(EVP_PKEY_get_bits(key.pointer))"
    case "DSA", "DH", "DHX": "\(type)-\(EVP_PKEY_get_bits(key.pointer))"
    default: type
    }
  }

  init(_ key: LibcryptoKey) {
    let type = key.typeName ?? "unknown"
    if type == "RSA" {
      self = .rsa(bits: Int(EVP_PKEY_get_bits(key.pointer)))
    } else if type == "RSA-PSS" {
      self = .rsaPSS(bits: Int(EVP_PKEY_get_bits(key.pointer)), hash: key.onlyHash)
    } else if type == "EC", let name = key.groupName, let group = Group(libcryptoName: name) {
      self = .ec(group)
    } else if type == "ED25519" {
      self = .ed25519
    } else if type == "ED448" {
      self = .ed448
    } else {
      self = .other(Self.otherWord(type, key))
    }
  }
}
