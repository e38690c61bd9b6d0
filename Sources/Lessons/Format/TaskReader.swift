import Commands
import Screens

/// Reads one fenced block.
struct TaskReader {
  private let opening: BlockOpening
  private let line: Int
  private var part: YAMLPart

  private static let challengeKeys = [
    "do", "expect", "keep", "solution", "setup", "hint", "explain", "par", "note",
  ]
  private static let keys = [
    "step": [
      "do", "expect", "keep", "solution", "setup", "hint", "explain", "when_wrong", "note",
    ],
    "bonus": Self.challengeKeys,
    "challenge": Self.challengeKeys,
    "predict": ["question", "predict", "reveal", "note"],
    "ask": ["question", "choices", "answer", "note"],
    "quiz": ["question", "choices"],
  ]

  /// - Parameter line: of the opening, counted from 1.
  init(_ opening: BlockOpening, yaml: String, file: String, line: Int) {
    self.opening = opening
    self.line = line
    part = YAMLPart(
      yaml, file: file, firstLine: line + 1, known: Self.keys[opening.kind] ?? [])
  }

  var findings: [Finding] { part.findings }

  mutating func read() -> Task {
    if opening.id == nil, opening.kind != "quiz" {
      part.report(0, "the block has no id", "write ```\(opening.kind) id=NAME")
    }
    let kind: Task.Kind =
      switch opening.kind {
      case "step": .step(step())
      case "bonus", "challenge": .step(challenge())
      case "predict": .prediction(prediction())
      default: .question(question())
      }
    return Task(
      id: opening.id ?? "line-\(line)", line: line, note: part.optionalText("note"), kind: kind)
  }

  private mutating func step() -> Step {
    let goal = part.text("do")
    let expect = expectations("expect")
    if !part.has("expect") { part.report(nil, "'expect' is missing", "say what must be so") }
    let solution = part.texts("solution")
    if !part.has("solution") { part.report(nil, "'solution' is missing", "list the commands") }
    if !part.has("hint") { part.report(nil, "'hint' is missing", "give at least two") }
    let remarks = part.records("when_wrong", known: ["typed", "say"]).map { record in
      Step.Remark(typed: record.values["typed"] ?? "", say: record.values["say"] ?? "")
    }
    return Step(
      goal: goal, expect: expect, keep: expectations("keep"), solution: solution,
      setup: part.texts("setup"), hints: part.texts("hint"), explain: part.text("explain"),
      whenWrong: remarks)
  }

  /// A state to reach, by whichever way: with a par in place of hints.
  private mutating func challenge() -> Step {
    let goal = part.text("do")
    if !part.has("expect") { part.report(nil, "'expect' is missing", "say what must be so") }
    if !part.has("solution") { part.report(nil, "'solution' is missing", "list the commands") }
    return Step(
      goal: goal, expect: expectations("expect"), keep: expectations("keep"),
      solution: part.texts("solution"), setup: part.texts("setup"), hints: part.texts("hint"),
      explain: part.text("explain"), whenWrong: [], par: part.number("par", 1...30),
      isBonus: opening.kind == "bonus")
  }

  private mutating func expectations(_ key: String) -> [Goal] {
    part.lines(key).compactMap { line, text in
      do throws(CommandError) {
        return try Goal(text)
      } catch {
        let instead = error.meant.map { "did you mean '\($0)'?" } ?? error.details.first
        part.report(line - part.firstLine + 1, error.what, instead ?? "")
        return nil
      }
    }
  }

  private mutating func prediction() -> Prediction {
    let question = part.text("question")
    let items = part.pairs("predict").map { Prediction.Item(path: $0.key, choices: $0.values) }
    if items.isEmpty {
      part.report(nil, "'predict' is missing", "write 'predict: {PATH: [VALUE, VALUE]}'")
    }
    for item in items where item.choices.count < 2 {
      part.report(nil, "'\(item.path)' has no two choices", "list at least two values")
    }
    let reveal = part.texts("reveal")
    if reveal.isEmpty { part.report(nil, "'reveal' is missing", "list the commands that show it") }
    return Prediction(question: question, items: items, reveal: reveal)
  }

  private mutating func question() -> Question {
    let text = part.text("question")
    if let path = part.optionalText("answer") {
      if part.has("choices") {
        part.report(nil, "'answer' and 'choices' contradict each other", "keep one of them")
      }
      return Question(question: text, answer: .value(path: path))
    }
    let choices = part.records("choices", known: ["text", "say", "correct"]).map { record in
      let values = record.values
      if values["say"] == nil {
        part.report(
          record.line - part.firstLine + 1, "a choice without 'say'",
          "tell whoever chooses it why it is right or wrong")
      }
      return Question.Choice(
        text: values["text"] ?? "", say: values["say"] ?? "", isCorrect: values["correct"] == "true"
      )
    }
    if choices.count < 2 { part.report(nil, "a question needs two choices", "or 'answer: PATH'") }
    if choices.count > 1, !choices.contains(where: \.isCorrect) {
      part.report(nil, "no choice is correct", "write 'correct: true' in one of them")
    }
    return Question(question: text, answer: .choices(choices))
  }
}
