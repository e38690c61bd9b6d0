/// Why somebody meets an alert or a fault, and what helps.
public struct Cause: Hashable, Sendable {
  /// Who meets it.
  public var who: Party
  /// What is usually the matter.
  public var cause: String
  /// What to do about it.
  public var remedy: String

  /// On which device, or in which program, the cause is found.
  public enum Party: String, Hashable, Sendable, CaseIterable {
    case telephone, server, browser, script
  }
}
