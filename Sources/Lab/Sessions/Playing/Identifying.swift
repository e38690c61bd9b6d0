public import CryptoPrimitives
import Knowledge
import TLSEngine
import X509

// Who shows which certificate, and who believes it.
extension Lab {
  /// How the client judges the server.
  mutating func serverVerification(_ settings: Settings) throws -> ServerVerification {
    var roots = try world.trustedCertificates()
    if attacker.interception == .trustedAuthority {
      let other = try world.attackerAuthority().certificate
      if !roots.contains(other) { roots.append(other) }
    }
    let seconds = now / 1_000_000
    var verification = ServerVerification(
      trust: TrustStore(roots: roots), host: world.serverName, now: seconds,
      skipped: settings.skippedChecks)
    verification.revocation.mode = settings.revocationMode
    if settings.revocationMode != .off {
      verification.revocation.lists =
        settings[.netCRL]
        ? try world.revocationLists(shown: settings[.serverCert].name, at: seconds) : nil
    }
    if settings.checksPin {
      // What a telephone is delivered with: the first keys of the server's own certificates.
      verification.pins = try keysNeeded(settings).map { role in
        let first = try world.retired(role, 1)?.key ?? world.serverIdentity(role).key
        return CertificateVerification.pin(of: first.publicKey)
      }
    }
    return verification
  }

  /// What the server shows, with the authority's fresh word where it was asked for and has it.
  mutating func serverIdentities(_ settings: Settings) throws -> [Identity] {
    let staples = settings[.clientStaple] && settings[.serverStaple]
    let seconds = now / 1_000_000
    if let name = settings[.serverCert].name {
      var identity = try world.namedIdentity(name)
      if staples {
        identity.stapledResponse = try world.stapledResponse(named: name, at: seconds)
      }
      return [identity]
    }
    return try keysNeeded(settings).map { role in
      var identity = try world.serverIdentity(role)
      if staples { identity.stapledResponse = try world.stapledResponse(role, at: seconds) }
      return identity
    }
  }

  /// What the client shows to a server that asks.
  mutating func clientIdentity(_ settings: Settings) throws -> Identity {
    if case .named(let name) = settings[.clientCert] {
      return try world.namedIdentity(name, of: .client)
    }
    return try world.clientIdentity()
  }

  /// The private key of the certificate that the server shows by its settings; of several that fit, the one
  /// that was used.
  public func serverKeyInForce() throws(LabError) -> PrivateKey {
    var world = world
    do {
      if let name = settings[.serverCert].name { return try world.namedIdentity(name).key }
      let used = World.serverRoles.first { world.existingKey($0) != nil } ?? .serverRSA
      return try world.serverIdentity(settings[.serverCert].role ?? used).key
    } catch let error as RegistryError {
      throw .registry(error)
    } catch {
      throw .crypto(errorWords(error))
    }
  }
}
