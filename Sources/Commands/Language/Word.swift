import Screens

/// What one word of a command can be, and the value that it becomes.
package struct Word<Value: Sendable>: Sendable {
  var shape: WordShape
  /// The value of a word that fits the shape; what only the lab can tell is refused here.
  var read: @Sendable (String, Interpreter) throws(CommandError) -> Value

  /// - Parameters:
  ///   - label: what stands for it in the syntax: `SIDE`.
  ///   - choices: words with a meaning that help tells.
  ///   - accepts: whether a word can be this, whatever the lab is like.
  ///   - candidates: what it could be now, for Tab; nil: the choices.
  package init(
    _ label: String, choices: [Choice] = [],
    accepting accepts: @escaping @Sendable (String) -> Bool = { _ in true },
    candidates: (@Sendable (Unfinished) -> [Candidate])? = nil,
    read: @escaping @Sendable (String, Interpreter) throws(CommandError) -> Value
  ) {
    shape = WordShape(label: label, choices: choices)
    shape.accepts = accepts
    if let candidates { shape.candidates = candidates }
    self.read = read
  }
}

/// A word that can be typed, and what it means.
package struct Choice: Hashable, Sendable {
  package var word: String
  package var meaning: String

  package init(_ word: String, _ meaning: String) {
    self.word = word
    self.meaning = Wording.text(of: meaning)
  }
}

/// A type whose few values are typed as words.
package protocol Choosable: CaseIterable, Sendable {
  /// The word, as it is typed.
  var typed: String { get }
  /// What the word means, in a few words; help and Tab tell it.
  var meaning: String { get }
}

extension Choosable where Self: RawRepresentable<String> {
  package var typed: String { rawValue }
}

/// A word as the grammar sees it, whatever it becomes.
struct WordShape: Sendable {
  var label: String
  var choices: [Choice]
  /// Whether it names a file.
  var isFile = false
  /// Whether the choices are all that it can be: then they are printed in place of the label.
  var isClosed = false
  /// Whether a word can be this, whatever the lab is like. What a closed shape takes are its choices.
  var accepts: @Sendable (String) -> Bool = { _ in true }
  /// What it can be now.
  var candidates: @Sendable (Unfinished) -> [Candidate]

  init(label: String, choices: [Choice] = []) {
    self.label = label
    self.choices = choices
    candidates = { _ in choices.map { Candidate($0.word, $0.meaning) } }
  }

  /// The choices themselves, where they are all.
  var syntax: String { alternatives ?? label }

  var alternatives: String? {
    isClosed ? choices.map(\.word).joined(separator: "|") : nil
  }

  /// What a mismatch says would have fitted.
  var allowed: [String] { isClosed ? choices.map(\.word) : [] }
}

extension Word where Value: Choosable {
  /// One of a few words, and nothing else.
  ///
  /// - Parameter refusal: what to say of another word where the grammar's own words won't do.
  package static func choice(
    _ label: String, _ values: [Value] = Array(Value.allCases),
    refusing refusal: (@Sendable (String) -> CommandError)? = nil
  ) -> Word {
    let choices = values.map { Choice($0.typed, $0.meaning) }
    var word = Word(label, choices: choices) { text, _ throws(CommandError) in
      guard let value = values.first(where: { $0.typed == text }) else {
        throw refusal?(text) ?? CommandError("'\(text)' is no \(label)")
      }
      return value
    }
    word.shape.isClosed = true
    if refusal == nil { word.shape.accepts = { text in choices.contains { $0.word == text } } }
    return word
  }
}

extension Word where Value == Bool {
  /// One of two words.
  package static func either(_ yes: Choice, or no: Choice) -> Word {
    var word = Word("SWITCH", choices: [yes, no]) { text, _ throws(CommandError) in
      text == yes.word
    }
    word.shape.isClosed = true
    word.shape.accepts = { $0 == yes.word || $0 == no.word }
    return word
  }

  /// `on` or `off`.
  package static func onOff(on: String, off: String) -> Word {
    either(Choice("on", on), or: Choice("off", off))
  }
}

extension Word where Value == String {
  /// Any word.
  package static func any(_ label: String) -> Word { named(label) { _ in [] } }

  /// The name of something of which the command itself finds out whether it is there.
  package static func named(
    _ label: String, choices: [Choice] = [],
    candidates: @escaping @Sendable (Unfinished) -> [Candidate]
  ) -> Word {
    Word(label, choices: choices, candidates: candidates) { text, _ throws(CommandError) in text }
  }
}

extension Word where Value == Int {
  /// A whole number above 0.
  package static func number(_ label: String) -> Word {
    Word(
      label, accepting: { (Int($0) ?? 0) > 0 },
      read: { text, _ throws(CommandError) in
        guard let number = Int(text) else { throw CommandError("'\(text)' is no number") }
        return number
      })
  }
}
