/// A kind of key exchange together with what proves who the server is; the raw value is the name
/// in cells. In TLS 1.3 the suite does not say it: there `dhe` is a group of RFC 7919, and `psk`
/// uses the key that both had before and nothing else.
public enum Exchange: String, Sendable, Hashable, CaseIterable {
  case rsa
  case dhe
  case ecdheRSA = "ecdhe-rsa"
  case ecdheECDSA = "ecdhe-ecdsa"
  case psk
  case dhePSK = "dhe-psk"
  case ecdhePSK = "ecdhe-psk"
  case dhAnonymous = "dh-anonymous"
  case ecdhAnonymous = "ecdh-anonymous"

  /// Whether both need a key that they had before.
  var usesSharedKey: Bool { [.psk, .dhePSK, .ecdhePSK].contains(self) }

  /// Whether nobody proves who they are.
  var isAnonymous: Bool { [.dhAnonymous, .ecdhAnonymous].contains(self) }

  /// Whether the server shows a certificate.
  var usesCertificate: Bool { !usesSharedKey && !isAnonymous }

  /// The word of our setting `kx`.
  var settingsWord: String {
    switch self {
    case .ecdheRSA, .ecdheECDSA: "ecdhe"
    case .dhAnonymous, .ecdhAnonymous: "anonymous"
    default: rawValue
    }
  }

  /// The part of IANA's name of a suite.
  var registryName: String {
    switch self {
    case .rsa: "RSA"
    case .dhe: "DHE_RSA"
    case .ecdheRSA: "ECDHE_RSA"
    case .ecdheECDSA: "ECDHE_ECDSA"
    case .psk: "PSK"
    case .dhePSK: "DHE_PSK"
    case .ecdhePSK: "ECDHE_PSK"
    case .dhAnonymous: "DH_anon"
    case .ecdhAnonymous: "ECDH_anon"
    }
  }

  /// How OpenSSL's name of a suite begins.
  var opensslPrefix: String {
    switch self {
    case .rsa: ""
    case .dhe: "DHE-RSA-"
    case .ecdheRSA: "ECDHE-RSA-"
    case .ecdheECDSA: "ECDHE-ECDSA-"
    case .psk: "PSK-"
    case .dhePSK: "DHE-PSK-"
    case .ecdhePSK: "ECDHE-PSK-"
    case .dhAnonymous: "ADH-"
    case .ecdhAnonymous: "AECDH-"
    }
  }

  /// The key exchange in GnuTLS's priority strings.
  var gnutlsName: String {
    switch self {
    case .rsa: "RSA"
    case .dhe: "DHE-RSA"
    case .ecdheRSA: "ECDHE-RSA"
    case .ecdheECDSA: "ECDHE-ECDSA"
    case .psk: "PSK"
    case .dhePSK: "DHE-PSK"
    case .ecdhePSK: "ECDHE-PSK"
    case .dhAnonymous: "ANON-DH"
    case .ecdhAnonymous: "ANON-ECDH"
    }
  }
}
