/// The suites of TLS 1.2 whose cipher is not AES in GCM or CBC: ChaCha20-Poly1305 (RFC 7905), AES-CCM
/// (RFC 6655, RFC 7251), triple DES and NULL (RFC 5246 §A.5, RFC 8422 §6).
extension CipherSuite {
  public static let rsaNULLSHA1 = CipherSuite(rawValue: 0x0002)
  public static let rsaNULLSHA256 = CipherSuite(rawValue: 0x003B)
  public static let rsa3DESCBCSHA1 = CipherSuite(rawValue: 0x000A)
  public static let rsaAES128CCM = CipherSuite(rawValue: 0xC09C)
  public static let rsaAES256CCM = CipherSuite(rawValue: 0xC09D)
  public static let rsaAES128CCM8 = CipherSuite(rawValue: 0xC0A0)
  public static let rsaAES256CCM8 = CipherSuite(rawValue: 0xC0A1)

  public static let dheRSA3DESCBCSHA1 = CipherSuite(rawValue: 0x0016)
  public static let dheRSAAES128CCM = CipherSuite(rawValue: 0xC09E)
  public static let dheRSAAES256CCM = CipherSuite(rawValue: 0xC09F)
  public static let dheRSAAES128CCM8 = CipherSuite(rawValue: 0xC0A2)
  public static let dheRSAAES256CCM8 = CipherSuite(rawValue: 0xC0A3)
  public static let dheRSAChaCha20Poly1305SHA256 = CipherSuite(rawValue: 0xCCAA)

  public static let ecdheRSANULLSHA1 = CipherSuite(rawValue: 0xC010)
  public static let ecdheRSA3DESCBCSHA1 = CipherSuite(rawValue: 0xC012)
  public static let ecdheRSAChaCha20Poly1305SHA256 = CipherSuite(rawValue: 0xCCA8)

  public static let ecdheECDSANULLSHA1 = CipherSuite(rawValue: 0xC006)
  public static let ecdheECDSA3DESCBCSHA1 = CipherSuite(rawValue: 0xC008)
  public static let ecdheECDSAAES128CCM = CipherSuite(rawValue: 0xC0AC)
  public static let ecdheECDSAAES256CCM = CipherSuite(rawValue: 0xC0AD)
  public static let ecdheECDSAAES128CCM8 = CipherSuite(rawValue: 0xC0AE)
  public static let ecdheECDSAAES256CCM8 = CipherSuite(rawValue: 0xC0AF)
  public static let ecdheECDSAChaCha20Poly1305SHA256 = CipherSuite(rawValue: 0xCCA9)

  static let furtherCiphers: [CipherSuite: CipherSuiteParameters] = [
    .rsaNULLSHA1: row(.rsa, .null, .sha1, .sha256),
    .rsaNULLSHA256: row(.rsa, .null, .sha256, .sha256),
    .rsa3DESCBCSHA1: row(.rsa, .tripleDESCBC, .sha1, .sha256),
    .rsaAES128CCM: row(.rsa, .aes128CCM, nil, .sha256),
    .rsaAES256CCM: row(.rsa, .aes256CCM, nil, .sha256),
    .rsaAES128CCM8: row(.rsa, .aes128CCM8, nil, .sha256),
    .rsaAES256CCM8: row(.rsa, .aes256CCM8, nil, .sha256),
    .dheRSA3DESCBCSHA1: row(.dheRSA, .tripleDESCBC, .sha1, .sha256),
    .dheRSAAES128CCM: row(.dheRSA, .aes128CCM, nil, .sha256),
    .dheRSAAES256CCM: row(.dheRSA, .aes256CCM, nil, .sha256),
    .dheRSAAES128CCM8: row(.dheRSA, .aes128CCM8, nil, .sha256),
    .dheRSAAES256CCM8: row(.dheRSA, .aes256CCM8, nil, .sha256),
    .dheRSAChaCha20Poly1305SHA256: row(.dheRSA, .chacha20Poly1305, nil, .sha256),
    .ecdheRSANULLSHA1: row(.ecdheRSA, .null, .sha1, .sha256),
    .ecdheRSA3DESCBCSHA1: row(.ecdheRSA, .tripleDESCBC, .sha1, .sha256),
    .ecdheRSAChaCha20Poly1305SHA256: row(.ecdheRSA, .chacha20Poly1305, nil, .sha256),
    .ecdheECDSANULLSHA1: row(.ecdheECDSA, .null, .sha1, .sha256),
    .ecdheECDSA3DESCBCSHA1: row(.ecdheECDSA, .tripleDESCBC, .sha1, .sha256),
    .ecdheECDSAAES128CCM: row(.ecdheECDSA, .aes128CCM, nil, .sha256),
    .ecdheECDSAAES256CCM: row(.ecdheECDSA, .aes256CCM, nil, .sha256),
    .ecdheECDSAAES128CCM8: row(.ecdheECDSA, .aes128CCM8, nil, .sha256),
    .ecdheECDSAAES256CCM8: row(.ecdheECDSA, .aes256CCM8, nil, .sha256),
    .ecdheECDSAChaCha20Poly1305SHA256: row(.ecdheECDSA, .chacha20Poly1305, nil, .sha256),
  ]
}
