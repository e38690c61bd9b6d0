import Commands
import Lab
import Screens
import TLSWire

// Hints, checks, answers, skips: what a learner asks of a lesson.
extension Course {
  /// The next rung of the ladder; the last one again and again.
  mutating func hint() throws(CommandError) -> Page {
    let (task, here) = try open()
    guard case .step(let step) = task.kind else {
      throw CommandError(
        "there is no hint for a question: any answer teaches something", meant: "goal")
    }
    if here.isPassed(task) { throw CommandError("this is done; Enter turns the page") }
    let number = min(here.record.hints[task.id, default: 0] + 1, step.hints.count)
    active?.record.hints[task.id] = number
    keep()
    return Page(
      [
        .paragraph(
          Line("HINT \(number) of \(step.hints.count)  ", .heading)
            + ProseBlock.line(step.hints[number - 1]), indent: 0)
      ], next: number < step.hints.count ? ["hint", "check"] : ["check", "skip"])
  }

  /// Each expectation of the page with what was found.
  func check(_ interpreter: Interpreter) throws(CommandError) -> Page {
    let (task, here) = try open()
    guard case .step(let step) = task.kind else { return LessonScreens.page(here) }
    return LessonScreens.checked(here, task, step, interpreter.stateDocument)
  }

  /// Carries out the solution for all to see.
  mutating func skip(on interpreter: inout Interpreter) throws(CommandError) -> Page {
    let (task, here) = try open()
    if here.isPassed(task) { return try turn(on: &interpreter) }
    switch task.kind {
    case .step(let step): return try skip(step, task, on: &interpreter)
    case .prediction:
      active?.record.skipped.append(task.id)
      active?.record.passed.append(task.id)
      keep()
      return Page(
        lines: ["skipped: nothing is predicted; Enter turns the page"], next: ["turn"])
    case .question(let question):
      active?.record.skipped.append(task.id)
      active?.record.passed.append(task.id)
      keep()
      return LessonScreens.solved(question, interpreter.stateDocument)
    }
  }

  private mutating func skip(
    _ step: Step, _ task: Task, on interpreter: inout Interpreter
  ) throws(CommandError) -> Page {
    guard let here = active else { throw noLesson }
    let shown = here.record.hints[task.id, default: 0]
    if here.lesson.skip == .afterHints, shown < step.hints.count {
      let left = step.hints.count - shown
      throw CommandError(
        "first the \(left == 1 ? "hint that is" : "\(left) hints that are") left",
        details: ["the last one says what to type"], meant: "hint")
    }
    var page = Page()
    for command in step.solution {
      page.add(Line("> \(command)", .command))
      let outcome = interpreter.executeConfined(command)
      page.blocks += outcome.page.blocks
      if outcome.error != nil { break }
    }
    if !(step.expect + step.keep).allSatisfy({ $0.isMet(in: interpreter.stateDocument) }) {
      // What was done before stands in the way.
      interpreter.exchange(reference(of: here.lesson, pages: here.record.page + 1))
      page.add(.blank)
      page.add(
        .paragraph(
          "The lab was elsewhere: it is now as the lesson's own commands make it.", indent: 0))
    }
    active?.record.skipped.append(task.id)
    if let judged = judge(step, of: task, interpreter.stateDocument) {
      page.blocks += judged.blocks
      page.next = judged.next
    }
    keep()
    return page
  }

  // MARK: Answers

  mutating func answer(
    _ words: String, on interpreter: inout Interpreter
  ) throws(CommandError) -> Page {
    if let quiz { return try answer(words, in: quiz) }
    let (task, here) = try open()
    switch task.kind {
    case .step:
      throw CommandError("nothing is asked here: this page wants something done", meant: "goal")
    case .prediction(let prediction):
      if here.isJudged(task) { throw CommandError("that is settled; Enter turns the page") }
      let said = try read(words, prediction)
      let page = note(said, prediction, of: task, interpreter)
      keep()
      return page
    case .question(let question):
      let verdict = try judge(words, question, interpreter.stateDocument)
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

  /// One word for each item, in their order, or `S1=open`.
  private func read(_ words: String, _ prediction: Prediction) throws(CommandError) -> [String] {
    let said = words.split { $0 == " " || $0 == "," }.map { word in
      word.split(separator: "=").last.map(String.init) ?? ""
    }
    guard said.count == prediction.items.count else {
      throw CommandError(
        "\(prediction.items.count) answers are asked for, \(said.count) were given",
        details: prediction.items.map { "\($0.words): \($0.choices.joined(separator: ", "))" })
    }
    return try zip(said, prediction.items).map { word, item throws(CommandError) in
      let value = Prediction.Item.value(of: word)
      guard let choice = item.choices.first(where: { $0.lowercased() == value }) else {
        throw CommandError(
          "'\(word)' is no answer for \(item.words)",
          details: [
            "choose from: \(item.choices.map(Prediction.Item.words).joined(separator: ", "))"
          ])
      }
      return choice
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
      let place =
        Int(words).map { $0 - 1 } ?? choices.indices.first { Self.letter($0) == words.lowercased() }
      guard let place, choices.indices.contains(place) else {
        throw CommandError(
          "'\(words)' is none of the answers",
          details: ["type 'answer' and a letter from a to \(Self.letter(choices.count - 1))"])
      }
      let right = choices.indices.filter { choices[$0].isCorrect }.map(Self.letter)
      return Verdict(
        isRight: choices[place].isCorrect, say: choices[place].say,
        truth: right.joined(separator: " or "))
    case .value(let path):
      let truth = document.find(path.split(separator: ".").map(String.init))?.text ?? "null"
      let isRight =
        words.lowercased() == truth.lowercased() || Self.isSameSuite(words, as: truth)
      return Verdict(
        isRight: isRight, say: isRight ? "That is it: \(truth)." : "It is another value.",
        truth: truth)
    }
  }

  /// Whether both name one cipher suite, by whichever of its names or by its number.
  private static func isSameSuite(_ words: String, as truth: String) -> Bool {
    guard let suite = CipherSuite(name: truth) else { return false }
    return CipherSuite(meant: words) == suite
  }

  static func letter(_ place: Int) -> String {
    String(UnicodeScalar(UInt8(97 + max(0, min(place, 25)))))
  }

  /// The task that is open.
  private func open() throws(CommandError) -> (Task, ActiveLesson) {
    guard let here = active else { throw noLesson }
    if sandbox != nil {
      throw CommandError("the lesson waits while you play", meant: "play end")
    }
    guard let task = here.page.task else {
      throw CommandError("this page is there to be read; Enter turns it", meant: "turn")
    }
    return (task, here)
  }
}

extension Prediction.Item {
  /// What the value is called: `S1 vault`.
  var words: String { GoalWords.subject(path) }

  /// `nobody` and `nothing` stand for no value.
  static func value(of word: String) -> String {
    ["nobody", "nothing", "none"].contains(word.lowercased()) ? "null" : word.lowercased()
  }

  static func words(_ value: String) -> String { value == "null" ? "nobody" : value }
}
