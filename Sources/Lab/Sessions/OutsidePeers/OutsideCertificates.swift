import CryptoPrimitives
import X509

// What this world shows to programs outside, which live in real time and call it by other names.
extension World {
  /// A certificate of the firm's own authority, good from yesterday for a quarter of a year.
  ///
  /// - Parameters:
  ///   - names: DNS names and addresses.
  ///   - now: seconds since 1970, by the real clock.
  mutating func outsideIdentity(
    _ role: Role, _ names: [String], at now: Int64
  ) throws -> Identity {
    try issued(
      by: try authority(), to: names, try key(role), at: now,
      purpose: role == .client ? .client : .server)
  }

  /// What is shown to a program outside under a certificate's name, dated by the real clock: an expired one
  /// is to be expired for that too, and a good one good.
  ///
  /// - Parameters:
  ///   - now: seconds since 1970, by the real clock.
  ///   - labTime: the same by the lab's, by which certificates made by hand are dated.
  ///   - purpose: who shows it.
  mutating func namedIdentity(
    _ name: String, at now: Int64, inLab labTime: Int64, of purpose: CertificatePurpose = .server
  ) throws -> Identity {
    guard let made = registry.certificates.first(where: { $0.name == name }) else {
      guard let kind = ReadyMadeCertificate(rawValue: name) else { return try namedIdentity(name) }
      return try catalogue(of: purpose, at: now).chain(kind).identity
    }
    guard let leaf = made.identity.chain.first else { return made.identity }
    let today = now - now % Self.day
    let issuer = try namedAuthority(made.issuer).authority
    var identity = made.identity
    identity.chain[0] = try issuer.reissued(
      leaf, later: today - labTime, random: random.substream("reissued/\(name)/\(today)"))
    return identity
  }

  /// The authority's word on a certificate that is shown to a program outside (RFC 6066 §8); nil where its
  /// authority gives none.
  mutating func stapledResponse(
    for identity: Identity, named name: String?, at now: Int64
  ) throws -> [UInt8]? {
    guard let subject = identity.chain.first else { return nil }
    let made = now - now % Self.day
    var issuer = try authority()
    var entry = registry.revoked[Self.firmAuthority]?.first { $0.serial == subject.serial }
    if let name {
      if let made = registry.certificates.first(where: { $0.name == name }) {
        issuer = try namedAuthority(made.issuer).authority
        // What was revoked is known by the number under which it was made.
        entry = registry.revoked[made.issuer]?.first { entry in
          made.identity.chain.first?.serial == entry.serial
        }
      } else if let kind = ReadyMadeCertificate(rawValue: name) {
        let catalogue = try catalogue(of: .server, at: now)
        issuer = catalogue.intermediate
        entry = try catalogue.revocations(kind).flatMap(\.entries)
          .first { $0.serial == subject.serial }
      }
    }
    return try issuer.status(
      of: subject, entry.map { .revoked(since: $0.since) } ?? .good, from: made,
      to: made + 7 * Self.day, random: .system)
  }

  /// The ready-made certificates as of a real day. Each day has serial numbers of its own: no authority
  /// uses one twice (RFC 5280 §4.1.2.2), and browsers refuse it.
  private mutating func catalogue(
    of purpose: CertificatePurpose, at now: Int64
  ) throws -> CertificateCatalogue {
    let today = now - now % Self.day
    return try catalogue(of: purpose, at: today, random.substream("catalogue/\(today)"))
  }

  /// The attacker posing as a server outside.
  mutating func forgedIdentity(
    _ relay: Relay, for host: String, at time: Int64
  ) throws -> Identity {
    let now = time / 1_000_000
    switch relay.certificate {
    case .ownAuthority, .trustedAuthority:
      return try issued(by: attackerAuthority(), to: [host], key(.attackerServer), at: now)
    case .wrongHost:
      return try issued(by: authority(), to: [attackerHost], key(.attackerServer), at: now)
    case .issued:
      return try issued(by: authority(), to: [host], key(.attackerServer), at: now)
    case .selfSigned:
      let key = try key(.attackerServer)
      var profile = CertificateProfile.server(
        [host], validFrom: now - Self.day, validTo: now + 90 * Self.day)
      profile.keyUsages.append(.keyEncipherment)
      let made = try CertificateAuthority.makeRoot(profile, key: key, random: .system)
      return Identity(chain: [made.certificate], key: key)
    case .copied:
      guard let kind = relay.genuine.first?.publicKey.kind else { throw LabError.noGenuineChain }
      return Identity(chain: relay.genuine, key: try kind.makeAnother(.system))
    case .stolen:
      guard !relay.genuine.isEmpty else { throw LabError.noGenuineChain }
      guard let key = relay.stolenKey else { throw LabError.notStolen(.serverKey) }
      return Identity(chain: relay.genuine, key: key)
    }
  }

  private func issued(
    by issuer: CertificateAuthority, to names: [String], _ key: PrivateKey, at now: Int64,
    purpose: CertificatePurpose = .server
  ) throws -> Identity {
    let certificate = try issuer.issue(
      to: names, publicKey: key.publicKey, validFrom: now - Self.day, validTo: now + 90 * Self.day,
      purposes: [purpose], random: .system)
    return Identity(chain: [certificate], key: key)
  }
}
