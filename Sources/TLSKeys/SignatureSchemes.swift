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
    default: return nil
    }
  }
}
