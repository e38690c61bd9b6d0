import CryptoPrimitives
public import X509

// Certificates made by hand or found ready-made, and what was revoked.
extension World {
  /// What the server or the client shows under a certificate's name.
  ///
  /// - Parameter purpose: who shows it: a ready-made one is for that side's name and use.
  public mutating func namedIdentity(
    _ name: String, of purpose: CertificatePurpose = .server
  ) throws(RegistryError) -> Identity {
    if let made = registry.certificates.first(where: { $0.name == name }) { return made.identity }
    guard let kind = ReadyMadeCertificate(rawValue: name) else {
      throw .noCertificate(name, known: certificateNames)
    }
    do { return try catalogue(of: purpose).chain(kind).identity } catch {
      throw RegistryError(making: error)
    }
  }

  /// The names of all certificates that a server can show.
  public var certificateNames: [String] {
    ReadyMadeCertificate.allCases.map(\.rawValue) + registry.certificates.map(\.name)
  }

  /// The ready-made certificates, under the firm's own root.
  mutating func catalogue(of purpose: CertificatePurpose = .server) throws -> CertificateCatalogue {
    try catalogue(of: purpose, at: beginningInSeconds, random.substream("catalogue"))
  }

  /// The same as of some moment.
  mutating func catalogue(
    of purpose: CertificatePurpose, at seconds: Int64, _ random: RandomStream
  ) throws -> CertificateCatalogue {
    let isClients = purpose == .client
    return try CertificateCatalogue(
      host: isClients ? clientName : serverName, purpose: purpose, at: seconds, root: authority(),
      ownKey: key(isClients ? .client : .serverRSA), random: random)
  }

  /// Makes a key and a request for a certificate.
  mutating func makeRequest(
    _ name: String, hosts: [String], key: CertifiedKey
  ) throws(RegistryError) {
    try checkNew(name, among: registry.requests.map(\.name))
    let random = registryRandom("request/\(name)")
    do {
      let key = try key.make(random.substream("key"))
      let request = try CertificationRequest.make(
        subject: hosts.first ?? name, names: hosts.map { AlternativeName($0) }, key: key,
        random: random)
      registry.requests.append(NamedRequest(name: name, request: request, key: key))
    } catch {
      throw RegistryError(making: error)
    }
  }

  /// Issues a certificate.
  ///
  /// - Parameters:
  ///   - request: whose request it answers; subject, names and key are the request's then.
  mutating func issue(
    _ name: String, _ profile: CertificateProfile, by issuer: String, key: CertifiedKey,
    for request: String? = nil
  ) throws(RegistryError) {
    try checkNew(name, among: certificateNames)
    let authority = try namedAuthority(issuer)
    let random = registryRandom("certificate/\(name)")
    do {
      let identity: Identity
      if let request {
        let asked = try namedRequest(request)
        let certificate = try authority.authority.issue(
          profile, for: asked.request, random: random)
        identity = Identity(chain: [certificate] + authority.sent, key: asked.key)
      } else {
        let key = try key.make(random.substream("key"))
        let certificate = try authority.authority.issue(
          profile, publicKey: key.publicKey, random: random)
        identity = Identity(chain: [certificate] + authority.sent, key: key)
      }
      registry.certificates.append(
        NamedCertificate(name: name, identity: identity, issuer: issuer))
    } catch {
      throw RegistryError(making: error)
    }
  }

  private func namedRequest(_ name: String) throws(RegistryError) -> NamedRequest {
    guard let found = registry.requests.first(where: { $0.name == name }) else {
      throw .noRequest(name, known: registry.requests.map(\.name))
    }
    return found
  }

