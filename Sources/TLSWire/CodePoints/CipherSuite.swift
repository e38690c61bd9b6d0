public import Bytes

/// A cipher suite (RFC 5246 §7.4.1.2). Those that the lab can speak have `parameters`.
public struct CipherSuite: CodePoint {
  public var rawValue: UInt16
  public init(rawValue: UInt16) { self.rawValue = rawValue }

  public static let rsaAES128CBCSHA1 = CipherSuite(rawValue: 0x002F)
  public static let rsaAES256CBCSHA1 = CipherSuite(rawValue: 0x0035)
  public static let rsaAES128CBCSHA256 = CipherSuite(rawValue: 0x003C)
  public static let rsaAES256CBCSHA256 = CipherSuite(rawValue: 0x003D)
  public static let rsaAES128GCMSHA256 = CipherSuite(rawValue: 0x009C)
  public static let rsaAES256GCMSHA384 = CipherSuite(rawValue: 0x009D)

  public static let dheRSAAES128CBCSHA1 = CipherSuite(rawValue: 0x0033)
  public static let dheRSAAES256CBCSHA1 = CipherSuite(rawValue: 0x0039)
  public static let dheRSAAES128CBCSHA256 = CipherSuite(rawValue: 0x0067)
  public static let dheRSAAES256CBCSHA256 = CipherSuite(rawValue: 0x006B)
  public static let dheRSAAES128GCMSHA256 = CipherSuite(rawValue: 0x009E)
  public static let dheRSAAES256GCMSHA384 = CipherSuite(rawValue: 0x009F)

  public static let ecdheRSAAES128CBCSHA1 = CipherSuite(rawValue: 0xC013)
  public static let ecdheRSAAES256CBCSHA1 = CipherSuite(rawValue: 0xC014)
  public static let ecdheRSAAES128CBCSHA256 = CipherSuite(rawValue: 0xC027)
  public static let ecdheRSAAES256CBCSHA384 = CipherSuite(rawValue: 0xC028)
  public static let ecdheRSAAES128GCMSHA256 = CipherSuite(rawValue: 0xC02F)
  public static let ecdheRSAAES256GCMSHA384 = CipherSuite(rawValue: 0xC030)

  public static let ecdheECDSAAES128CBCSHA1 = CipherSuite(rawValue: 0xC009)
  public static let ecdheECDSAAES256CBCSHA1 = CipherSuite(rawValue: 0xC00A)
  public static let ecdheECDSAAES128CBCSHA256 = CipherSuite(rawValue: 0xC023)
  public static let ecdheECDSAAES256CBCSHA384 = CipherSuite(rawValue: 0xC024)
  public static let ecdheECDSAAES128GCMSHA256 = CipherSuite(rawValue: 0xC02B)
  public static let ecdheECDSAAES256GCMSHA384 = CipherSuite(rawValue: 0xC02C)

  /// Not a suite but a signal: renegotiation is done safely (RFC 5746 §3.3).
  public static let emptyRenegotiationInfoSCSV = CipherSuite(rawValue: 0x00FF)
  /// Not a suite but a signal: an earlier, higher offer failed (RFC 7507).
  public static let fallbackSCSV = CipherSuite(rawValue: 0x5600)

  public static let aes128GCMSHA256 = CipherSuite(rawValue: 0x1301)
  public static let aes256GCMSHA384 = CipherSuite(rawValue: 0x1302)
  public static let chacha20Poly1305SHA256 = CipherSuite(rawValue: 0x1303)
  public static let aes128CCMSHA256 = CipherSuite(rawValue: 0x1304)
  public static let aes128CCM8SHA256 = CipherSuite(rawValue: 0x1305)

  public var name: String? { parameters?.name ?? Self.otherNames[rawValue] }

  /// What the suite stands for in TLS 1.2; nil for a suite that the lab does not speak there, and
  /// for a signal.
  public var parameters: CipherSuiteParameters? { Self.table[self] }

  /// What the suite stands for in TLS 1.3; nil for all others (RFC 8446 §B.4).
  public var parameters13: CipherSuiteParameters13? {
    switch self {
    case .aes128GCMSHA256: CipherSuiteParameters13(cipher: .aes128GCM, hash: .sha256)
    case .aes256GCMSHA384: CipherSuiteParameters13(cipher: .aes256GCM, hash: .sha384)
    case .chacha20Poly1305SHA256:
      CipherSuiteParameters13(cipher: .chacha20Poly1305, hash: .sha256)
    case .aes128CCMSHA256: CipherSuiteParameters13(cipher: .aes128CCM, hash: .sha256)
    case .aes128CCM8SHA256: CipherSuiteParameters13(cipher: .aes128CCM8, hash: .sha256)
    default: nil
    }
  }

