/// The first line of a fenced block that the program understands: a `step`, `predict` or `ask`; a `quiz`,
/// which is an `ask` for quizzes alone; a `bonus`, which is a step without instructions, or a `challenge`,
/// which is one that stands by itself.
struct BlockOpening {
  var kind: String
  var id: String?

  static let kinds = ["step", "predict", "ask", "quiz", "bonus", "challenge"]

  /// - Returns: nil for other fenced blocks, such as examples of code.
  init?(_ line: Substring) {
    guard line.hasPrefix("```"), !line.hasPrefix("````") else { return nil }
    let words = line.dropFirst(3).split(separator: " ")
    guard let kind = words.first.map(String.init), Self.kinds.contains(kind) else { return nil }
    self.kind = kind
    id = words.dropFirst().first { $0.hasPrefix("id=") }.map { String($0.dropFirst(3)) }
  }
}

extension Unicode.Scalar {
  /// Whether it would move the cursor, or turn the direction of writing. Tabs and ends of lines are blanks
  /// to Markdown.
  var isControlOfTerminals: Bool {
    switch self {
    case "\t", "\n": false
    case "\u{202a}"..."\u{202e}", "\u{2066}"..."\u{2069}": true
    default: properties.generalCategory == .control
    }
  }
}

extension Task {
  /// Texts in which every session must be known: other braces in prose are prose.
  var namingTexts: [String] {
    switch kind {
    case .step(let step): (step.expect + step.keep).map(\.text) + step.solution + step.setup
    case .prediction(let prediction): prediction.items.map(\.path) + prediction.reveal
    case .question(let question):
      if case .value(let path) = question.answer { [path] } else { [] }
    }
  }
}
