/// When a demonstration goes on.
public enum Pace: Hashable, Sendable {
  /// At a key.
  case key
  /// After the time that it takes to read the screen; a key is quicker.
  case auto
  /// After so many seconds; a key is quicker.
  case seconds(Double)

  /// From `key`, `auto` or a number of seconds from 0 to 600; nil when it is none of them.
  public init?(_ word: String) {
    switch word {
    case "key": self = .key
    case "auto": self = .auto
    default:
      guard let seconds = Double(word), (0...600).contains(seconds) else { return nil }
      self = .seconds(seconds)
    }
  }

  /// How long to wait after a text; nil: for a key.
  public func wait(after text: String) -> Double? {
    switch self {
    case .key: nil
    case .seconds(let seconds): seconds
    case .auto: Self.readingTime(of: text)
    }
  }

  /// Seconds in which a class has read a screen aloud in their heads: three words a second.
  public static func readingTime(of text: String) -> Double {
    let words = text.split(whereSeparator: \.isWhitespace).filter { $0.contains(where: \.isLetter) }
    return min(25, max(3, Double(words.count) / 3))
  }
}
