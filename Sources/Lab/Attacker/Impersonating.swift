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
  /// stolen key and the client's certificate, to a server that demands one. It is no session of this
  /// lab, and says only what the attacker knows to say.
  ///
  /// - Returns: nil where the attacker does not hold the client's key, or where the settings leave no
  ///   connection to be made.
  public func impersonatedClient() -> Session? {
    guard let key = stolenClientKey else { return nil }
    var copy = self
    let random = world.random.substream("impersonation/\(sessions.count)")
    copy.attacker.interception = nil
    do {
      try copy.settings.set([
        Setting.serverClientAuth.to(.require), Setting.clientCert.to(.good),
        Setting.clientVerify.to(false), Setting.clientResume.to(nil),
        Setting.clientEarlyData.to([]),
      ])
      var client = try copy.clientConfiguration(copy.settings, random)
      client.identities = [Identity(chain: try copy.world.clientIdentity().chain, key: key)]
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
