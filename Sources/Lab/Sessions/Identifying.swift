import CryptoPrimitives
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
        settings.isOn("net.crl")
        ? try world.revocationLists(shown: settings["server.cert"], at: seconds) : nil
    }
    if settings.checksPin {
      // What a telephone is delivered with: the keys of the server's own certificates.
      verification.pins = try keysNeeded(settings).map { role in
        CertificateVerification.pin(of: try world.serverIdentity(role).key.publicKey)
      }
    }
    return verification
  }

  /// What the server shows, with the authority's fresh word where it was asked for and has it.
  mutating func serverIdentities(_ settings: Settings) throws -> [Identity] {
    let staples = settings.isOn("client.staple") && settings.isOn("server.staple")
    let seconds = now / 1_000_000
    if let name = settings.namedCertificate {
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
    let name = settings["client.cert"]
    return name == "good" ? try world.clientIdentity() : try world.namedIdentity(name)
  }
}
