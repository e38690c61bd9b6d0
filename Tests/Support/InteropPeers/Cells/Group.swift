/// A Diffie-Hellman group; the raw value is what our settings call it.
public enum Group: String, Sendable, Hashable, CaseIterable {
  case x25519
  case x448
  case secp256r1
  case secp384r1
  case secp521r1
  case ffdhe2048
  case ffdhe3072
  case hybrid = "X25519MLKEM768"

  /// The name in OpenSSL's option `-groups`.
  var opensslName: String {
    switch self {
    case .x25519: "X25519"
    case .x448: "X448"
    case .secp256r1: "P-256"
    case .secp384r1: "P-384"
    case .secp521r1: "P-521"
    case .ffdhe2048, .ffdhe3072, .hybrid: rawValue
    }
  }

  /// How OpenSSL's client prints the key that the server sent.
  var opensslKeyWords: String {
    switch self {
    case .x25519: "Server Temp Key: X25519"
    case .x448: "Server Temp Key: X448"
    case .secp256r1: "Server Temp Key: ECDH, prime256v1"
    case .secp384r1: "Server Temp Key: ECDH, secp384r1"
    case .secp521r1: "Server Temp Key: ECDH, secp521r1"
    case .ffdhe2048: "Server Temp Key: DH, 2048 bits"
    case .ffdhe3072: "Server Temp Key: DH, 3072 bits"
    case .hybrid: "X25519MLKEM768"
    }
  }

  /// How OpenSSL's server prints the groups that both have.
  var opensslSharedWords: String {
    switch self {
    case .x25519: "Shared groups: x25519\n"
    case .x448: "Shared groups: x448\n"
    default: "Shared groups: \(rawValue)\n"
    }
  }

  /// The name in GnuTLS's priority strings, and in what it prints.
  var gnutlsName: String { rawValue.uppercased() }

  /// The name in NSS's option `-I`.
  var nssName: String {
    switch self {
    case .secp256r1: "P256"
    case .secp384r1: "P384"
    case .secp521r1: "P521"
    case .ffdhe2048: "FF2048"
    case .ffdhe3072: "FF3072"
    case .x25519, .x448, .hybrid: rawValue
    }
  }

  /// How NSS prints the length of the key exchange.
  var nssWords: String {
    switch self {
    case .x25519: "Key Exchange: 255-bit"
    case .secp256r1: "Key Exchange: 256-bit"
    case .secp384r1: "Key Exchange: 384-bit"
    case .secp521r1: "Key Exchange: 521-bit"
    case .ffdhe2048: "Key Exchange: 2048-bit"
    case .ffdhe3072: "Key Exchange: 3072-bit"
    case .x448, .hybrid: rawValue
    }
  }
}
