import Bytes
public import CryptoPrimitives
import Network
public import TLSKeys
public import X509

/// Who is there: the server and its keys, the authorities, the addresses, the time. Everything
/// comes from the seed, and keys are made when they are first needed.
public struct World: Sendable, Codable {
  public let preset: Preset
  /// The number from which every random value of this world follows.
  public let seed: UInt64
  /// Whose world it is, where a name gave the seed.
  public let student: String?
  /// When the world began, in microseconds since 1970.
  public let beginning: Int64
  var made: [Role: PrivateKey] = [:]
  var issued: [Role: Certificate] = [:]
  /// What was made by hand.
  public internal(set) var registry = Registry()
  /// What befell it since; nil: nothing did.
  var chronicle: Chronicle?

  public init(preset: Preset, seed: UInt64) {
    self.preset = preset
    self.seed = seed
    student = nil
    beginning = SimulatedClock.seededStart.now
  }

  /// A world of one student's own.
  public init(preset: Preset, student: String) {
    self.preset = preset
    self.student = student
    seed = Self.seed(of: student)
    beginning = SimulatedClock.seededStart.now
  }

  /// The seed that a name gives, whatever its case and blanks: the first 32 bits of its SHA-256.
  public static func seed(of student: String) -> UInt64 {
    let name = student.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
    let digest = (try? HashAlgorithm.sha256.digest(Array(name.utf8))) ?? []
    return digest.prefix(4).reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// The kinds of world that one can begin with.
  public enum Preset: String, Hashable, Sendable, Codable, CaseIterable {
    /// A SIP and chat server of a firm.
    case uc
    /// A shop on the web.
    case web

    /// The server's name.
    public var serverName: String {
      switch self {
      case .uc: "sip.uc.test"
      case .web: "shop.web.test"
      }
    }

    /// The port that it listens on: SIP over TLS (RFC 3261 §19.1.2), HTTPS (RFC 9110 §4.2.2).
    public var port: UInt16 {
      switch self {
      case .uc: 5061
      case .web: 443
      }
    }
  }

  public var serverName: String { preset.serverName }

  /// The root of all random numbers of this world.
  public var random: RandomStream { .seeded(seed) }

  /// The key of the server's tickets (STEK) that is in force: the same for years, as too many servers
  /// have it, unless it is rotated.
  public var ticketKey: TicketKey { ticketKey(number(of: .ticketKey)) }

  /// When the world began, in seconds since 1970.
  public var beginningInSeconds: Int64 { beginning / 1_000_000 }
}

// MARK: Keys and certificates

extension World {
  /// Who has a long-term key and a certificate.
  public enum Role: String, Hashable, Sendable, Codable, CodingKeyRepresentable, CaseIterable {
    case serverRSA = "server-rsa"
    case serverECDSA = "server-ecdsa"
    case serverP384 = "server-ecdsa-p384"
    case serverP521 = "server-ecdsa-p521"
    case serverEd25519 = "server-ed25519"
    case serverEd448 = "server-ed448"
    case client = "client"
    case certificationAuthority = "ca"
    case attackerAuthority = "attacker-ca"
    case attackerServer = "attacker-server"
  }

  /// The server's keys: RSA, which can decrypt too, and those that only sign.
  public static let serverRoles: [Role] = [
    .serverRSA, .serverECDSA, .serverP384, .serverP521, .serverEd25519, .serverEd448,
  ]

  /// A key, made now if nobody needed it before.
  public mutating func key(_ role: Role) throws -> PrivateKey {
    if let key = made[role] { return key }
    let key = try Self.makeKey(role, stream("key", role))
    made[role] = key
    return key
  }

  /// Makes the keys that are not there yet, all at once: finding the primes of an RSA key takes a tenth
  /// of a second, and each key has a stream of its own.
  private mutating func makeKeys(_ roles: [Role]) throws {
    let missing = roles.filter { made[$0] == nil }
    guard missing.count > 1 else { return }
    let world = self
    let keys = missing.mapInParallel { role in
      Result { try Self.makeKey(role, world.stream("key", role)) }
    }
    for (role, key) in zip(missing, keys) { made[role] = try key.get() }
  }

  /// The keys that nearly every connection needs.
  private static let usual: [Role] = [.serverRSA, .certificationAuthority]

  /// Whether nobody needed them so far.
  public var lacksUsualKeys: Bool { Self.usual.contains { made[$0] == nil } }

  /// Makes the keys that nearly every connection needs, and forgets them: whoever asks this world for
  /// them later has them at once.
  public func makeKeysAhead() {
    var world = self
    try? world.makeKeys(Self.usual)
  }

  private static func makeKey(_ role: Role, _ random: RandomStream) throws -> PrivateKey {
    switch role {
    case .serverECDSA, .client: try PrivateKey.makeEC(group: .secp256r1, random: random)
    case .serverP384: try PrivateKey.makeEC(group: .secp384r1, random: random)
    case .serverP521: try PrivateKey.makeEC(group: .secp521r1, random: random)
    case .serverEd25519: try PrivateKey.makeEd25519(random: random)
    case .serverEd448: try PrivateKey.makeEd448(random: random)
    case .serverRSA, .certificationAuthority, .attackerAuthority, .attackerServer:
      try PrivateKey.makeRSA(bits: 2048, random: random)
    }
  }

