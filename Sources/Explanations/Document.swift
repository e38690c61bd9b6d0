/// A document that a text cites: an RFC, or one of the few other sources.
public struct Document: Hashable, Sendable {
  /// `RFC 5246`.
  public var name: String
  public var title: String
  /// The month of publication, `August 2008`; nil where it could not be verified.
  public var date: String?
  /// The documents whose place it took.
  public var obsoletes: [String]
  /// The documents that took its place, the earliest first.
  public var obsoletedBy: [String]
  /// The documents that it changes without taking their place.
  public var updates: [String]
}
