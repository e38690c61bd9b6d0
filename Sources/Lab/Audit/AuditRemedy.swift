import TLSKeys
import TLSWire

/// Settings that mend.
enum AuditRemedy {
  typealias Changes = [(key: String, value: String)]

  /// The suites of TLS 1.3 and the four of TLS 1.2 that RFC 9325 §4.2 recommends.
  static let recommended: [CipherSuite] =
    CipherSuite.preset13
    + CipherSuite.preset.filter { suite in
      guard let parameters = suite.parameters else { return false }
      return parameters.keyExchange.isEllipticCurve && parameters.keyExchange.usesCertificate
        && [.aes128GCM, .aes256GCM].contains(parameters.cipher)
    }

  /// Suites, on the side that has them wrong or on both.
  static func suites(_ settings: Settings) -> [Changes] {
    let free = [Setting.serverKX.to(.any)]
    let server = [Setting.serverSuites.to(recommended)]
    let client = [Setting.clientSuites.to(recommended)]
    let all = versions + free + server + client
    return [free, server, client, server + client, free + server, free + server + client, all]
  }

  /// Suites with ephemeral keys, and keys that end with their session.
  static func forwardSecrecy(_ settings: Settings) -> [Changes] {
    let fresh: Changes = [Setting.serverReuseEphemeral.to(false)]
    let ephemeral: [Changes] = [[Setting.serverKX.to(.ecdhe)]] + suites(settings)
    return [fresh] + ephemeral + ephemeral.map { $0 + fresh }
  }

  /// No version that is deprecated.
  static var versions: Changes { both(Setting.versions, .tls12 ... .tls13) }

  /// Groups in the order of this program, those first that withstand a quantum computer; and what TLS 1.3 needs,
  /// which alone has those.
  static func groups(_ settings: Settings) -> [Changes] {
    let hybrid = [NamedGroup.x25519MLKEM768]
    let order = hybrid + SettingCatalogue.groups.filter { !hybrid.contains($0) }
    let lists = both(Setting.groups, order) + [Setting.clientShares.to([nil])]
    let modern = [Setting.serverKX.to(.any)] + versions
    let suites = suites(settings)
    return [lists, modern, modern + lists] + suites + suites.map { $0 + lists }
  }

  /// One and the same on both sides.
  static func both<Value>(
    _ key: (Side) -> SettingKey<Value>, _ value: Value
  ) -> Changes {
    Side.allCases.map { key($0).to(value) }
  }
}
