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
  /// The keys of each kind of block.
  static let keys = [
    "step": [
      "do", "expect", "keep", "solution", "setup", "hint", "explain", "when_wrong", "note",
    ],
    "bonus": Self.challengeKeys,
    "challenge": Self.challengeKeys,
    "predict": ["question", "predict", "reveal", "note"],
    "ask": ["question", "choices", "answer", "note"],
    "quiz": ["question", "choices"],
  ]
  /// The keys of what is a list of small mappings.
  static let innerKeys = [
    "when_wrong": ["typed", "say"], "choices": ["text", "say", "correct"],
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
    var task = Task(
      id: opening.id ?? "line-\(line)", line: line, note: part.optionalText("note"), kind: kind)
    for key in Self.keys[opening.kind] ?? [] where part.has(key) {
      task.lines[key] = part.places(of: key)
    }
    return task
  }

  private mutating func step() -> Step {
    let goal = part.text("do")
    let expect = expectations("expect")
    if !part.has("expect") { part.missing("'expect' is missing", "say what must be so") }
    let solution = part.texts("solution")
    if !part.has("solution") { part.missing("'solution' is missing", "list the commands") }
    if !part.has("hint") { part.missing("'hint' is missing", "give at least two") }
    let remarks = records("when_wrong", needing: ["typed", "say"]).map { record in
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
    if !part.has("expect") { part.missing("'expect' is missing", "say what must be so") }
    if !part.has("solution") { part.missing("'solution' is missing", "list the commands") }
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

  /// A list of small mappings, each with what it needs.
  private mutating func records(
    _ key: String, needing needed: [String]
  ) -> [YAMLPart.Entry<[String: String]>] {
    let records = part.records(key, known: Self.innerKeys[key] ?? [])
    for record in records where record.isWhole {
      for name in needed where record.values[name] == nil {
        part.missing("'\(name)' is missing", "add '\(name): ...'", at: record.line)
      }
    }
    return records
  }

  private mutating func prediction() -> Prediction {
    let question = part.text("question")
    let pairs = part.pairs("predict")
    if pairs.isEmpty, !part.has("predict") {
      part.missing("'predict' is missing", "write 'predict: {PATH: [VALUE, VALUE]}'")
    }
    for item in pairs where item.isWhole && item.values.values.count < 2 {
      part.report(item.line, "'\(item.values.key)' has no two choices", "list at least two values")
    }
    let items = pairs.map { Prediction.Item(path: $0.values.key, choices: $0.values.values) }
    if !part.has("reveal") {
      part.missing("'reveal' is missing", "list the commands that show it")
    }
    return Prediction(question: question, items: items, reveal: part.texts("reveal"))
  }

  private mutating func question() -> Question {
    let text = part.text("question")
    if part.has("answer") {
      if part.has("choices") {
        part.report(nil, "'answer' and 'choices' contradict each other", "keep one of them")
      }
      return Question(
        question: text, answer: .value(path: part.optionalText("answer") ?? ""))
    }
    let records = records("choices", needing: ["text", "say"])
    let choices = records.enumerated().map { place, record in
      let values = record.values
      if let correct = values["correct"], correct != "true", correct != "false" {
        let line = part.line(of: "correct", in: "choices", place)
        part.report(line, "'correct' is '\(correct)'", "true or false")
      }
      return Question.Choice(
        text: values["text"] ?? "", say: values["say"] ?? "",
        isCorrect: !["false", nil].contains(values["correct"]))
    }
    if choices.count < 2 {
      part.missing("a question needs two choices", "or 'answer: PATH'", at: choicesLine)
    }
    let areWhole = records.allSatisfy(\.isWhole)
    if choices.count > 1, areWhole, !choices.contains(where: \.isCorrect) {
      part.missing("no choice is correct", "write 'correct: true' in one of them", at: choicesLine)
    }
    return Question(question: text, answer: .choices(choices))
  }

  /// Of the piece of YAML.
  private var choicesLine: Int { part.line(of: "choices") - part.firstLine + 1 }
}
