import Applications
import CryptoPrimitives
import Eavesdropper
import Knowledge
import Network
import TLSEngine
import X509

// What the attacker can be taken for.
extension Lab {
  /// The newest stolen key of the client's.
  private var stolenClientKey: Leak? {
    attacker.leaks.filter { Loot($0) == .clientKey }
      .max { ($0.keyLabel?.number ?? 0) < ($1.keyLabel?.number ?? 0) }
  }

  /// Whether a key of the client's was stolen, in force or not.
  var hasClientKey: Bool { stolenClientKey != nil }

  /// The client as the newest of its stolen keys proves it: a key that is no longer in force goes with the
  /// certificate that it had, which is good until it ends. Nil: none was stolen.
  mutating func stolenClientIdentity() throws -> Identity? {
    guard let leak = stolenClientKey else { return nil }
    let retired = leak.keyLabel.flatMap { world.retired(.client, $0.number) }?.certificate
    return Identity(
      chain: try retired.map { [$0] } ?? world.clientIdentity().chain,
      key: try PrivateKey(der: leak.value))
  }

  /// The connection that the attacker makes to the server in the client's name: a real one, with the
  /// client's certificate and stolen key, to a server that demands them, or with the key that both have
  /// by the settings. It is no session of this lab, and says only what the attacker knows to say.
  ///
  /// - Returns: nil where the attacker holds neither, or where the settings leave no connection to be
  ///   made.
  public func impersonatedClient() -> Session? {
    let shared = stolenSharedKeys(settings)
    guard hasClientKey || !shared.isEmpty else { return nil }
    var copy = self
    let random = world.random.substream("impersonation/\(sessions.count)")
    copy.attacker.interception = nil
    do {
      try copy.settings.set(
        [
          Setting.clientVerify.to(false), Setting.clientResume.to(nil),
          Setting.clientEarlyData.to([]),
        ]
          + (!hasClientKey
            ? [] : [Setting.serverClientAuth.to(.require), Setting.clientCert.to(.good)]))
      var client = try copy.clientConfiguration(copy.settings, random)
      client.preSharedKeys = shared
      client.identities = try copy.stolenClientIdentity().map { [$0] } ?? []
      let ends = Session.Ends(
        client: Connection(client: client), verification: client.verification,
        server: Connection(server: try copy.serverConfiguration(copy.settings, random)),
        interceptor: nil,
        callingApplication: ApplicationScenario.echo.makeClient(random: random),
        answeringApplication: ApplicationScenario.echo.makeServer(random: random))
      var session = Session(
        id: "attacker", settings: copy.settings, serverName: world.serverName, ends: ends,
        links: copy.makeLinks(copy.settings, intercepted: false), beginning: copy.now)
      while session.advance() != nil {}
      return session
    } catch {
      return nil
    }
  }
}

extension ForgedCertificate {
  /// What must be stolen before it can be shown.
  public var loot: Loot? {
    switch self {
    case .stolen: .serverKey
    case .issued: .authorityKey
    case .selfSigned, .ownAuthority, .trustedAuthority, .wrongHost, .copied: nil
    }
  }
}
