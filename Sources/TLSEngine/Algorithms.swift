import CryptoPrimitives
import TLSWire

extension FiniteFieldGroup {
  /// The code point, where the prime is one of RFC 7919.
  var namedGroup: NamedGroup? {
    switch named {
    case .ffdhe2048: .ffdhe2048
    case .ffdhe3072: .ffdhe3072
    case .ffdhe4096: .ffdhe4096
    case .ffdhe6144: .ffdhe6144
    case .ffdhe8192: .ffdhe8192
    case .x25519, .x448, .secp256r1, .secp384r1, .secp521r1, nil: nil
    }
  }
}
