/// The suites of TLS 1.2 in which the server shows no certificate: with a key that both had before
/// (RFC 4279, RFC 4785, RFC 5487, RFC 5489, RFC 6655, RFC 7905, RFC 8442), and with nothing that says
/// who is there (RFC 5246 §A.5, RFC 8422 §6).
extension CipherSuite {
  public static let pskNULLSHA1 = CipherSuite(rawValue: 0x002C)
  public static let pskNULLSHA256 = CipherSuite(rawValue: 0x00B0)
  public static let pskNULLSHA384 = CipherSuite(rawValue: 0x00B1)
  public static let psk3DESCBCSHA1 = CipherSuite(rawValue: 0x008B)
  public static let pskAES128CBCSHA1 = CipherSuite(rawValue: 0x008C)
  public static let pskAES256CBCSHA1 = CipherSuite(rawValue: 0x008D)
  public static let pskAES128CBCSHA256 = CipherSuite(rawValue: 0x00AE)
  public static let pskAES256CBCSHA384 = CipherSuite(rawValue: 0x00AF)
  public static let pskAES128GCMSHA256 = CipherSuite(rawValue: 0x00A8)
  public static let pskAES256GCMSHA384 = CipherSuite(rawValue: 0x00A9)
  public static let pskAES128CCM = CipherSuite(rawValue: 0xC0A4)
  public static let pskAES256CCM = CipherSuite(rawValue: 0xC0A5)
  public static let pskAES128CCM8 = CipherSuite(rawValue: 0xC0A8)
  public static let pskAES256CCM8 = CipherSuite(rawValue: 0xC0A9)
  public static let pskChaCha20Poly1305SHA256 = CipherSuite(rawValue: 0xCCAB)
  public static let dhePSKNULLSHA1 = CipherSuite(rawValue: 0x002D)
  public static let dhePSKNULLSHA256 = CipherSuite(rawValue: 0x00B4)
  public static let dhePSKNULLSHA384 = CipherSuite(rawValue: 0x00B5)
  public static let dhePSK3DESCBCSHA1 = CipherSuite(rawValue: 0x008F)
  public static let dhePSKAES128CBCSHA1 = CipherSuite(rawValue: 0x0090)
  public static let dhePSKAES256CBCSHA1 = CipherSuite(rawValue: 0x0091)
  public static let dhePSKAES128CBCSHA256 = CipherSuite(rawValue: 0x00B2)
  public static let dhePSKAES256CBCSHA384 = CipherSuite(rawValue: 0x00B3)
  public static let dhePSKAES128GCMSHA256 = CipherSuite(rawValue: 0x00AA)
  public static let dhePSKAES256GCMSHA384 = CipherSuite(rawValue: 0x00AB)
  public static let dhePSKAES128CCM = CipherSuite(rawValue: 0xC0A6)
  public static let dhePSKAES256CCM = CipherSuite(rawValue: 0xC0A7)
  public static let dhePSKAES128CCM8 = CipherSuite(rawValue: 0xC0AA)
  public static let dhePSKAES256CCM8 = CipherSuite(rawValue: 0xC0AB)
  public static let dhePSKChaCha20Poly1305SHA256 = CipherSuite(rawValue: 0xCCAD)
  public static let ecdhePSKNULLSHA1 = CipherSuite(rawValue: 0xC039)
  public static let ecdhePSKNULLSHA256 = CipherSuite(rawValue: 0xC03A)
  public static let ecdhePSKNULLSHA384 = CipherSuite(rawValue: 0xC03B)
  public static let ecdhePSK3DESCBCSHA1 = CipherSuite(rawValue: 0xC034)
  public static let ecdhePSKAES128CBCSHA1 = CipherSuite(rawValue: 0xC035)
  public static let ecdhePSKAES256CBCSHA1 = CipherSuite(rawValue: 0xC036)
  public static let ecdhePSKAES128CBCSHA256 = CipherSuite(rawValue: 0xC037)
  public static let ecdhePSKAES256CBCSHA384 = CipherSuite(rawValue: 0xC038)
  public static let ecdhePSKAES128GCMSHA256 = CipherSuite(rawValue: 0xD001)
  public static let ecdhePSKAES256GCMSHA384 = CipherSuite(rawValue: 0xD002)
  public static let ecdhePSKAES128CCM = CipherSuite(rawValue: 0xD005)
  public static let ecdhePSKAES128CCM8 = CipherSuite(rawValue: 0xD003)
  public static let ecdhePSKChaCha20Poly1305SHA256 = CipherSuite(rawValue: 0xCCAC)
  public static let dhAnonymous3DESCBCSHA1 = CipherSuite(rawValue: 0x001B)
  public static let dhAnonymousAES128CBCSHA1 = CipherSuite(rawValue: 0x0034)
  public static let dhAnonymousAES256CBCSHA1 = CipherSuite(rawValue: 0x003A)
  public static let dhAnonymousAES128CBCSHA256 = CipherSuite(rawValue: 0x006C)
  public static let dhAnonymousAES256CBCSHA256 = CipherSuite(rawValue: 0x006D)
  public static let dhAnonymousAES128GCMSHA256 = CipherSuite(rawValue: 0x00A6)
  public static let dhAnonymousAES256GCMSHA384 = CipherSuite(rawValue: 0x00A7)
  public static let ecdhAnonymousNULLSHA1 = CipherSuite(rawValue: 0xC015)
  public static let ecdhAnonymous3DESCBCSHA1 = CipherSuite(rawValue: 0xC017)
  public static let ecdhAnonymousAES128CBCSHA1 = CipherSuite(rawValue: 0xC018)
  public static let ecdhAnonymousAES256CBCSHA1 = CipherSuite(rawValue: 0xC019)

