public import Bytes

/// A signature algorithm with its hash.
///
/// RFC 8446 §4.2.3 names the pairs that TLS 1.2 writes as two bytes, hash and signature
/// (RFC 5246 §7.4.1.4.1).
public struct SignatureScheme: CodePoint {
  public var rawValue: UInt16
  public init(rawValue: UInt16) { self.rawValue = rawValue }

  /// RSA over MD5 and SHA-1 together, as TLS 1.0 and 1.1 sign. It has no number there; this one is
  /// for private use and never goes on the wire.
  public static let rsaPKCS1MD5SHA1 = SignatureScheme(rawValue: 0xFF01)
  public static let rsaPKCS1SHA1 = SignatureScheme(rawValue: 0x0201)
  public static let rsaPKCS1SHA256 = SignatureScheme(rawValue: 0x0401)
  public static let rsaPKCS1SHA384 = SignatureScheme(rawValue: 0x0501)
  public static let rsaPKCS1SHA512 = SignatureScheme(rawValue: 0x0601)
  public static let ecdsaSHA1 = SignatureScheme(rawValue: 0x0203)
  public static let ecdsaSecp256r1SHA256 = SignatureScheme(rawValue: 0x0403)
  public static let ecdsaSecp384r1SHA384 = SignatureScheme(rawValue: 0x0503)
  public static let ecdsaSecp521r1SHA512 = SignatureScheme(rawValue: 0x0603)
  public static let rsaPSSRSAESHA256 = SignatureScheme(rawValue: 0x0804)
  public static let rsaPSSRSAESHA384 = SignatureScheme(rawValue: 0x0805)
  public static let rsaPSSRSAESHA512 = SignatureScheme(rawValue: 0x0806)
  public static let ed25519 = SignatureScheme(rawValue: 0x0807)
  public static let ed448 = SignatureScheme(rawValue: 0x0808)

  public static let rsaPSSPSSSHA256 = SignatureScheme(rawValue: 0x0809)
  public static let rsaPSSPSSSHA384 = SignatureScheme(rawValue: 0x080A)
  public static let rsaPSSPSSSHA512 = SignatureScheme(rawValue: 0x080B)

  /// `…_RESERVED` are RFC 8446's own names for what only older versions used.
  public static let names: [UInt16: String] = [
    0x0201: "rsa_pkcs1_sha1", 0x0202: "dsa_sha1_RESERVED", 0x0203: "ecdsa_sha1",
    0x0401: "rsa_pkcs1_sha256", 0x0402: "dsa_sha256_RESERVED", 0x0403: "ecdsa_secp256r1_sha256",
    0x0420: "rsa_pkcs1_sha256_legacy", 0x0501: "rsa_pkcs1_sha384",
    0x0502: "dsa_sha384_RESERVED", 0x0503: "ecdsa_secp384r1_sha384",
    0x0520: "rsa_pkcs1_sha384_legacy", 0x0601: "rsa_pkcs1_sha512",
    0x0602: "dsa_sha512_RESERVED", 0x0603: "ecdsa_secp521r1_sha512",
    0x0620: "rsa_pkcs1_sha512_legacy", 0x0708: "sm2sig_sm3", 0x0804: "rsa_pss_rsae_sha256",
    0x0805: "rsa_pss_rsae_sha384", 0x0806: "rsa_pss_rsae_sha512", 0x0807: "ed25519",
    0x0808: "ed448", 0x0809: "rsa_pss_pss_sha256", 0x080A: "rsa_pss_pss_sha384",
    0x080B: "rsa_pss_pss_sha512", 0x081A: "ecdsa_brainpoolP256r1tls13_sha256",
    0x081B: "ecdsa_brainpoolP384r1tls13_sha384", 0x081C: "ecdsa_brainpoolP512r1tls13_sha512",
    0x0904: "mldsa44", 0x0905: "mldsa65", 0x0906: "mldsa87", 0xFF01: "rsa_pkcs1_md5_sha1",
  ]
}
