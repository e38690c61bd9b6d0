import Applications
import CryptoPrimitives
import Media

// What the two ends say: the telephones' sound is protected as the settings have it.
extension Lab {
  /// The client's end of what is spoken in a session.
  ///
  /// - Parameters:
  ///   - id: of the session.
  ///   - random: of the session.
  func caller(_ settings: Settings, _ id: String, _ random: RandomStream) -> ApplicationClient {
    let own = random.substream("application/client")
    if let policy = settings.startTLS {
      return ApplicationClient(XMPPClient(startingTLS: policy, random: own), of: .xmppChat)
    }
    guard settings[.appScenario] == .sipCall else {
      return settings[.appScenario].makeClient(random: own, calling: world.serverName)
    }
    let protection: SIPMediaProtection =
      switch settings[.appMedia] {
      case .sdes, .off: .sdes
      case .dtls: world.mediaFingerprint(.caller, of: id).map { .dtls(fingerprint: $0) } ?? .none
      case .rtp: .none
      }
    let scheme = settings[.appURI]
    return ApplicationClient(
      SIPClient(
        called: SIPAccount.bob.uri(scheme), protection: protection,
        way: scheme == .sip ? nil : SIPWay(scheme), random: own),
      of: settings.goesOverProxy ? .sipFirstHop : .sipCall)
  }

  /// Where the server listens.
  func serverPort(_ settings: Settings) -> UInt16 {
    // A connection that begins in the open has a port of its own (RFC 6120 §14.7).
    settings.startTLS != nil ? 5222 : settings[.appScenario].port ?? world.preset.port
  }

  /// The server's end.
  ///
  /// - Parameter isRegistered: whether a telephone beyond a proxy can be reached.
  func called(
    _ settings: Settings, _ id: String, _ random: RandomStream, isRegistered: Bool = true
  ) -> ApplicationServer {
    let own = random.substream("application/server")
    if settings.startTLS != nil {
      return ApplicationServer(XMPPServer(offersTLS: true, random: own), of: .xmppChat)
    }
    guard settings[.appScenario] == .sipCall else {
      return settings[.appScenario].makeServer(random: own)
    }
    if settings.goesOverProxy {
      let proxy = SIPProxy(
        called: calledTelephone(settings, id), isCalledRegistered: isRegistered, random: own)
      return ApplicationServer(proxy, of: .sipFirstHop)
    }
    let scheme = settings[.appURI]
    let server = SIPServer(
      fingerprint: fingerprintOfCalled(settings, id), way: scheme == .sip ? nil : SIPWay(scheme),
      random: own)
    return ApplicationServer(server, of: .sipCall)
  }

  /// What answers a call beyond a proxy.
  ///
  /// - Parameter id: of the session of the first hop.
  func calledTelephone(_ settings: Settings, _ id: String) -> SIPServer {
    SIPServer.telephone(
      fingerprint: fingerprintOfCalled(settings, id), way: settings.secondWay,
      random: world.random.substream(id).substream("application/telephone"))
  }

  private func fingerprintOfCalled(_ settings: Settings, _ id: String) -> String? {
    settings[.appMedia] == .dtls ? world.mediaFingerprint(.called, of: id) : nil
  }
}
