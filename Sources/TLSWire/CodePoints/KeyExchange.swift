/// How client and server come to a pre-master secret, and by what the server proves itself. The raw
/// value is how the names of suites spell it.
public enum KeyExchange: String, Hashable, Sendable, Codable, CaseIterable {
  /// RFC 5246 §7.4.7.1.
  case rsa = "RSA"
  /// RFC 5246 §7.4.3.
  case dheRSA = "DHE_RSA"
  /// RFC 8422 §2.
  case ecdheRSA = "ECDHE_RSA"
  case ecdheECDSA = "ECDHE_ECDSA"
  /// A key that both had before, alone or with Diffie-Hellman (RFC 4279 §2 and §3, RFC 5489 §2).
  case psk = "PSK"
  case dhePSK = "DHE_PSK"
  case ecdhePSK = "ECDHE_PSK"
  /// Nobody proves who they are (RFC 5246 §F.1.1.1, RFC 8422 §2.3).
  case dhAnonymous = "DH_anon"
  case ecdhAnonymous = "ECDH_anon"

  /// The word that people type and that other programs read.
  public var word: String {
    switch self {
    case .rsa: "rsa"
    case .dheRSA: "dhe"
    case .ecdheRSA, .ecdheECDSA: "ecdhe"
    case .psk: "psk"
    case .dhePSK: "dhe-psk"
    case .ecdhePSK: "ecdhe-psk"
    case .dhAnonymous: "dhe-anonymous"
    case .ecdhAnonymous: "ecdhe-anonymous"
    }
  }

  /// The key exchange by what stands before `_WITH_`. RFC 6655 turns two names around:
  /// TLS_PSK_DHE_WITH_AES_128_CCM_8.
  init?(inSuiteName name: Substring) {
    self.init(rawValue: name == "PSK_DHE" ? "DHE_PSK" : String(name))
  }

  /// Whether both sides make keys for this session alone.
  public var isEphemeral: Bool { isFiniteField || isEllipticCurve }

  /// Whether the exchange happens in a finite field.
  public var isFiniteField: Bool { [.dheRSA, .dhePSK, .dhAnonymous].contains(self) }

  /// Whether the exchange happens on an elliptic curve (RFC 8422).
  public var isEllipticCurve: Bool {
    [.ecdheRSA, .ecdheECDSA, .ecdhePSK, .ecdhAnonymous].contains(self)
  }

  /// Whether the server shows a certificate (RFC 5246 §7.4.2).
  public var usesCertificate: Bool { [.rsa, .dheRSA, .ecdheRSA, .ecdheECDSA].contains(self) }

  /// Whether a key that both had before is part of the secret (RFC 4279).
  public var usesPreSharedKey: Bool { [.psk, .dhePSK, .ecdhePSK].contains(self) }

  /// Whether neither side proves who it is.
  public var isAnonymous: Bool { self == .dhAnonymous || self == .ecdhAnonymous }

  /// Whether no client may offer it and no server choose it in TLS 1.2 any more (RFC 10015 §3, §4).
  public var isForbidden: Bool { self == .rsa || isFiniteField }

  /// Whether the server signs its ServerKeyExchange (RFC 5246 §7.4.3).
  public var signsServerKeyExchange: Bool { isEphemeral && usesCertificate }
}
