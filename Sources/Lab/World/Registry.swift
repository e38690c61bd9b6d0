public import CryptoPrimitives
public import X509

/// What was made by hand: authorities, certificates, requests for them; whom clients trust, and what
/// was revoked.
public struct Registry: Sendable, Codable {
  public internal(set) var authorities: [NamedAuthority] = []
  public internal(set) var certificates: [NamedCertificate] = []
  public internal(set) var requests: [NamedRequest] = []
  /// Where it differs from the beginning, when clients trust the firm's authority alone.
  var trust: [String: Bool] = [:]
  /// By the authority's name.
  var revoked: [String: [RevocationList.Entry]] = [:]

  public init() {}
}

/// An authority that was made by hand.
public struct NamedAuthority: Sendable, Codable {
  /// The word by which commands know it.
  public var name: String
  public var authority: CertificateAuthority
  /// The authorities above it, the nearest first, without the root.
  public var above: [Certificate]
  /// Other authorities' certificates for the same name and key.
  public var crossed: [Certificate] = []

  /// What has to be sent beside a certificate of this authority.
  var sent: [Certificate] { (isRoot ? [] : [authority.certificate]) + crossed + above }

  public var isRoot: Bool { authority.certificate.isSelfSigned }
}

/// A certificate that was made by hand, with its key.
public struct NamedCertificate: Sendable, Codable {
  public var name: String
  public var identity: Identity
  /// The authority that issued it.
  public var issuer: String
}

/// A request for a certificate, and the key that it is about.
public struct NamedRequest: Sendable, Codable {
  public var name: String
  public var request: CertificationRequest
  public var key: PrivateKey
}

/// Kinds of keys that certificates are made for.
public enum CertifiedKey: String, Hashable, Sendable, Codable, CaseIterable {
  case rsa1024 = "rsa-1024"
  case rsa2048 = "rsa-2048"
  case rsa3072 = "rsa-3072"
  case ecdsa
  case ecdsaP384 = "ecdsa-p384"
  case ecdsaP521 = "ecdsa-p521"
  case ed25519
  case ed448

  func make(_ random: RandomStream) throws -> PrivateKey {
    switch self {
    case .rsa1024: try .makeRSA(bits: 1024, random: random)
    case .rsa2048: try .makeRSA(bits: 2048, random: random)
    case .rsa3072: try .makeRSA(bits: 3072, random: random)
    case .ecdsa: try .makeEC(group: .secp256r1, random: random)
    case .ecdsaP384: try .makeEC(group: .secp384r1, random: random)
    case .ecdsaP521: try .makeEC(group: .secp521r1, random: random)
    case .ed25519: try .makeEd25519(random: random)
    case .ed448: try .makeEd448(random: random)
    }
  }
}

/// Why an authority or a certificate can't be made, found or used.
public enum RegistryError: Error, Hashable, Sendable {
  case noAuthority(String, known: [String])
  case noCertificate(String, known: [String])
  case noRequest(String, known: [String])
  /// There is one of that name already.
  case nameTaken(String)
  /// A name of letters, digits, dots and hyphens.
  case badName(String)
  /// It was not made by hand: the server has it from the beginning, or finds it ready-made.
  case notRevocable(String)
  case alreadyRevoked(String)
  /// It would end after the year 9999, the last one that a certificate can name (RFC 5280 §4.1.2.5).
  case endsAfterCalendar
  /// What the certificate can't hold, in libcrypto's words.
  case refused(String)

  /// What was in the way of making one.
  init(making error: any Error) {
    switch error {
    case let error as RegistryError: self = error
    case let error as X509Error where error == .endsAfterCalendar: self = .endsAfterCalendar
    default: self = .refused(errorWords(error))
    }
  }
}
