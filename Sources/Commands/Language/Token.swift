/// One word of a command, quotes and escapes taken away.
public struct Token: Hashable, Sendable {
  public var text: String
  /// Whether any part of it was in quotes: then it is never an option.
  public var isQuoted: Bool
  /// The two sides of the first `=` that is outside quotes.
  public var pair: Pair?

  public struct Pair: Hashable, Sendable {
    public var key: String
    public var value: String
  }

  public init(_ text: String, isQuoted: Bool = false, pair: Pair? = nil) {
    self.text = text
    self.isQuoted = isQuoted
    self.pair = pair
  }

  /// A word that a shell took apart.
  init(shellWord word: String) {
    let sides = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let isPair = sides.count == 2 && !sides[0].isEmpty
    self.init(
      word, pair: isPair ? Pair(key: String(sides[0]), value: String(sides[1])) : nil)
  }
}

extension Token {
  /// The word as it can be typed again: a pair stays a pair, and what was in quotes is no switch.
  var asOneWord: String {
    if let pair {
      return [pair.key, pair.value].map { $0.isEmpty ? "" : $0.asOneWord }.joined(separator: "=")
    }
    let word = text.asOneWord
    let looksOtherwise = text.hasPrefix("--") || text.contains("=")
    return isQuoted && looksOtherwise && word == text ? "\"\(word)\"" : word
  }

  /// Whether it says how something is done, in place of what.
  var isSwitch: Bool { !isQuoted && text.hasPrefix("--") }

  /// Whether an error is about it, or about a side of it.
  func isNamed(in error: String) -> Bool {
    [text, pair?.key, pair?.value].contains { word in
      word.map { $0.count > 1 && error.contains("'\($0)'") } ?? false
    }
  }
}

/// One command of a line, as typed and in words.
public struct TypedCommand: Hashable, Sendable {
  /// As typed, without the blanks around it.
  public var text: String
  public var tokens: [Token]

  package init(text: String, tokens: [Token]) {
    self.text = text
    self.tokens = tokens
  }
}
