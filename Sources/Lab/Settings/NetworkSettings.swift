public import Applications

// The network, and what is spoken over it.
extension Setting {
  static let network: [Setting] = [netRTT, netRecord, netCRL, appScenario, appMedia]

  /// Milliseconds.
  public static let netRTT = SettingKey("net.rtt", .number(0...10_000), usually: 40)
  public static let netRecord = SettingKey("net.record", usually: true)
  public static let netCRL = SettingKey("net.crl", usually: true)

  /// A shop has no telephones.
  public static let appScenario = SettingKey<ApplicationScenario>(
    "app.scenario", .choice(ApplicationScenario.allCases.map { ($0.rawValue, $0) }),
    usually: .sipCall, in: [.web: .web])

  /// What is said in a call, and how it is protected.
  public static let appMedia = SettingKey<CallSound>(
    "app.media", .choice(CallSound.allCases.map { ($0.rawValue, $0) }), usually: .sdes)
}
