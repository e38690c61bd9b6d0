/// Why a setting can't be set.
public enum SettingError: Error, Hashable, Sendable {
  case unknownKey(String, suggestions: [String])
  case badValue(key: String, value: String, allowed: String)
  case contradiction(Contradiction)
}

/// Two settings that can't both hold.
public struct Contradiction: Hashable, Sendable {
  /// The keys, the one that gives way first.
  public var keys: [String]
  public var reason: String
}
