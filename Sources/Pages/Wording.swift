import Explanations

/// A few fixed words of the program and what is filled in. Their English stands in the code; it is also the name
/// by which a translation is found, with a number in place of what is filled in: `after step {1} of {2}`.
///
/// Whoever takes a `Wording` where a text was taken needs to change no caller: a literal makes one.
public struct Wording: Hashable, Sendable, ExpressibleByStringInterpolation {
  /// What the literal is made of: its words, and between two of them what is filled in.
  public struct StringInterpolation: StringInterpolationProtocol, Hashable, Sendable {
    fileprivate var words = [""]
    fileprivate var values: [String] = []

    public init(literalCapacity: Int, interpolationCount: Int) {
      words.reserveCapacity(interpolationCount + 1)
    }

    public mutating func appendLiteral(_ literal: String) { words[values.count] += literal }

    public mutating func appendInterpolation(_ value: String) {
      values.append(value)
      words.append("")
    }

    public mutating func appendInterpolation(_ value: some Any) {
      appendInterpolation(String(describing: value))
    }
  }

  private let parts: StringInterpolation

  public init(stringLiteral value: String) {
    var parts = StringInterpolation(literalCapacity: 0, interpolationCount: 0)
    parts.appendLiteral(value)
    self.parts = parts
  }

  public init(stringInterpolation: StringInterpolation) { parts = stringInterpolation }

  /// Words that are too long for a line of code: one sentence, looked up as a whole.
  public static func + (left: Wording, right: Wording) -> Wording {
    var parts = left.parts
    parts.words[parts.words.count - 1] += right.parts.words[0]
    parts.words += right.parts.words.dropFirst()
    parts.values += right.parts.values
    return Wording(stringInterpolation: parts)
  }

  /// The English words, with numbers for what is filled in.
  public var name: String {
    parts.words.dropFirst().enumerated().reduce(parts.words[0]) {
      "\($0){\($1.offset + 1)}\($1.element)"
    }
  }

  /// The words in the language that was chosen; in English where it has none for them.
  public var text: String {
    guard !Translation.chosen.isEmpty else { return english }
    let name = name
    let own = Self.text(of: name)
    return own == name ? english : Self.filled(own, parts.values)
  }

  var english: String {
    zip(parts.words.dropFirst(), parts.values).reduce(parts.words[0]) { $0 + $1.1 + $1.0 }
  }

  /// In one go: what is filled in may hold braces itself.
  private static func filled(_ text: String, _ values: [String]) -> String {
    text.replacing(#/\{([1-9])\}/#) { place in
      let number = Int(place.output.1) ?? 0
      return number <= values.count ? values[number - 1] : String(place.output.0)
    }
  }

  /// What was typed, in English where it is one of some words in the language that was chosen.
  public static func meant(_ typed: String, among words: [String]) -> String {
    words.first { text(of: $0).lowercased() == typed.lowercased() } ?? typed
  }

  /// Words that are no literal, such as a label that was handed on: in the language that was chosen. Blanks around
  /// them stay.
  public static func text(of words: String) -> String {
    guard !Translation.chosen.isEmpty else { return words }
    let bare = words.drop { $0 == " " }
    let start = words.count - bare.count
    let end = bare.reversed().prefix { $0 == " " }.count
    guard let own = Translation.chosen[String(bare.dropLast(end))] else { return words }
    return String(repeating: " ", count: start) + own + String(repeating: " ", count: end)
  }
}

extension String {
  /// Fixed words and what is filled in, in the language that was chosen, where a text is wanted.
  public init(worded words: Wording) { self = words.text }
}