  /// The suites that the lab speaks in TLS 1.3, in the order of their numbers.
  public static let spoken13: [CipherSuite] = [
    .aes128GCMSHA256, .aes256GCMSHA384, .chacha20Poly1305SHA256, .aes128CCMSHA256,
    .aes128CCM8SHA256,
  ]

  /// The suites that the lab speaks in TLS 1.2, in the order of their numbers.
  public static let spoken12: [CipherSuite] = table.keys.sorted { $0.rawValue < $1.rawValue }

  /// Those of them in which the server shows a certificate.
  public static let certified12: [CipherSuite] = spoken12.filter {
    $0.parameters?.keyExchange.usesCertificate == true
  }

  /// The suite with that name in IANA's registry, if it is one that the lab speaks.
  public init?(name: String) {
    guard let suite = Self.byName[name] else { return nil }
    self = suite
  }

  private static let byName = Dictionary(
    uniqueKeysWithValues: (spoken13 + spoken12).map { ($0.name, $0) })

  /// Whether the suite can be negotiated in a version. Before TLS 1.2 there is no AEAD, and no MAC
  /// but HMAC with SHA-1 (RFC 5246 §A.5: the new suites "MUST NOT be negotiated in older versions").
  public func isSpoken(in version: ProtocolVersion) -> Bool {
    guard version < .tls13 else { return parameters13 != nil }
    guard let parameters else { return false }
    return version == .tls12 || (version.isLegacy && parameters.mac == .sha1)
  }

  private static let table = aesGCMAndCBC.merging(furtherCiphers) { first, _ in first }
    .merging(withoutCertificate) { first, _ in first }

  private static let aesGCMAndCBC: [CipherSuite: CipherSuiteParameters] = [
    .rsaAES128CBCSHA1: row(.rsa, .aes128CBC, .sha1, .sha256),
    .rsaAES256CBCSHA1: row(.rsa, .aes256CBC, .sha1, .sha256),
    .rsaAES128CBCSHA256: row(.rsa, .aes128CBC, .sha256, .sha256),
    .rsaAES256CBCSHA256: row(.rsa, .aes256CBC, .sha256, .sha256),
    .rsaAES128GCMSHA256: row(.rsa, .aes128GCM, nil, .sha256),
    .rsaAES256GCMSHA384: row(.rsa, .aes256GCM, nil, .sha384),
    .dheRSAAES128CBCSHA1: row(.dheRSA, .aes128CBC, .sha1, .sha256),
    .dheRSAAES256CBCSHA1: row(.dheRSA, .aes256CBC, .sha1, .sha256),
    .dheRSAAES128CBCSHA256: row(.dheRSA, .aes128CBC, .sha256, .sha256),
    .dheRSAAES256CBCSHA256: row(.dheRSA, .aes256CBC, .sha256, .sha256),
    .dheRSAAES128GCMSHA256: row(.dheRSA, .aes128GCM, nil, .sha256),
    .dheRSAAES256GCMSHA384: row(.dheRSA, .aes256GCM, nil, .sha384),
    .ecdheRSAAES128CBCSHA1: row(.ecdheRSA, .aes128CBC, .sha1, .sha256),
    .ecdheRSAAES256CBCSHA1: row(.ecdheRSA, .aes256CBC, .sha1, .sha256),
    .ecdheRSAAES128CBCSHA256: row(.ecdheRSA, .aes128CBC, .sha256, .sha256),
    .ecdheRSAAES256CBCSHA384: row(.ecdheRSA, .aes256CBC, .sha384, .sha384),
    .ecdheRSAAES128GCMSHA256: row(.ecdheRSA, .aes128GCM, nil, .sha256),
    .ecdheRSAAES256GCMSHA384: row(.ecdheRSA, .aes256GCM, nil, .sha384),
    .ecdheECDSAAES128CBCSHA1: row(.ecdheECDSA, .aes128CBC, .sha1, .sha256),
    .ecdheECDSAAES256CBCSHA1: row(.ecdheECDSA, .aes256CBC, .sha1, .sha256),
    .ecdheECDSAAES128CBCSHA256: row(.ecdheECDSA, .aes128CBC, .sha256, .sha256),
    .ecdheECDSAAES256CBCSHA384: row(.ecdheECDSA, .aes256CBC, .sha384, .sha384),
    .ecdheECDSAAES128GCMSHA256: row(.ecdheECDSA, .aes128GCM, nil, .sha256),
    .ecdheECDSAAES256GCMSHA384: row(.ecdheECDSA, .aes256GCM, nil, .sha384),
  ]

  static func row(
    _ keyExchange: KeyExchange, _ cipher: BulkCipher, _ mac: MACAlgorithm?, _ prfHash: PRFHash
  ) -> CipherSuiteParameters {
    CipherSuiteParameters(keyExchange: keyExchange, cipher: cipher, mac: mac, prfHash: prfHash)
  }
}
