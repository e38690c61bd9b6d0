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
