public import CryptoPrimitives
public import TLSWire

extension SignatureAlgorithm {
  /// The algorithm behind a code point; nil for those that are not ours, SHA-1 among them
  /// (RFC 9155).
  public init?(_ scheme: SignatureScheme) {
    switch scheme {
    case .rsaPKCS1SHA256: self = .rsaPKCS1(.sha256)
    case .rsaPKCS1SHA384: self = .rsaPKCS1(.sha384)
    case .rsaPKCS1SHA512: self = .rsaPKCS1(.sha512)
    case .rsaPSSRSAESHA256: self = .rsaPSS(.sha256)
    case .rsaPSSRSAESHA384: self = .rsaPSS(.sha384)
    case .rsaPSSRSAESHA512: self = .rsaPSS(.sha512)
    case .ecdsaSecp256r1SHA256: self = .ecdsa(.sha256)
    case .ecdsaSecp384r1SHA384: self = .ecdsa(.sha384)
    case .ecdsaSecp521r1SHA512: self = .ecdsa(.sha512)
    case .ed25519: self = .ed25519
    case .ed448: self = .ed448
    default: return nil
    }
  }

  /// The algorithm behind a code point in a version: before TLS 1.2 those that it prescribes, MD5
  /// and SHA-1 among them, and no others (RFC 4346 §7.4.3, RFC 8422 §5.4).
  public init?(_ scheme: SignatureScheme, in version: ProtocolVersion) {
    guard version.isLegacy else {
      self.init(scheme)
      return
    }
    switch scheme {
    case .rsaPKCS1MD5SHA1: self = .rsaMD5SHA1
    case .ecdsaSHA1: self = .ecdsa(.sha1)
    default: return nil
    }
  }
}

extension SignatureScheme {
  /// How a key signs before TLS 1.2, where its kind alone decides (RFC 4346 §7.4.3, RFC 8422 §5.4);
  /// nil for a kind that can't.
  public static func legacy(for kind: KeyKind) -> SignatureScheme? {
    [.rsaPKCS1MD5SHA1, .ecdsaSHA1].first {
      SignatureAlgorithm($0, in: .tls10)?.fits(kind) == true
    }
  }
}