  /// Puts a certificate on its authority's list: one made by hand, or all that the server has, and had before
  /// its keys were renewed (`server`).
  mutating func revoke(_ name: String, at time: Int64) throws(RegistryError) {
    let subjects: [Certificate]
    let issuer: String
    if let made = registry.certificates.first(where: { $0.name == name }) {
      subjects = Array(made.identity.chain.prefix(1))
      issuer = made.issuer
    } else if name == Self.serversOwn {
      subjects = try serverCertificates()
      issuer = Self.firmAuthority
    } else if ReadyMadeCertificate(rawValue: name) != nil {
      throw .notRevocable(name)
    } else {
      throw .noCertificate(name, known: [Self.serversOwn] + registry.certificates.map(\.name))
    }
    let known = registry.revoked[issuer] ?? []
    let new = subjects.filter { subject in !known.contains { $0.serial == subject.serial } }
    guard !new.isEmpty else { throw .alreadyRevoked(name) }
    registry.revoked[issuer, default: []] += new.map {
      RevocationList.Entry(serial: $0.serial, since: time, reason: .keyCompromise)
    }
  }

  /// The word for the certificates that the server has of the firm's own authority.
  public static let serversOwn = "server"

  private mutating func serverCertificates() throws(RegistryError) -> [Certificate] {
    do {
      let before = (chronicle?.retired ?? []).filter { Self.serverRoles.contains($0.role) }
      return try before.compactMap(\.certificate)
        + Self.serverRoles.filter { existingKey($0) != nil || $0 == .serverRSA }
        .flatMap { try serverIdentity($0).chain.prefix(1) }
    } catch {
      throw RegistryError(making: error)
    }
  }

  /// Whether an authority has revoked a certificate, by hand.
  public func isRevoked(_ certificate: Certificate, by authority: String) -> Bool {
    registry.revoked[authority]?.contains { $0.serial == certificate.serial } ?? false
  }

  /// The lists of all authorities, made within the last day.
  ///
  /// - Parameter shown: the certificate that the server shows, by name: a ready-made one may come
  ///   with an authority of its own.
  mutating func revocationLists(
    shown: String?, at now: Int64
  ) throws(RegistryError) -> [RevocationList] {
    let made = now - now % Self.day
    do {
      var lists: [RevocationList] = []
      var atTheFirm = registry.revoked[Self.firmAuthority] ?? []
      if let kind = shown.flatMap(ReadyMadeCertificate.init) {
        let catalogue = try catalogue()
        for (issuer, entries) in try catalogue.revocations(kind) {
          if issuer.certificate == catalogue.root.certificate {
            atTheFirm += entries
          } else {
            lists.append(try list(of: issuer, entries, made))
          }
        }
      }
      lists.append(try list(of: authority(), atTheFirm, made))
      for named in registry.authorities {
        lists.append(try list(of: named.authority, registry.revoked[named.name] ?? [], made))
      }
      return lists
    } catch {
      throw RegistryError(making: error)
    }
  }

  /// The authority's word on a certificate that has a name, as a server staples it.
  mutating func stapledResponse(
    named name: String, at now: Int64
  ) throws(RegistryError) -> [UInt8]? {
    let made = now - now % Self.day
    let random = random.substream("ocsp/\(name)/\(made)")
    do {
      if let certificate = registry.certificates.first(where: { $0.name == name }) {
        guard let subject = certificate.identity.chain.first else { return nil }
        let entry = registry.revoked[certificate.issuer]?.first { $0.serial == subject.serial }
        return try namedAuthority(certificate.issuer).authority.status(
          of: subject, entry.map { .revoked(since: $0.since) } ?? .good, from: made,
          to: made + 7 * Self.day, random: random)
      }
      guard let kind = ReadyMadeCertificate(rawValue: name) else { return nil }
      let catalogue = try catalogue()
      guard let subject = try catalogue.chain(kind).identity.chain.first else { return nil }
      let entry = try catalogue.revocations(kind).flatMap(\.entries).first {
        $0.serial == subject.serial
      }
      return try catalogue.intermediate.status(
        of: subject, entry.map { .revoked(since: $0.since) } ?? .good, from: made,
        to: made + 7 * Self.day, random: random)
    } catch {
      throw RegistryError(making: error)
    }
  }

  private func list(
    of issuer: CertificateAuthority, _ entries: [RevocationList.Entry], _ made: Int64
  ) throws -> RevocationList {
    try issuer.revocationList(
      entries, from: made, to: made + 7 * Self.day,
      random: random.substream("list/\(issuer.name)/\(made)/\(entries.count)"))
  }
}
