import Commands
import Lab

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

/// Three backticks or more, which begin or end what is fenced.
struct Fence {
  var length: Int
  /// What stands behind them.
  var words: String

  init?(_ line: Substring) {
    length = line.prefix { $0 == "`" }.count
    guard length > 2 else { return nil }
    words = line.dropFirst(length).trimmed
  }

  /// Whether it ends what another one began.
  func ends(_ opening: Fence) -> Bool { words.isEmpty && length >= opening.length }

  /// The block that is probably meant by one that the program does not know: an example of code has no id.
  var meantBlock: String? {
    let parts = words.split(separator: " ").map(String.init)
    guard length == 3, let kind = parts.first, !BlockOpening.kinds.contains(kind) else {
      return nil
    }
    let hasName = parts.dropFirst().contains { $0.hasPrefix("id=") }
    return nearest(
      to: kind, among: BlockOpening.kinds, limit: 1, reach: hasName ? nil : 1
    ).first ?? (hasName ? "" : nil)
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
  var namingTexts: [String] { namingPlaces.flatMap(\.texts) }

  /// The same by their keys.
  var namingPlaces: [(key: String, texts: [String])] {
    switch kind {
    case .step(let step):
      [
        ("expect", step.expect.map(\.text)), ("keep", step.keep.map(\.text)),
        ("solution", step.solution), ("setup", step.setup),
      ]
    case .prediction(let prediction):
      [("predict", prediction.items.map(\.path)), ("reveal", prediction.reveal)]
    case .question(let question):
      if case .value(let path) = question.answer { [("answer", [path])] } else { [] }
    }
  }

  /// What it says to the learner: each text with its key, and which of several it is.
  var texts: [(key: String, place: Int, text: String)] {
    func all(_ key: String, _ texts: [String]) -> [(key: String, place: Int, text: String)] {
      texts.enumerated().map { (key, $0.offset, $0.element) }
    }
    switch kind {
    case .step(let step):
      return all("do", [step.goal]) + all("hint", step.hints) + all("explain", [step.explain])
        + all("when_wrong", step.whenWrong.map(\.say))
    case .prediction(let prediction): return all("question", [prediction.question])
    case .question(let question):
      guard case .choices(let choices) = question.answer else {
        return all("question", [question.question])
      }
      return all("question", [question.question])
        + all("choices", choices.map { "\($0.text) \($0.say)" })
    }
  }
}
