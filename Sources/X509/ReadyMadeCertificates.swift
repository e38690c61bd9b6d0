public import CryptoPrimitives

/// A certificate as it comes to be in the world, by name: a good one, and one with each fault.
public enum ReadyMadeCertificate: String, Hashable, Sendable, Codable, CaseIterable {
  case good
  case expired
  case notYetValid = "not-yet-valid"
  case wrongHost = "wrong-host"
  /// A wildcard that would have to stand for two labels (RFC 9525 §6.3).
  case wildcardTooDeep = "wildcard-too-deep"
  case selfSigned = "self-signed"
  case untrustedRoot = "untrusted-root"
  case missingIntermediate = "missing-intermediate"
  /// Signed with the key of a server's certificate.
  case notACA = "not-a-ca"
  /// One authority more than the one above allows (RFC 5280 §4.2.1.9).
  case pathTooLong = "path-too-long"
  /// By an authority that may issue for another domain only (RFC 5280 §4.2.1.10).
  case nameConstraint = "name-constraint"
  /// For the other side of TLS: a server's is for clients.
  case wrongUsage = "wrong-usage"
  case weakKey = "weak-key"
  case sha1
  case revoked
  case revokedIntermediate = "revoked-intermediate"
  /// The name stands in the subject alone, where RFC 9525 §2 does not look.
  case noSAN = "no-san"
}

/// What one side shows, and what those have who verify it.
public struct ReadyMadeChain: Hashable, Sendable, Codable {
  public var identity: Identity
  /// The roots that the other side trusts.
  public var trust: TrustStore
}

/// Makes the ready-made certificates for a server or a client; all of it comes from one stream of random
/// numbers.
public struct CertificateCatalogue: Sendable {
  /// The name of whose they are: labels with dots between.
  public let host: String
  /// Which side shows them.
  public let purpose: CertificatePurpose
  /// The moment at which the good one is valid, in seconds since 1970.
  public let at: Int64
  public let root: CertificateAuthority
  public let intermediate: CertificateAuthority
  private let ownKey: PrivateKey
  private let random: RandomStream

  /// - Parameters:
  ///   - purpose: which side shows them; both have them of the same authorities.
  ///   - root: whom the other side trusts; nil: a root that is made for this.
  ///   - ownKey: the key of whose they are, unless a fault needs another one.
  public init(
    host: String, purpose: CertificatePurpose = .server, at: Int64,
    root: CertificateAuthority? = nil,
    ownKey: PrivateKey, random: RandomStream
  ) throws {
    self.host = host
    self.purpose = purpose
    self.at = at
    self.ownKey = ownKey
    self.random = random
    let root =
      try root
      ?? .makeRoot(
        .authority("Test Root", validFrom: at - 1000 * Self.day, validTo: at + 3000 * Self.day),
        key: .makeRSA(bits: 2048, random: random.substream("root/key")),
        random: random.substream("root"))
    self.root = root
    intermediate = try root.makeIntermediate(
      .authority(
        "Test Intermediate", pathLength: 0, validFrom: at - 500 * Self.day,
        validTo: at + 1000 * Self.day),
      key: .makeRSA(bits: 2048, random: random.substream("intermediate/key")),
      random: random.substream("intermediate"))
  }

  private static let day: Int64 = 86_400

  /// No authority gives two certificates one serial number.
  private var leafStream: String { purpose == .client ? "client leaf/" : "leaf/" }

  /// The chain of that name.
  public func chain(_ name: ReadyMadeCertificate) throws -> ReadyMadeChain {
    ReadyMadeChain(
      identity: try identity(name, random.substream(leafStream + name.rawValue)),
      trust: TrustStore(roots: [root.certificate]))
  }

  /// The lists of root and intermediate, made within the last hour, where a certificate of that name
  /// is shown.
  public func revocationLists(_ name: ReadyMadeCertificate) throws -> [RevocationList] {
    try revocations(name).map { issuer, entries in
      try issuer.revocationList(
        entries, from: at - 3600, to: at + 6 * Self.day,
        random: random.substream("list/\(issuer.name)/\(name.rawValue)"))
    }
  }

  private func identity(
    _ name: ReadyMadeCertificate, _ random: RandomStream
  ) throws -> Identity {
    switch name {
    case .selfSigned:
      let own = try CertificateAuthority.makeRoot(profile(name), key: ownKey, random: random)
      return Identity(chain: [own.certificate], key: ownKey)
    case .untrustedRoot: return try underOtherRoot(random)
    case .missingIntermediate:
      return Identity(
        chain: Array(try leaf(name, by: [intermediate], random).chain.prefix(1)), key: ownKey)
    case .notACA: return try bySomeServer(random)
    case .pathTooLong:
      let lower = try authority("Test Lower", under: intermediate, random)
      return try leaf(name, by: [lower, intermediate], random)
    case .nameConstraint:
      let narrow = try authority(
        "Test Narrow", under: root, random, names: .init(permitted: [.dns("elsewhere.test")]))
      return try leaf(name, by: [narrow], random)
    case .weakKey:
      let weak = try PrivateKey.makeRSA(bits: 1024, random: random.substream("key"))
      return try leaf(name, by: [intermediate], random, key: weak)
    case .good, .expired, .notYetValid, .wrongHost, .wildcardTooDeep, .wrongUsage, .sha1, .revoked,
      .revokedIntermediate, .noSAN:
      return try leaf(name, by: [intermediate], random)
    }
  }

