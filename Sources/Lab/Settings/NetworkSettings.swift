public import Applications

// The network, and what is spoken over it.
extension Setting {
  static let network: [Setting] = [
    netRTT, netRecord, netCRL, appScenario, appMedia, appHops, appSecondHop, appURI,
  ]

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

  public static let appHops = SettingKey<CallHops>(
    "app.hops", .choice(CallHops.allCases.map { ($0.rawValue, $0) }), usually: .direct)
  public static let appSecondHop = SettingKey<SecondHop>(
    "app.second-hop", .choice(SecondHop.allCases.map { ($0.rawValue, $0) }), usually: .same)

  /// The scheme of what is called: `sips` asks for TLS on every hop.
  public static let appURI = SettingKey<SIPScheme>(
    "app.uri", .choice(SIPScheme.allCases.map { ($0.rawValue, $0) }), usually: .sip)
}
