import CryptoPrimitives
public import X509

// Authorities: those that are there, and those made by hand.
extension World {
  /// The word for the authority that the firm's clients trust from the beginning.
  public static let firmAuthority = "firm"
  /// The word for the attacker's.
  public static let attackersAuthority = "mallory"

  /// An authority by its word.
  public mutating func namedAuthority(_ name: String) throws(RegistryError) -> NamedAuthority {
    do {
      switch name {
      case Self.firmAuthority:
        return NamedAuthority(name: name, authority: try authority(), above: [])
      case Self.attackersAuthority:
        return NamedAuthority(name: name, authority: try attackerAuthority(), above: [])
      default: break
      }
    } catch {
      throw RegistryError(making: error)
    }
    guard let found = registry.authorities.first(where: { $0.name == name }) else {
      throw .noAuthority(name, known: authorityNames)
    }
    return found
  }

  /// An authority whose key was made already.
  func existingAuthority(_ name: String) -> CertificateAuthority? {
    var copy = self
    switch name {
    case Self.firmAuthority where existingKey(.certificationAuthority) == nil: return nil
    case Self.attackersAuthority where existingKey(.attackerAuthority) == nil: return nil
    default: return try? copy.namedAuthority(name).authority
    }
  }

  /// The words for all authorities.
  public var authorityNames: [String] {
    [Self.firmAuthority, Self.attackersAuthority] + registry.authorities.map(\.name)
  }

  /// Whether clients trust an authority.
  public func isTrusted(_ authority: String) -> Bool {
    registry.trust[authority] ?? (authority == Self.firmAuthority)
  }

  mutating func setTrust(_ name: String, to isTrusted: Bool) throws(RegistryError) {
    _ = try namedAuthority(name)
    registry.trust[name] = isTrusted
  }

  /// The certificates that clients trust.
  public mutating func trustedCertificates() throws(RegistryError) -> [Certificate] {
    var certificates: [Certificate] = []
    for name in authorityNames where isTrusted(name) {
      certificates.append(try namedAuthority(name).authority.certificate)
    }
    return certificates
  }

  /// Makes an authority.
  ///
  /// - Parameters:
  ///   - issuer: the authority above it; nil: a root.
  ///   - profile: what its certificate says; its subject is what stands there.
  mutating func makeAuthority(
    _ name: String, _ profile: CertificateProfile, key: CertifiedKey, under issuer: String?
  ) throws(RegistryError) {
    try checkNew(name, among: authorityNames)
    let random = registryRandom("authority/\(name)")
    let above = try issuer.map { issuer throws(RegistryError) in try namedAuthority(issuer) }
    do {
      let key = try key.make(random.substream("key"))
      let made =
        try above.map { try $0.authority.makeIntermediate(profile, key: key, random: random) }
        ?? CertificateAuthority.makeRoot(profile, key: key, random: random)
      registry.authorities.append(
        NamedAuthority(name: name, authority: made, above: above?.sent ?? []))
    } catch {
      throw RegistryError(making: error)
    }
  }

  /// One authority's word for another (RFC 4949: cross-certificate). What the other issues goes out
  /// with it from then on.
  mutating func crossSign(_ name: String, by issuer: String) throws(RegistryError) {
    guard let place = registry.authorities.firstIndex(where: { $0.name == name }) else {
      throw .noAuthority(name, known: registry.authorities.map(\.name))
    }
    let signer = try namedAuthority(issuer)
    let other = registry.authorities[place].authority
    do {
      let crossed = try signer.authority.crossSign(
        other, validFrom: other.certificate.notBefore ?? 0,
        validTo: other.certificate.notAfter ?? 0,
        random: registryRandom("crossed/\(name)/\(issuer)"))
      registry.authorities[place].crossed += [crossed] + signer.sent
    } catch {
      throw RegistryError(making: error)
    }
  }

  func checkNew(_ name: String, among taken: [String]) throws(RegistryError) {
    let isName =
      (1...40).contains(name.utf8.count)
      && name.utf8.allSatisfy { byte in
        byte < 0x80
          && (Character(UnicodeScalar(byte)).isLetter || 0x2d...0x39 ~= byte && byte != 0x2f)
      }
    guard isName else { throw .badName(name) }
    guard !taken.contains(name) else { throw .nameTaken(name) }
  }

  /// Random numbers for something made by hand; the same name in the same world gives the same.
  func registryRandom(_ label: String) -> RandomStream { random.substream("registry/\(label)") }
}
