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
      guard let place = Self.place(words, of: choices.map(\.text)) else {
        throw CommandError(
          "'\(words)' is none of the answers",
          details: ["type a letter from a to \(Self.letter(choices.count - 1))"])
      }
      let right = choices.indices.filter { choices[$0].isCorrect }.map(Self.letter)
      return Verdict(
        isRight: choices[place].isCorrect, say: choices[place].say,
        truth: right.joined(separator: String(worded: " or ")))
    case .value(let path):
      let truth = document.find(path.split(separator: ".").map(String.init))?.text ?? "null"
      let isRight = Writing.isSame(words, truth)
      return Verdict(
        isRight: isRight,
        say: isRight
          ? String(worded: "That is it: \(truth).") : String(worded: "It is another value."),
        truth: truth)
    }
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
    try refuse(typed, asked, interpreter.table)
    guard let verb = typed.tokens.first?.text,
      let (command, rest) = interpreter.table.words(of: typed),
      verb.count == 1 || (command.name == "answer" && rest.isEmpty)
    else { return nil }
    if command.name == "answer" {
      if rest.isEmpty { throw asked.none(words) }
      return nil
    }
    let whole = ([command.name] + rest).joined(separator: " ")
    throw CommandError(
      "'\(verb)' waits until the question is answered", details: ["as a whole word it works now"],
      meant: whole)
  }

  /// A word that is neither an answer nor near to a command was meant as an answer.
  private func refuse(
    _ typed: TypedCommand, _ asked: Asked, _ table: CommandTable
  ) throws(CommandError) {
    guard let verb = typed.tokens.first?.text.lowercased(), !asked.choices.isEmpty,
      table.command(verb) == nil,
      nearest(to: verb, among: table.allWords, limit: 1, reach: verb.count > 4 ? 2 : 1).isEmpty,
      !verb.contains("="), !verb.contains(".")
    else { return }
    throw asked.none(typed.text)
  }

  private enum Asked {
    case choices([String])
    case prediction(Prediction)
    /// With what is right: that is no command, however near to one it is written.
    case value(String)

    /// What may be said; none where that is a value.
    var choices: [String] {
      switch self {
      case .choices(let choices): choices.indices.map(Course.letter)
      case .prediction(let prediction):
        prediction.items.flatMap(\.choices).reduce(into: []) { all, choice in
          let word = Prediction.Item.words(choice)
          if !all.contains(word) { all.append(word) }
        }
      case .value: []
      }
    }

    /// That something is no answer, and what would be one.
    func none(_ words: String) -> CommandError {
      CommandError(
        "'\(words)' is none of the answers",
        details: choices.isEmpty ? [] : ["choose from: \(choices.joined(separator: ", "))"])
    }

    func takes(_ words: String, _ table: CommandTable) -> Bool {
      switch self {
      case .choices(let choices):
        // Neither 'c' nor 'c)' is a command now; whole words may be one.
        Course.place(words, of: choices) != nil
          && (words.count { $0.isLetter || $0.isNumber } == 1 || !isVerb(words, table))
      case .prediction(let prediction):
        prediction.isAnswered(by: words, isLoose: !isVerb(words, table))
      case .value(let truth):
        Writing.isNumber(words) || Writing.isSame(words, truth) || isNoCommand(words, table)
      }
    }

    private func isVerb(_ words: String, _ table: CommandTable) -> Bool {
      words.split(separator: " ").first.map { table.command(String($0)) != nil } ?? false
    }

    private func isNoCommand(_ words: String, _ table: CommandTable) -> Bool {
      guard let verb = words.split(separator: " ").first.map(String.init) else { return false }
      return table.command(verb) == nil
        && nearest(to: verb.lowercased(), among: table.allWords.filter { $0.count > 2 }).isEmpty
    }
  }

  /// The question that waits for an answer.
  private func asked(_ interpreter: Interpreter) -> Asked? {
    if let open = quiz?.current { return .choices(open.choices.map(\.text)) }
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
      case .choices(let choices): return .choices(choices.map(\.text))
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
    let said = said(words)
    guard said.count == items.count else {
      let given =
        said.count == 1 ? String(worded: "1 was given") : String(worded: "\(said.count) were given")
      let asked =
        items.count == 1
        ? String(worded: "1 answer is asked for")
        : String(worded: "\(items.count) answers are asked for")
      throw CommandError(
        "\(asked), \(given)",
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
  ///
  /// - Parameter isLoose: whether other words may stand between them: "RSA open, ECDHE sealed".
  func isAnswered(by words: String, isLoose: Bool = false) -> Bool {
    let said = said(words)
    return !said.isEmpty && said.count <= items.count && said.allSatisfy(isChoice)
      && (isLoose || isChoice(words)
        || Self.words(words).allSatisfy { isChoice($0) || place(of: $0) != nil })
  }

  /// One choice for each item, in their order, or each behind the name of its session; where that is not so,
  /// whatever was said.
  private func said(_ text: String) -> [String] {
    if items.count == 1, isChoice(text) { return [text] }
    let words = Self.words(text)
    // "both sealed", "all of them open".
    if let first = words.first?.lowercased(), ["both", "all", "beide", "alle"].contains(first),
      case let choices = words.filter(isChoice), choices.count == 1
    {
      return items.map { _ in choices[0] }
    }
    var named: [Int: String] = [:]
    var item: Int?
    for word in words {
      if let place = place(of: word) {
        item = place
      } else if isChoice(word), let place = item {
        named[place] = word
        item = nil
      }
    }
    if named.count == items.count { return items.indices.compactMap { named[$0] } }
    let choices = words.filter(isChoice)
    guard choices.count == items.count else { return words }
    return inOrder(choices) ?? choices
  }

  /// Choices in another order, where each is one of a single item.
  private func inOrder(_ choices: [String]) -> [String]? {
    let ordered = items.compactMap { item in choices.first { item.choice($0) != nil } }
    let isPlain = choices.allSatisfy { word in items.count { $0.choice(word) != nil } == 1 }
    return isPlain && Set(ordered).count == items.count ? ordered : nil
  }

  private func isChoice(_ word: String) -> Bool { items.contains { $0.choice(word) != nil } }

  /// The item about a session of that name, where there is one alone.
  private func place(of word: String) -> Int? {
    let places = items.indices.filter { place in
      items[place].session.last?.lowercased() == word.lowercased()
    }
    return places.count == 1 ? places[0] : nil
  }

  private static func words(_ text: String) -> [String] {
    text.split { " ,;=:".contains($0) }.map(String.init)
  }
}

extension Prediction.Item {
  /// What the value is called: `S1 vault`.
  var words: String { GoalWords.subject(path) }

  /// The choice that a word names.
  func choice(_ word: String) -> String? {
    let value = Self.value(of: Wording.meant(word, among: choices))
    return choices.first { $0.lowercased() == value } ?? choices.first { Writing.isSame(word, $0) }
      ?? ChoiceWords.partly(named: value, among: choices)
  }

  /// `nobody` and `nothing` stand for no value, in the language that was chosen too.
  static func value(of word: String) -> String {
    let none = ["nobody", "nothing", "none"]
    return none.contains(Wording.meant(word, among: none).lowercased()) ? "null" : word.lowercased()
  }

  static func words(_ value: String) -> String {
    value == "null" ? String(worded: "nobody") : value
  }
}
