public import Applications

// The network, and what is spoken over it.
extension Setting {
  static let network: [Setting] = [netRTT, netRecord, netCRL, appScenario]

  /// Milliseconds.
  public static let netRTT = SettingKey(
    "net.rtt", .number(0...10_000), usually: 40, "milliseconds from client to server and back")
  public static let netRecord = SettingKey(
    "net.record", usually: true, "whether the eavesdropper copies what passes")
  public static let netCRL = SettingKey(
    "net.crl", usually: true,
    "whether the authorities' lists of revoked certificates can be reached")

  /// A shop has no telephones: until it has pages, its server repeats what it hears.
  public static let appScenario = SettingKey<ApplicationScenario>(
    "app.scenario",
    .choice([
      ("sip-call", .sipCall, "a telephone registers, and calls another"),
      ("echo", .echo, "the server says what it hears"),
    ]), usually: .sipCall, in: [.web: .echo], "what client and server talk about")
}
