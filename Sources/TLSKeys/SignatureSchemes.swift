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
    case .rsaPSSRSAESHA256, .rsaPSSPSSSHA256: self = .rsaPSS(.sha256)
    case .rsaPSSRSAESHA384, .rsaPSSPSSSHA384: self = .rsaPSS(.sha384)
    case .rsaPSSRSAESHA512, .rsaPSSPSSSHA512: self = .rsaPSS(.sha512)
    case .ecdsaSecp256r1SHA256: self = .ecdsa(.sha256)
    case .ecdsaSecp384r1SHA384: self = .ecdsa(.sha384)
    case .ecdsaSecp521r1SHA512: self = .ecdsa(.sha512)
    case .ed25519: self = .ed25519
    case .ed448: self = .ed448
    default: return nil
    }
  }

  /// The algorithm behind a code point in a version: before TLS 1.2 those that it prescribes, MD5
  /// and SHA-1 among them, and no others (RFC 4346 §7.4.3, RFC 8422 §5.4); in TLS 1.2 those over SHA-1
  /// too (RFC 5246 §7.4.1.4.1), for whoever allows what RFC 9155 §2 forbids.
  public init?(_ scheme: SignatureScheme, in version: ProtocolVersion) {
    switch scheme {
    case .rsaPKCS1MD5SHA1 where version.isLegacy: self = .rsaMD5SHA1
    case .ecdsaSHA1 where version < .tls13: self = .ecdsa(.sha1)
    case .rsaPKCS1SHA1 where version == .tls12: self = .rsaPKCS1(.sha1)
    default:
      guard !version.isLegacy else { return nil }
      self.init(scheme)
    }
  }
}

extension SignatureScheme {
  /// Whether a key of that kind signs so in a version. Of RSASSA-PSS there are two schemes a hash, one for
  /// keys that say rsaEncryption and one for those that say id-RSASSA-PSS (RFC 9846 §4.3.3).
  public func fits(_ kind: KeyKind, in version: ProtocolVersion) -> Bool {
    guard let algorithm = SignatureAlgorithm(self, in: version), algorithm.fits(kind) else {
      return false
    }
    guard case .rsaPSS = algorithm, case .rsaPSS = kind else {
      return !Self.ofPSSKeys.contains(self)
    }
    return Self.ofPSSKeys.contains(self)
  }

  /// Those of keys that sign as RSASSA-PSS does and no other way.
  public static let ofPSSKeys: [SignatureScheme] = [
    .rsaPSSPSSSHA256, .rsaPSSPSSSHA384, .rsaPSSPSSSHA512,
  ]

  /// How a key signs before TLS 1.2, where its kind alone decides (RFC 4346 §7.4.3, RFC 8422 §5.4);
  /// nil for a kind that can't.
  public static func legacy(for kind: KeyKind) -> SignatureScheme? {
    [.rsaPKCS1MD5SHA1, .ecdsaSHA1].first {
      SignatureAlgorithm($0, in: .tls10)?.fits(kind) == true
    }
  }
}
