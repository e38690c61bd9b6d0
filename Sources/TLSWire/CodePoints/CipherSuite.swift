public import Bytes

/// A cipher suite (RFC 5246 §7.4.1.2). Those that the lab can speak have `parameters`, or in TLS 1.3
/// `parameters13`; what these are follows from the name.
public struct CipherSuite: CodePoint {
  public var rawValue: UInt16
  public init(rawValue: UInt16) { self.rawValue = rawValue }

  /// Not a suite but a signal: renegotiation is done safely (RFC 5746 §3.3).
  public static let emptyRenegotiationInfoSCSV = CipherSuite(rawValue: 0x00FF)
  /// Not a suite but a signal: an earlier, higher offer failed (RFC 7507).
  public static let fallbackSCSV = CipherSuite(rawValue: 0x5600)

  public static let rsaNULLSHA1 = CipherSuite(rawValue: 0x0002)
  public static let rsaNULLSHA256 = CipherSuite(rawValue: 0x003B)
  public static let rsaAES128CBCSHA1 = CipherSuite(rawValue: 0x002F)
  public static let rsaAES256CBCSHA1 = CipherSuite(rawValue: 0x0035)
  public static let rsaAES128CBCSHA256 = CipherSuite(rawValue: 0x003C)
  public static let rsaAES128GCMSHA256 = CipherSuite(rawValue: 0x009C)
  public static let rsaAES128CCM8 = CipherSuite(rawValue: 0xC0A0)

  public static let dheRSAAES128CBCSHA1 = CipherSuite(rawValue: 0x0033)
  public static let dheRSAAES256CBCSHA1 = CipherSuite(rawValue: 0x0039)
  public static let dheRSAAES128CBCSHA256 = CipherSuite(rawValue: 0x0067)
  public static let dheRSAAES128GCMSHA256 = CipherSuite(rawValue: 0x009E)
  public static let dheRSAAES256GCMSHA384 = CipherSuite(rawValue: 0x009F)

  public static let ecdheRSAAES128CBCSHA1 = CipherSuite(rawValue: 0xC013)
  public static let ecdheRSAAES256CBCSHA1 = CipherSuite(rawValue: 0xC014)
  public static let ecdheRSAAES128CBCSHA256 = CipherSuite(rawValue: 0xC027)
  public static let ecdheRSAAES256CBCSHA384 = CipherSuite(rawValue: 0xC028)
  public static let ecdheRSAAES128GCMSHA256 = CipherSuite(rawValue: 0xC02F)
  public static let ecdheRSAAES256GCMSHA384 = CipherSuite(rawValue: 0xC030)
  public static let ecdheRSAChaCha20Poly1305SHA256 = CipherSuite(rawValue: 0xCCA8)

  public static let ecdheECDSAAES128CBCSHA1 = CipherSuite(rawValue: 0xC009)
  public static let ecdheECDSAAES256CBCSHA1 = CipherSuite(rawValue: 0xC00A)
  public static let ecdheECDSAAES256CBCSHA384 = CipherSuite(rawValue: 0xC024)
  public static let ecdheECDSAAES128GCMSHA256 = CipherSuite(rawValue: 0xC02B)
  public static let ecdheECDSAChaCha20Poly1305SHA256 = CipherSuite(rawValue: 0xCCA9)

  public static let pskAES128CBCSHA1 = CipherSuite(rawValue: 0x008C)
  public static let pskAES128GCMSHA256 = CipherSuite(rawValue: 0x00A8)
  public static let dhePSKAES128CBCSHA1 = CipherSuite(rawValue: 0x0090)
  public static let dhePSKAES128CBCSHA256 = CipherSuite(rawValue: 0x00B2)
  public static let dhePSKAES128GCMSHA256 = CipherSuite(rawValue: 0x00AA)
  public static let ecdhePSKAES128CBCSHA256 = CipherSuite(rawValue: 0xC037)

  public static let dhAnonymousAES128GCMSHA256 = CipherSuite(rawValue: 0x00A6)
  public static let ecdhAnonymousAES128CBCSHA1 = CipherSuite(rawValue: 0xC018)

  public static let aes128GCMSHA256 = CipherSuite(rawValue: 0x1301)
  public static let aes256GCMSHA384 = CipherSuite(rawValue: 0x1302)
  public static let chacha20Poly1305SHA256 = CipherSuite(rawValue: 0x1303)
  public static let aes128CCMSHA256 = CipherSuite(rawValue: 0x1304)
  public static let aes128CCM8SHA256 = CipherSuite(rawValue: 0x1305)

  /// What the suite stands for in TLS 1.2; nil for a suite that the lab does not speak there, and
  /// for a signal.
  public var parameters: CipherSuiteParameters? { Self.table12[Int(rawValue)] }

  /// What the suite stands for in TLS 1.3; nil for all others (RFC 8446 §B.4).
  public var parameters13: CipherSuiteParameters13? { Self.table13[Int(rawValue)] }

  // A place for every number: a handshake asks for each suite of an offer, several times.
  private static let table12 = table(CipherSuiteParameters.init(suiteName:))
  private static let table13 = table(CipherSuiteParameters13.init(suiteName:))

  /// What each name says, by the number.
  private static func table<Parameters>(_ read: (String) -> Parameters?) -> [Parameters?] {
    var table = [Parameters?](repeating: nil, count: Int(UInt16.max) + 1)
    for (number, name) in names { table[Int(number)] = read(name) }
    return table
  }

  private static let named = names.keys.sorted().map(CipherSuite.init(rawValue:))

  /// The suites that the lab speaks in TLS 1.3, in the order of their numbers.
  public static let spoken13 = named.filter { $0.parameters13 != nil }

  /// The suites that the lab speaks in TLS 1.2, in the order of their numbers.
  public static let spoken12 = named.filter { $0.parameters != nil }

  /// Those of them in which the server shows a certificate.
  public static let certified12 = spoken12.filter {
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
}
