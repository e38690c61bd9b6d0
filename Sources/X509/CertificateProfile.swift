/// Everything that one chooses when a certificate is issued; what is nil or empty is left out.
public struct CertificateProfile: Hashable, Sendable, Codable {
  /// The subject's common name.
  public var subject: String?
  /// The subject's alternative names (RFC 5280 §4.2.1.6).
  public var names: [AlternativeName] = []
  /// First and last second of validity, since 1970.
  public var validFrom: Int64
  public var validTo: Int64
  /// The serial number, big endian; nil: drawn at random.
  public var serial: [UInt8]?
  /// The hash of the signature; nil: what goes with the signing key.
  public var signatureHash: SignatureHash?
  /// Whether an RSA key signs with RSASSA-PSS (RFC 4055) instead of PKCS #1 v1.5.
  public var usesPSS = false
  public var keyUsages: [KeyUsage] = []
  public var extendedKeyUsages: [ExtendedKeyUsage] = []
  public var basicConstraints: BasicConstraints? = .leaf
  public var nameConstraints: NameConstraints?

  public init(subject: String?, validFrom: Int64, validTo: Int64) {
    self.subject = subject
    self.validFrom = validFrom
    self.validTo = validTo
  }

  /// What the key may do (RFC 5280 §4.2.1.3), in the words of OpenSSL's configuration files.
  public enum KeyUsage: String, Hashable, Sendable, Codable, CaseIterable {
    case digitalSignature
    case nonRepudiation
    case keyEncipherment
    case dataEncipherment
    case keyAgreement
    case keyCertSign
    case cRLSign
    case encipherOnly
    case decipherOnly
  }

  /// What the certificate is for (RFC 5280 §4.2.1.12).
  public enum ExtendedKeyUsage: String, Hashable, Sendable, Codable, CaseIterable {
    case serverAuth
    case clientAuth
    case codeSigning
    case emailProtection
    case timeStamping
    case ocspSigning = "OCSPSigning"
    case any = "anyExtendedKeyUsage"
  }

  /// Whether the subject is an authority, and how many more may follow it (RFC 5280 §4.2.1.9).
  public enum BasicConstraints: Hashable, Sendable, Codable {
    case leaf
    case authority(pathLength: Int?)
  }

  /// The names for which an authority may issue, and those for which it may not
  /// (RFC 5280 §4.2.1.10): `uc.test` is the domain with everything below it, an address has its mask
  /// behind it (`192.0.2.0/255.255.255.0`).
  public struct NameConstraints: Hashable, Sendable, Codable {
    public var permitted: [AlternativeName]
    public var excluded: [AlternativeName]

    public init(permitted: [AlternativeName] = [], excluded: [AlternativeName] = []) {
      self.permitted = permitted
      self.excluded = excluded
    }
  }

  /// An authority's: it signs certificates and lists of revoked ones.
  public static func authority(
    _ name: String, pathLength: Int? = nil, validFrom: Int64, validTo: Int64
  ) -> CertificateProfile {
    var profile = CertificateProfile(subject: name, validFrom: validFrom, validTo: validTo)
    profile.basicConstraints = .authority(pathLength: pathLength)
    profile.keyUsages = [.keyCertSign, .cRLSign]
    return profile
  }

  /// A server's, for these hosts.
  public static func server(
    _ hosts: [String], validFrom: Int64, validTo: Int64
  ) -> CertificateProfile {
    var profile = CertificateProfile(subject: hosts.first, validFrom: validFrom, validTo: validTo)
    profile.names = hosts.map { AlternativeName($0) }
    profile.keyUsages = [.digitalSignature]
    profile.extendedKeyUsages = [.serverAuth]
    return profile
  }
}