  static let withoutCertificate: [CipherSuite: CipherSuiteParameters] = preSharedKey.merging(
    anonymous
  ) {
    first, _ in first
  }

  private static let preSharedKey: [CipherSuite: CipherSuiteParameters] = [
    .pskNULLSHA1: row(.psk, .null, .sha1, .sha256),
    .pskNULLSHA256: row(.psk, .null, .sha256, .sha256),
    .pskNULLSHA384: row(.psk, .null, .sha384, .sha384),
    .psk3DESCBCSHA1: row(.psk, .tripleDESCBC, .sha1, .sha256),
    .pskAES128CBCSHA1: row(.psk, .aes128CBC, .sha1, .sha256),
    .pskAES256CBCSHA1: row(.psk, .aes256CBC, .sha1, .sha256),
    .pskAES128CBCSHA256: row(.psk, .aes128CBC, .sha256, .sha256),
    .pskAES256CBCSHA384: row(.psk, .aes256CBC, .sha384, .sha384),
    .pskAES128GCMSHA256: row(.psk, .aes128GCM, nil, .sha256),
    .pskAES256GCMSHA384: row(.psk, .aes256GCM, nil, .sha384),
    .pskAES128CCM: row(.psk, .aes128CCM, nil, .sha256),
    .pskAES256CCM: row(.psk, .aes256CCM, nil, .sha256),
    .pskAES128CCM8: row(.psk, .aes128CCM8, nil, .sha256),
    .pskAES256CCM8: row(.psk, .aes256CCM8, nil, .sha256),
    .pskChaCha20Poly1305SHA256: row(.psk, .chacha20Poly1305, nil, .sha256),
    .dhePSKNULLSHA1: row(.dhePSK, .null, .sha1, .sha256),
    .dhePSKNULLSHA256: row(.dhePSK, .null, .sha256, .sha256),
    .dhePSKNULLSHA384: row(.dhePSK, .null, .sha384, .sha384),
    .dhePSK3DESCBCSHA1: row(.dhePSK, .tripleDESCBC, .sha1, .sha256),
    .dhePSKAES128CBCSHA1: row(.dhePSK, .aes128CBC, .sha1, .sha256),
    .dhePSKAES256CBCSHA1: row(.dhePSK, .aes256CBC, .sha1, .sha256),
    .dhePSKAES128CBCSHA256: row(.dhePSK, .aes128CBC, .sha256, .sha256),
    .dhePSKAES256CBCSHA384: row(.dhePSK, .aes256CBC, .sha384, .sha384),
    .dhePSKAES128GCMSHA256: row(.dhePSK, .aes128GCM, nil, .sha256),
    .dhePSKAES256GCMSHA384: row(.dhePSK, .aes256GCM, nil, .sha384),
    .dhePSKAES128CCM: row(.dhePSK, .aes128CCM, nil, .sha256),
    .dhePSKAES256CCM: row(.dhePSK, .aes256CCM, nil, .sha256),
    .dhePSKAES128CCM8: row(.dhePSK, .aes128CCM8, nil, .sha256),
    .dhePSKAES256CCM8: row(.dhePSK, .aes256CCM8, nil, .sha256),
    .dhePSKChaCha20Poly1305SHA256: row(.dhePSK, .chacha20Poly1305, nil, .sha256),
    .ecdhePSKNULLSHA1: row(.ecdhePSK, .null, .sha1, .sha256),
    .ecdhePSKNULLSHA256: row(.ecdhePSK, .null, .sha256, .sha256),
    .ecdhePSKNULLSHA384: row(.ecdhePSK, .null, .sha384, .sha384),
    .ecdhePSK3DESCBCSHA1: row(.ecdhePSK, .tripleDESCBC, .sha1, .sha256),
    .ecdhePSKAES128CBCSHA1: row(.ecdhePSK, .aes128CBC, .sha1, .sha256),
    .ecdhePSKAES256CBCSHA1: row(.ecdhePSK, .aes256CBC, .sha1, .sha256),
    .ecdhePSKAES128CBCSHA256: row(.ecdhePSK, .aes128CBC, .sha256, .sha256),
    .ecdhePSKAES256CBCSHA384: row(.ecdhePSK, .aes256CBC, .sha384, .sha384),
    .ecdhePSKAES128GCMSHA256: row(.ecdhePSK, .aes128GCM, nil, .sha256),
    .ecdhePSKAES256GCMSHA384: row(.ecdhePSK, .aes256GCM, nil, .sha384),
    .ecdhePSKAES128CCM: row(.ecdhePSK, .aes128CCM, nil, .sha256),
    .ecdhePSKAES128CCM8: row(.ecdhePSK, .aes128CCM8, nil, .sha256),
    .ecdhePSKChaCha20Poly1305SHA256: row(.ecdhePSK, .chacha20Poly1305, nil, .sha256),
  ]