  /// What the certificate says, where that is what is wrong with it.
  private func profile(_ name: ReadyMadeCertificate) -> CertificateProfile {
    let labels = host.split(separator: ".").map(String.init)
    var profile = CertificateProfile.server(
      [host], validFrom: at - 30 * Self.day, validTo: at + 300 * Self.day)
    let isClients = purpose == .client
    profile.extendedKeyUsages = [isClients ? .clientAuth : .serverAuth]
    if case .rsa = ownKey.kind { profile.keyUsages.append(.keyEncipherment) }
    switch name {
    case .expired:
      (profile.validFrom, profile.validTo) = (at - 400 * Self.day, at - 35 * Self.day)
    case .notYetValid:
      (profile.validFrom, profile.validTo) = (at + 2 * Self.day, at + 300 * Self.day)
    case .wrongHost:
      let other = (["other"] + labels.dropFirst()).joined(separator: ".")
      profile.subject = other
      profile.names = [.dns(other)]
    case .wildcardTooDeep:
      let wildcard = (["*"] + labels.dropFirst(2)).joined(separator: ".")
      profile.subject = wildcard
      profile.names = [.dns(wildcard)]
    case .wrongUsage: profile.extendedKeyUsages = [isClients ? .serverAuth : .clientAuth]
    case .sha1: profile.signatureHash = .sha1
    case .noSAN: profile.names = []
    case .good, .selfSigned, .untrustedRoot, .missingIntermediate, .notACA, .pathTooLong,
      .nameConstraint, .weakKey, .revoked, .revokedIntermediate:
      break
    }
    return profile
  }
}

// MARK: Chains

extension CertificateCatalogue {
  /// A certificate under authorities, the nearest first.
  private func leaf(
    _ name: ReadyMadeCertificate, by authorities: [CertificateAuthority], _ random: RandomStream,
    key: PrivateKey? = nil
  ) throws -> Identity {
    let key = key ?? ownKey
    guard let issuer = authorities.first else { return Identity(chain: [], key: key) }
    let certificate = try issuer.issue(profile(name), publicKey: key.publicKey, random: random)
    return Identity(chain: [certificate] + authorities.map(\.certificate), key: key)
  }

  private func authority(
    _ name: String, under issuer: CertificateAuthority, _ random: RandomStream,
    names: CertificateProfile.NameConstraints? = nil
  ) throws -> CertificateAuthority {
    var profile = CertificateProfile.authority(
      name, pathLength: 0, validFrom: at - 300 * Self.day, validTo: at + 600 * Self.day)
    profile.nameConstraints = names
    return try issuer.makeIntermediate(
      profile, key: .makeEC(group: .secp256r1, random: random.substream("\(name)/key")),
      random: random.substream(name))
  }

  private func underOtherRoot(_ random: RandomStream) throws -> Identity {
    let other = try CertificateAuthority.makeRoot(
      .authority("Other Root", validFrom: at - 300 * Self.day, validTo: at + 600 * Self.day),
      key: .makeEC(group: .secp256r1, random: random.substream("root/key")),
      random: random.substream("root"))
    let lower = try authority("Other Intermediate", under: other, random)
    return try leaf(.untrustedRoot, by: [lower, other], random)
  }

  /// Somebody with a good certificate of their own signs with its key.
  private func bySomeServer(_ random: RandomStream) throws -> Identity {
    var profile = profile(.good)
    profile.subject = "some.test"
    profile.names = [.dns("some.test")]
    let key = try PrivateKey.makeEC(group: .secp256r1, random: random.substream("some/key"))
    profile.keyUsages = [.digitalSignature]
    let some = CertificateAuthority(
      name: "some.test",
      certificate: try intermediate.issue(
        profile, publicKey: key.publicKey, random: random.substream("some")), key: key)
    return try leaf(.notACA, by: [some, intermediate], random)
  }

  /// What root and intermediate have revoked, where a certificate of that name is shown.
  public func revocations(
    _ name: ReadyMadeCertificate
  ) throws -> [(issuer: CertificateAuthority, entries: [RevocationList.Entry])] {
    let leaf = name == .revoked ? try chain(name).identity.chain.first : nil
    let authority = name == .revokedIntermediate ? intermediate.certificate : nil
    return [(root, authority), (intermediate, leaf)].map { issuer, revoked in
      (
        issuer,
        revoked.map {
          [.init(serial: $0.serial, since: at - 3 * Self.day, reason: .keyCompromise)]
        } ?? []
      )
    }
  }
}
