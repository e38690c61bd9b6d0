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
    guard settings[.appScenario] == .sipCall else {
      return settings[.appScenario].makeClient(random: own)
    }
    let protection: SIPMediaProtection =
      switch settings[.appMedia] {
      case .sdes, .off: .sdes
      case .dtls: world.mediaFingerprint(.caller, of: id).map { .dtls(fingerprint: $0) } ?? .none
      case .rtp: .none
      }
    return ApplicationClient(SIPClient(protection: protection, random: own), of: .sipCall)
  }

  /// Where the server listens.
  func serverPort(_ settings: Settings) -> UInt16 {
    settings[.appScenario].port ?? world.preset.port
  }

  /// The server's end.
  func called(_ settings: Settings, _ id: String, _ random: RandomStream) -> ApplicationServer {
    let own = random.substream("application/server")
    guard settings[.appScenario] == .sipCall, settings[.appMedia] == .dtls else {
      return settings[.appScenario].makeServer(random: own)
    }
    let fingerprint = world.mediaFingerprint(.called, of: id)
    return ApplicationServer(SIPServer(fingerprint: fingerprint, random: own), of: .sipCall)
  }
}
