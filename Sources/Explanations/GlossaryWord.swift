/// A word of the field, in a few sentences that stand by themselves.
public struct GlossaryWord: Hashable, Sendable {
  /// As it is usually written: `HMAC`, `forward secrecy`.
  public var name: String
  /// What an abbreviation is short for.
  public var standsFor: String?
  /// Other words for it.
  public var synonyms: [String]
  public var explanation: Explanation
  /// Topics that say more.
  public var see: [String]
}

/// An attack that people know by a name.
public struct NamedAttack: Hashable, Sendable {
  /// `Bleichenbacher`.
  public var name: String
  /// When it was published.
  public var year: String
  /// Other names.
  public var synonyms: [String]
  /// What it does.
  public var explanation: Explanation
  /// What an attacker had to have or be able to do.
  public var needed: String
  /// What put an end to it.
  public var stopped: String
  /// What of it can be tried in the lab.
  public var here: String
  /// What to type for that, in a new lab.
  public var commands: [String]
  /// Topics that say more.
  public var see: [String]
}

extension ExplanationKey {
  /// A name as it is looked up: in whatever case it is typed, and with blanks, points and lines in the same
  /// way.
  public static func folded(_ name: String) -> String {
    String(name.lowercased().map { " _./".contains($0) ? "-" : $0 })
  }
}
