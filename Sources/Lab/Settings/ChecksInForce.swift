public import Knowledge
public import X509

// What the client checks of a certificate.
extension Settings {
  /// The switches of the single checks.
  private static let switches: [(key: SettingKey<Bool>, check: Check.Name)] = [
    (.clientCheckChain, .certificateChain), (.clientCheckName, .certificateHostname),
    (.clientCheckDates, .certificateDates), (.clientCheckUsage, .certificateUsage),
    (.clientCheckStrength, .certificateStrength),
  ]

  /// The checks that the client leaves out.
  public var skippedChecks: [Check.Name] {
    guard self[.clientVerify] else { return CertificateVerification.checks }
    return Self.switches.filter { !self[$0.key] }.map(\.check)
  }

  /// The settings by which the client leaves checks out, by the names that are typed.
  public var carelessness: [String] {
    guard self[.clientVerify] else { return [Setting.clientVerify.key] }
    return Self.switches.filter { !self[$0.key] }.map(\.key.key)
  }

  /// What the client does about revoked certificates.
  public var revocationMode: RevocationPolicy.Mode {
    self[.clientVerify] ? self[.clientCheckRevocation] : .off
  }

  /// Whether the client knows the server's keys beforehand, and looks.
  public var checksPin: Bool { self[.clientVerify] && self[.clientCheckPin] }

  /// `on`, `off`, or `partly` where some of the checks that a client should make are off.
  public var verification: String {
    guard self[.clientVerify] else { return "off" }
    let skipped = skippedChecks.count
    return skipped == 0 ? "on" : skipped == Self.switches.count ? "off" : "partly"
  }
}
