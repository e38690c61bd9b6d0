/// Why a setting can't be set.
public enum SettingError: Error, Hashable, Sendable {
  case unknownKey(String, suggestions: [String])
  case badValue(key: String, value: String, allowed: AcceptedValue)
  case contradiction(Contradiction)
}

/// Two settings that can't both hold.
public struct Contradiction: Hashable, Sendable {
  /// The keys, the one that gives way first.
  public var keys: [String]
  public var reason: Reason

  /// Why they can't.
  public enum Reason: String, Hashable, Sendable, CaseIterable {
    /// The server's suites need a key that both had before, and it has none.
    case noSharedKey = "no-shared-key"
    case noServerSuite = "no-server-suite"
    /// None of the client's suites is one of its versions'.
    case noClientSuite = "no-client-suite"
    /// A certificate with EdDSA, and only versions that came before it.
    case edDSA = "eddsa"
    case noFiniteField = "no-finite-field"
    case noCurve = "no-curve"
  }
}

/// What a setting changes beside its own key.
public enum SettingConsequence: Hashable, Sendable {
  /// The server's suites are those with one kind of key exchange.
  case limitsSuites(KeyExchangeLimit)
  /// TLS 1.3 is out: it has no such key exchange.
  case limitsVersions
}
