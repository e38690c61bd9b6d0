import Applications
import CryptoPrimitives
import Eavesdropper
import Knowledge
import Network
import TLSEngine
import X509

// What the attacker can be taken for.
extension Lab {
  /// The key of the client's certificate, as it was stolen.
  var stolenClientKey: PrivateKey? {
    attacker.leaks.first { Loot($0) == .clientKey }.flatMap { try? PrivateKey(der: $0.value) }
  }

  /// The connection that the attacker makes to the server in the client's name: a real one, with the
  /// client's certificate and stolen key, to a server that demands them, or with the key that both have
  /// by the settings. It is no session of this lab, and says only what the attacker knows to say.
  ///
  /// - Returns: nil where the attacker holds neither, or where the settings leave no connection to be
  ///   made.
  public func impersonatedClient() -> Session? {
    let (key, shared) = (stolenClientKey, stolenSharedKeys(settings))
    guard key != nil || !shared.isEmpty else { return nil }
    var copy = self
    let random = world.random.substream("impersonation/\(sessions.count)")
    copy.attacker.interception = nil
    do {
      try copy.settings.set(
        [
          Setting.clientVerify.to(false), Setting.clientResume.to(nil),
          Setting.clientEarlyData.to([]),
        ]
          + (key == nil
            ? [] : [Setting.serverClientAuth.to(.require), Setting.clientCert.to(.good)]))
      var client = try copy.clientConfiguration(copy.settings, random)
      client.preSharedKeys = shared
      client.identities =
        try key.map {
          [Identity(chain: try copy.world.clientIdentity().chain, key: $0)]
        } ?? []
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