  private static let anonymous: [CipherSuite: CipherSuiteParameters] = [
    .dhAnonymous3DESCBCSHA1: row(.dhAnonymous, .tripleDESCBC, .sha1, .sha256),
    .dhAnonymousAES128CBCSHA1: row(.dhAnonymous, .aes128CBC, .sha1, .sha256),
    .dhAnonymousAES256CBCSHA1: row(.dhAnonymous, .aes256CBC, .sha1, .sha256),
    .dhAnonymousAES128CBCSHA256: row(.dhAnonymous, .aes128CBC, .sha256, .sha256),
    .dhAnonymousAES256CBCSHA256: row(.dhAnonymous, .aes256CBC, .sha256, .sha256),
    .dhAnonymousAES128GCMSHA256: row(.dhAnonymous, .aes128GCM, nil, .sha256),
    .dhAnonymousAES256GCMSHA384: row(.dhAnonymous, .aes256GCM, nil, .sha384),
    .ecdhAnonymousNULLSHA1: row(.ecdhAnonymous, .null, .sha1, .sha256),
    .ecdhAnonymous3DESCBCSHA1: row(.ecdhAnonymous, .tripleDESCBC, .sha1, .sha256),
    .ecdhAnonymousAES128CBCSHA1: row(.ecdhAnonymous, .aes128CBC, .sha1, .sha256),
    .ecdhAnonymousAES256CBCSHA1: row(.ecdhAnonymous, .aes256CBC, .sha1, .sha256),
  ]
}
