import CryptoPrimitives
import Eavesdropper
import Interceptor
import Knowledge
import TLSEngine
import TLSKeys
import TLSWire
import X509

// The attacker in between, and how it stands to both.
extension Lab {
  /// The attacker takes whatever the client offers, and verifies nothing of the server: it only
  /// wants to be connected.
  mutating func makeInterceptor(
    _ settings: Settings, _ random: RandomStream
  ) throws -> Interceptor {
    let certificate = attacker.interception ?? .ownAuthority
    let isServersOwn = certificate == .copied || certificate == .stolen
    let roles = isServersOwn ? keysNeeded(settings) : [.serverRSA]
    let stolen = newestStolenServerKey
    let forged = try roles.map {
      try world.forgedIdentity(certificate, like: $0, stolen: stolen)
    }
    var posing = posing(as: forged, settings, random)
    if let name = settings[.clientResume] {
      posing.now = now
      posing.ticketKey = stolenTicketKey(for: name)
      posing.sessionCache = stolenSession(name).map { [$0] } ?? []
    }
    var connecting = connecting(to: world.serverName, settings, random)
    guard settings[.serverClientAuth] != .off else {
      return Interceptor(posingAs: posing, connectingWith: connecting)
    }
    if let proof = try stolenClientIdentity() { connecting.identities = [proof] }
    var passedOn: Identity?
    if needsClientsSignature(settings) {
      posing.clientAuthentication = .request
      posing.clientTrust = TrustStore(roots: try world.trustedCertificates())
      posing.now = now
      let client = try clientIdentity(settings)
      let key = try client.key.kind.makeAnother(random.substream("key"))
      passedOn = Identity(chain: client.chain, key: key)
    }
    return Interceptor(posingAs: posing, connectingWith: connecting, passingOn: passedOn)
  }

  /// The attacker as the client sees it.
  func posing(
    as forged: [Identity], _ settings: Settings, _ random: RandomStream
  ) -> ServerConfiguration {
    // It takes what the server would take, and where that is everything, everything: first that in
    // which it has to prove nothing but a key that it stole.
    let sharedKeys = stolenSharedKeys(settings)
    let all =
      CipherSuite.preferred.filter { $0.usesSharedKey == !sharedKeys.isEmpty }
      + CipherSuite.preferred.filter { $0.usesSharedKey == sharedKeys.isEmpty }
    let suites =
      settings[.serverKX] == .any
      ? CipherSuite.spoken13 + all : settings.suites(of: .server)
    var posing = ServerConfiguration(
      suites: suites, groups: settings[.clientGroups],
      signatureSchemes: settings[.clientSignatures], identities: forged,
      random: random.substream("server"))
    posing.versions = SettingCatalogue.versions
    posing.preSharedKeys = sharedKeys
    return posing
  }

  /// The attacker as the server sees it.
  func connecting(
    to name: String, _ settings: Settings, _ random: RandomStream
  ) -> ClientConfiguration {
    var connecting = ClientConfiguration(
      suites: CipherSuite.spoken13 + CipherSuite.preferred, groups: settings[.serverGroups],
      signatureSchemes: settings[.serverSignatures], serverName: name,
      verification: ServerVerification(
        trust: TrustStore(roots: []), host: name, now: now / 1_000_000,
        skipped: CertificateVerification.checks),
      random: random.substream("client"))
    connecting.versions = SettingCatalogue.versions
    connecting.preSharedKeys = stolenSharedKeys(settings)
    // As the client does: a server may take the key alone and nothing else (RFC 8446 §4.2.9).
    if !connecting.preSharedKeys.isEmpty { connecting.pskModes = [.pskDHEKE, .pskKE] }
    return connecting
  }

  /// The stolen key that opens the ticket which the client is to show: who has it is asked for no certificate
  /// (RFC 5077 §5.5, RFC 8446 §2.2).
  func stolenTicketKey(for name: String) -> TicketKey? {
    let keys = attacker.leaks.filter { $0.name == .ticketKey }
    guard !keys.isEmpty, let ticket = session(name)?.client?.resumableSessions.last?.ticket,
      !ticket.isEmpty
    else { return nil }
    return keys.compactMap { TicketKey(bytes: $0.value) }.first { ticket.starts(with: $0.name) }
  }

  /// The session of TLS 1.3 whose key was stolen, under the name that its ticket is to whoever can't open that: to
  /// prove possession of the key is all that a server does that takes it up (RFC 8446 §4.2.11).
  func stolenSession(_ name: String) -> SessionState? {
    guard let kept = session(name)?.client?.resumableSessions.last, kept.version == .tls13,
      attacker.leaks.contains(where: { $0.name == .preSharedKey && $0.value == kept.secret })
    else { return nil }
    return SessionState(
      version: kept.version, suite: kept.suite, secret: kept.secret,
      issued: UInt64(max(0, kept.received)) / 1000, lifetime: kept.lifetime, ageAdd: kept.ageAdd,
      serverName: kept.serverName, applicationProtocol: kept.applicationProtocol,
      maximumEarlyData: kept.maximumEarlyData, sessionID: kept.ticket)
  }

  /// The keys that both sides have by these settings, as far as the attacker holds them.
  func stolenSharedKeys(_ settings: Settings) -> [ExternalPSK] {
    let stolen = Set(attacker.leaks.filter { $0.name == .preSharedKey }.map(\.value))
    return Array(Set(Side.allCases.compactMap { settings[.psk(of: $0)] }))
      .filter { stolen.contains($0.key) }
  }

  /// Whether the server will have the client's proof, the client has one to give, and the attacker
  /// can't make it.
  private func needsClientsSignature(_ settings: Settings) -> Bool {
    settings[.serverClientAuth] == .require && settings[.clientCert] != .nothing
      && !hasClientKey
  }

  /// Whether the attacker does best to pass every byte on untouched: the server will have the
  /// client's signature, which covers the whole handshake and fits no other. Under RSA key exchange
  /// the server's stolen key gives the pre-master secret of the untouched handshake (RFC 5246
  /// §F.1.1.2), and with it everything.
  func relays(_ settings: Settings) -> Bool {
    attacker.interception == .stolen && needsClientsSignature(settings)
      && settings.firstCommonSuite?.parameters?.keyExchange == .rsa
  }
}

extension CipherSuite {
  /// Whether a key that both had before is part of the secret.
  fileprivate var usesSharedKey: Bool { parameters?.keyExchange.usesPreSharedKey == true }
}

extension KeyKind {
  /// A new key of the same kind.
  func makeAnother(_ random: RandomStream) throws(CryptoError) -> PrivateKey {
    switch self {
    case .rsa(let bits), .rsaPSS(let bits, _): try .makeRSA(bits: bits, random: random)
    case .ec(let group): try .makeEC(group: group, random: random)
    case .ed25519: try .makeEd25519(random: random)
    case .ed448: try .makeEd448(random: random)
    case .other: try .makeEC(group: .secp256r1, random: random)
    }
  }
}
