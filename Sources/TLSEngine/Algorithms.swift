import CryptoPrimitives
import TLSWire

extension SignatureAlgorithm {
  /// The algorithm behind a code point; nil for those that are not ours.
  init?(_ scheme: SignatureScheme) {
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

extension FiniteFieldGroup {
  /// The code point, where the prime is one of RFC 7919.
  var namedGroup: NamedGroup? {
    switch named {
    case .ffdhe2048: .ffdhe2048
    case .ffdhe3072: .ffdhe3072
    default: nil
    }
  }
}
