/// What a setting takes, for whoever types it.
public enum AcceptedValue: Hashable, Sendable {
  /// One of these words.
  case choice([String])
  /// Some of these names, in order of preference, with commas between; others are for those who ask for
  /// them by name.
  case list(of: [String], others: [String] = [])
  /// One of these words, or the name of a certificate that was made by hand.
  case certificate([String])
  /// A number within bounds.
  case number(ClosedRange<Int>)
  /// Any name, or `off`.
  case name
  /// Any line of text, or `off`.
  case text
  /// A name and a secret with a colon between, or `off`.
  case namedSecret
  /// A session's name, or `off`.
  case session

  /// The words to offer for completion.
  public var words: [String] {
    switch self {
    case .choice(let words), .certificate(let words): words
    case .list(let names, let others): names + others
    case .number: []
    case .name, .text, .namedSecret, .session: ["off"]
    }
  }
}
