public import Knowledge
public import X509

// What the client checks of a certificate.
extension Settings {
  /// The switches of the single checks.
  private static let switches: [(key: String, check: Check.Name)] = [
    ("client.check.chain", .certificateChain), ("client.check.name", .certificateHostname),
    ("client.check.dates", .certificateDates), ("client.check.usage", .certificateUsage),
    ("client.check.strength", .certificateStrength),
  ]

  /// The checks that the client leaves out.
  public var skippedChecks: [Check.Name] {
    guard isOn("client.verify") else { return CertificateVerification.checks }
    return Self.switches.filter { !isOn($0.key) }.map(\.check)
  }

  /// What the client does about revoked certificates.
  public var revocationMode: RevocationPolicy.Mode {
    guard isOn("client.verify") else { return .off }
    return RevocationPolicy.Mode(rawValue: self["client.check.revocation"]) ?? .off
  }

  /// Whether the client knows the server's keys beforehand, and looks.
  public var checksPin: Bool { isOn("client.verify") && isOn("client.check.pin") }

  /// `on`, `off`, or `partly` where some of the checks that a client should make are off.
  public var verification: String {
    guard isOn("client.verify") else { return "off" }
    let skipped = skippedChecks.count
    return skipped == 0 ? "on" : skipped == Self.switches.count ? "off" : "partly"
  }
}
