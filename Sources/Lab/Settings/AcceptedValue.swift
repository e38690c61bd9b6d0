/// What a setting takes, for whoever types it.
public enum AcceptedValue: Hashable, Sendable {
  /// One of these words.
  case choice([String])
  /// Some of these names, in order of preference, with commas between.
  case list(of: [String])
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

  /// What may be typed, for help and for error messages.
  public var description: String {
    switch self {
    case .choice(let words): words.joined(separator: " ")
    case .certificate(let words):
      words.joined(separator: " ") + ", or a certificate of your own"
    case .list(let names): "a list of: " + names.joined(separator: " ")
    case .number(let bounds): "\(bounds.lowerBound) to \(bounds.upperBound)"
    case .name: "a name, or off"
    case .text: "a line of text, or off"
    case .namedSecret: "NAME:SECRET, or off"
    case .session: "a session such as S1, or off"
    }
  }

  /// The words to offer for completion.
  public var words: [String] {
    switch self {
    case .choice(let words), .list(let words), .certificate(let words): words
    case .number: []
    case .name, .text, .namedSecret, .session: ["off"]
    }
  }
}
