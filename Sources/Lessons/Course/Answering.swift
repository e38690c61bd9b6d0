public import Commands
import Lab
import Screens
import TLSWire

// Questions and predictions: what is an answer, and whether it is right.
extension Course {
  mutating func answer(
    _ words: String, on interpreter: inout Interpreter
  ) throws(CommandError) -> Page {
    if let quiz { return try answer(words, in: quiz) }
    let (task, here) = try open(interpreter)
    switch task.kind {
    case .step:
      throw CommandError("nothing is asked here: this page wants something done", meant: "goal")
    case .prediction(let prediction):
      if here.isJudged(task) { throw CommandError("that is settled; Enter turns the page") }
      let said = try prediction.read(words)
      let page = note(said, prediction, of: task, interpreter)
      keep()
      return page
    case .question(let question):
      let verdict = try judge(words, question, interpreter.document(for: active))
      let isFirst = here.record.answers[task.id]?.isEmpty != false
      active?.record.answers[task.id, default: []].append(words)
      active?.record.truths[task.id] = verdict.truth
      if verdict.isRight, !here.isPassed(task) {
        active?.record.passed.append(task.id)
        if isFirst { active?.record.rightAtOnce.append(task.id) }
      }
      keep()
      return LessonScreens.answered(verdict)
    }
  }

  /// What came of an answer.
  struct Verdict {
    var isRight: Bool
    var say: String
    var truth: String
  }

  func judge(
    _ words: String, _ question: Question, _ document: JSONValue
  ) throws(CommandError) -> Verdict {
    switch question.answer {
    case .choices(let choices):
      guard let place = Self.place(words, of: choices.count) else {
        throw CommandError(
          "'\(words)' is none of the answers",
          details: ["type a letter from a to \(Self.letter(choices.count - 1))"])
      }
      let right = choices.indices.filter { choices[$0].isCorrect }.map(Self.letter)
      return Verdict(
        isRight: choices[place].isCorrect, say: choices[place].say,
        truth: right.joined(separator: " or "))
    case .value(let path):
      let truth = document.find(path.split(separator: ".").map(String.init))?.text ?? "null"
      let isRight = Writing.isSame(words, truth)
      return Verdict(
        isRight: isRight, say: isRight ? "That is it: \(truth)." : "It is another value.",
        truth: truth)
    }
  }

  /// Which choice a letter or a number stands for.
  private static func place(_ words: String, of count: Int) -> Int? {
    let word = words.lowercased().filter { $0.isLetter || $0.isNumber }
    let place = Int(word).map { $0 - 1 } ?? (0..<count).first { letter($0) == word }
    return place.flatMap { (0..<count).contains($0) ? $0 : nil }
  }

  static func letter(_ place: Int) -> String {
    String(UnicodeScalar(UInt8(97 + max(0, min(place, 25)))))
  }

  // MARK: Without the verb

  /// While a question is open its answer needs no 'answer' before it, and what is one letter long is no command.
  public func meaning(
    of typed: TypedCommand, in interpreter: Interpreter
  ) throws(CommandError) -> TypedCommand? {
    let words = typed.tokens.map(\.text).joined(separator: " ")
    guard sandbox == nil, demonstration == nil, let asked = asked(interpreter) else { return nil }
    if asked.takes(words, interpreter.table) {
      return TypedCommand(
        text: "answer \(typed.text)", tokens: [Token("answer"), Token(words, isQuoted: true)])
    }
    guard let verb = typed.tokens.first?.text, verb.count == 1,
      let (command, rest) = interpreter.table.words(of: typed), command.name != "answer"
    else { return nil }
    let whole = ([command.name] + rest).joined(separator: " ")
    throw CommandError(
      "'\(verb)' waits until the question is answered", details: ["as a whole word it works now"],
      meant: whole)
  }

  private enum Asked {
    case choices(Int)
    case prediction(Prediction)
    /// With what is right: that is no command, however near to one it is written.
    case value(String)

    func takes(_ words: String, _ table: CommandTable) -> Bool {
      switch self {
      case .choices(let count): words.count == 1 && Course.place(words, of: count) != nil
      case .prediction(let prediction): prediction.isAnswered(by: words)
      case .value(let truth):
        Writing.isNumber(words) || Writing.isSame(words, truth) || isNoCommand(words, table)
      }
    }

    private func isNoCommand(_ words: String, _ table: CommandTable) -> Bool {
      guard let verb = words.split(separator: " ").first.map(String.init) else { return false }
      return table.command(verb) == nil
        && nearest(to: verb.lowercased(), among: table.allWords.filter { $0.count > 2 }).isEmpty
    }
  }

  /// The question that waits for an answer.
  private func asked(_ interpreter: Interpreter) -> Asked? {
    if let open = quiz?.current { return .choices(open.choices.count) }
    guard let here = active?.told(in: interpreter.sessionDocument), let task = here.page.task else {
      return nil
    }
    switch task.kind {
    case .step: return nil
    case .prediction(let prediction):
      return here.isJudged(task) || here.record.skipped.contains(task.id)
        ? nil : .prediction(prediction)
    case .question where here.isPassed(task): return nil
    case .question(let question):
      switch question.answer {
      case .choices(let choices): return .choices(choices.count)
      case .value(let path):
        let found = interpreter.document(for: active).find(
          path.split(separator: ".").map(String.init))
        return .value(found?.text ?? "")
      }
    }
  }
}

extension Prediction {
  /// The choices that were named: one word for each item, in their order, or `S1=open`.
  func read(_ words: String) throws(CommandError) -> [String] {
    let said = Self.words(words)
    guard said.count == items.count else {
      let given = said.count == 1 ? "1 was" : "\(said.count) were"
      throw CommandError(
        "\(items.count) \(items.count == 1 ? "answer is" : "answers are") asked for, \(given) given",
        details: items.map {
          "\($0.words): \($0.choices.map(Prediction.Item.words).joined(separator: ", "))"
        })
    }
    return try zip(said, items).map { word, item throws(CommandError) in
      if let choice = item.choice(word) { return choice }
      throw CommandError(
        "'\(word)' is no answer for \(item.words)",
        details: [
          "choose from: \(item.choices.map(Prediction.Item.words).joined(separator: ", "))"
        ])
    }
  }

  /// Whether words name choices and nothing else, though there may be too few of them.
  func isAnswered(by words: String) -> Bool {
    let said = Self.words(words)
    return !said.isEmpty && said.count <= items.count
      && said.allSatisfy { word in items.contains { $0.choice(word) != nil } }
  }

  private static func words(_ text: String) -> [String] {
    text.split { $0 == " " || $0 == "," || $0 == ";" }.map { word in
      word.split(separator: "=").last.map(String.init) ?? ""
    }
  }
}

extension Prediction.Item {
  /// What the value is called: `S1 vault`.
  var words: String { GoalWords.subject(path) }

  /// The choice that a word names.
  func choice(_ word: String) -> String? {
    let value = Self.value(of: word)
    return choices.first { $0.lowercased() == value } ?? choices.first { Writing.isSame(word, $0) }
  }

  /// `nobody` and `nothing` stand for no value.
  static func value(of word: String) -> String {
    ["nobody", "nothing", "none"].contains(word.lowercased()) ? "null" : word.lowercased()
  }

  static func words(_ value: String) -> String { value == "null" ? "nobody" : value }
}
