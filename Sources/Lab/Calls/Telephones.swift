import Applications
import CryptoPrimitives
import Media

// What the two ends say: the telephones' sound is protected as the settings have it.
extension Lab {
  /// The client's end of what is spoken in a session.
  ///
  /// - Parameter random: of the session.
  func caller(_ settings: Settings, _ random: RandomStream) -> ApplicationClient {
    let own = random.substream("application/client")
    guard settings[.appScenario] == .sipCall else {
      return settings[.appScenario].makeClient(random: own)
    }
    let protection: SIPMediaProtection =
      switch settings[.appMedia] {
      case .sdes, .off: .sdes
      case .dtls: .sdes
      case .rtp: .none
      }
    return ApplicationClient(SIPClient(protection: protection, random: own), of: .sipCall)
  }

  /// The server's end.
  func called(_ settings: Settings, _ random: RandomStream) -> ApplicationServer {
    settings[.appScenario].makeServer(random: random.substream("application/server"))
  }
}