  /// A key, if it was made already.
  public func existingKey(_ role: Role) -> PrivateKey? { made[role] }

  /// The authority that the firm's clients trust.
  public mutating func authority() throws -> CertificateAuthority {
    try authority(
      named: "\(preset == .uc ? "UC" : "Web") Test Root CA", .certificationAuthority)
  }

  /// The attacker's own authority, which nobody trusts.
  public mutating func attackerAuthority() throws -> CertificateAuthority {
    try authority(named: "Mallory CA", .attackerAuthority)
  }

  private mutating func authority(
    named name: String, _ role: Role
  ) throws -> CertificateAuthority {
    let key = try key(role)
    if let certificate = issued[role] {
      return CertificateAuthority(name: name, certificate: certificate, key: key)
    }
    let authority = try CertificateAuthority.makeRoot(
      name: name, key: key, validFrom: beginningInSeconds - 365 * Self.day,
      validTo: beginningInSeconds + 3650 * Self.day,
      random: random.substream("certificate/\(role.rawValue)"))
    issued[role] = authority.certificate
    return authority
  }

  /// The server as it proves itself, with an RSA or an ECDSA key.
  public mutating func serverIdentity(_ role: Role) throws -> Identity {
    try makeKeys([role, .certificationAuthority])
    return try identity(role, issuer: try authority())
  }

  /// The authority's word on the server's certificate, as a server staples it (RFC 6066 §8): made
  /// within the last day, good for a week.
  public mutating func stapledResponse(_ role: Role, at now: Int64) throws -> [UInt8]? {
    guard let certificate = try serverIdentity(role).chain.first else { return nil }
    let made = now - now % Self.day
    let revoked = registry.revoked[Self.firmAuthority]?.first { $0.serial == certificate.serial }
    return try authority().status(
      of: certificate, revoked.map { .revoked(since: $0.since) } ?? .good, from: made,
      to: made + 7 * Self.day,
      random: random.substream("ocsp/\(role.rawValue)/\(made)"))
  }

  /// The client as it proves itself to a server that asks.
  public mutating func clientIdentity() throws -> Identity {
    try identity(.client, issuer: try authority())
  }

  /// The name in the client's certificate.
  public var clientName: String { "ada.\(preset.rawValue).test" }

  private mutating func identity(
    _ role: Role, issuer: CertificateAuthority
  ) throws -> Identity {
    let key = try key(role)
    if let certificate = issued[role] { return Identity(chain: [certificate], key: key) }
    let validity = validity(of: role)
    let certificate = try issuer.issue(
      to: [role == .client ? clientName : serverName], publicKey: key.publicKey,
      validFrom: validity.lowerBound, validTo: validity.upperBound,
      purposes: [role == .client ? .client : .server],
      random: stream("certificate", role))
    issued[role] = certificate
    return Identity(chain: [certificate], key: key)
  }

  static let day: Int64 = 86_400
}

// MARK: The attacker's certificates

extension World {
  /// The host for which the attacker got a genuine certificate.
  public var attackerHost: String { "mallory.\(preset.rawValue).test" }

  /// The attacker posing as the server.
  ///
  /// - Parameters:
  ///   - role: which of the server's certificates is copied, or whose key was stolen.
  ///   - number: which of the server's keys that was; nil: the one in force.
  public mutating func forgedIdentity(
    _ certificate: ForgedCertificate = .ownAuthority, like role: Role = .serverRSA,
    stolen number: Int? = nil
  ) throws -> Identity {
    switch certificate {
    case .ownAuthority, .trustedAuthority:
      try makeKeys([.attackerServer, .attackerAuthority])
      return try identity(.attackerServer, issuer: try attackerAuthority())
    case .selfSigned: return try selfSignedIdentity()
    case .wrongHost: return try genuineIdentity(for: attackerHost, "attacker-host")
    case .issued: return try genuineIdentity(for: serverName, "attacker-issued")
    case .copied:
      // A key of the same kind, so that the attacker gets as far as it can.
      let key = try Self.makeKey(role, random.substream("key/attacker-copy/\(role.rawValue)"))
      return Identity(chain: try serverIdentity(role).chain, key: key)
    case .stolen:
      let old = try number.flatMap { try serverIdentity(role, number: $0) }
      return try old ?? serverIdentity(role)
    }
  }

  /// A certificate of the firm's own authority, for a key of the attacker's.
  private mutating func genuineIdentity(for host: String, _ stream: String) throws -> Identity {
    let key = try key(.attackerServer)
    let certificate = try authority().issue(
      to: [host], publicKey: key.publicKey,
      validFrom: beginningInSeconds - 30 * Self.day,
      validTo: beginningInSeconds + 360 * Self.day,
      random: random.substream("certificate/\(stream)"))
    return Identity(chain: [certificate], key: key)
  }

  private mutating func selfSignedIdentity() throws -> Identity {
    let key = try key(.attackerServer)
    var profile = CertificateProfile.server(
      [serverName], validFrom: beginningInSeconds - 30 * Self.day,
      validTo: beginningInSeconds + 360 * Self.day)
    profile.keyUsages.append(.keyEncipherment)
    let certificate = try CertificateAuthority.makeRoot(
      profile, key: key, random: random.substream("certificate/self-signed")
    ).certificate
    return Identity(chain: [certificate], key: key)
  }
}
