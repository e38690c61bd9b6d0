public import Commands
public import Lab
import Platform
import Screens

extension Course: Companion {
  public var document: [String: JSONValue] {
    guard let here = active else {
      return [
        "lesson": .object(["id": .null, "step": .number(0), "steps": .number(0), "met": .number(0)])
      ]
    }
    let met = here.page.task.map { here.record.met[$0.id]?.count ?? 0 } ?? 0
    return [
      "lesson": .object([
        "id": .string(here.lesson.id), "step": .number(here.record.page + 1),
        "steps": .number(here.lesson.pages.count), "met": .number(met),
        "passed": .bool(here.isPassed),
      ])
    ]
  }

  public var usualNext: [String]? {
    if let quiz { return QuizScreens.question(quiz).next }
    if sandbox != nil { return ["play end"] }
    guard let here = active else { return nil }
    return here.isPassed ? ["turn", "goal"] : ["goal", "hint"]
  }

  public mutating func follow(
    _ typed: TypedCommand, _ outcome: inout Outcome, in interpreter: inout Interpreter
  ) {
    noteStudent(interpreter.lab)
    // An experiment is not judged, and what asks for help brings nothing about.
    if sandbox == nil, let task = active?.page.task {
      look(at: typed, task, &outcome, interpreter)
    }
    if demonstration == nil { interpreter.holdsReasons = holdsReasons }
  }

  private mutating func look(
    at typed: TypedCommand, _ task: Task, _ outcome: inout Outcome, _ interpreter: Interpreter
  ) {
    let isPassed = active?.isPassed(task) == true
    switch task.kind {
    case .step(let step) where isPassed:
      let isUndone = typed.tokens.first?.text == "undo"
      if outcome.changed,
        let page = reweigh(step, isUndone: isUndone, interpreter.stateDocument)
      {
        outcome.add(page)
      }
    case .step(let step):
      if outcome.changed, let page = judge(step, of: task, interpreter.stateDocument) {
        outcome.add(page)
        keep()
      }
      if active?.isPassed(task) == false, let remark = remark(step, on: typed) {
        outcome.add(Page([.blank, .paragraph(ProseBlock.line(remark), indent: 1)]))
      }
    case .prediction(let prediction):
      if active?.isJudged(task) == false, typed.tokens.first?.text == "predict",
        outcome.error == nil, let said = predicted(prediction, interpreter.lab)
      {
        outcome.add(note(said, prediction, of: task, interpreter))
        keep()
      }
    case .question: return
    }
  }

  /// A name that was given to the world is the learner's from now on.
  private mutating func noteStudent(_ lab: Lab) {
    guard let student = lab.world.student, student != progress.student else { return }
    keep { $0.student = student }
  }

  // MARK: Steps

  /// Looks whether goals were reached.
  ///
  /// - Returns: what there is to say; nil when nothing new was.
  mutating func judge(_ step: Step, of task: Task, _ document: JSONValue) -> Page? {
    guard var here = active else { return nil }
    let before = here.record.met[task.id] ?? []
    let met = step.expect.filter { $0.isMet(in: document) || before.contains($0.text) }.map(\.text)
    let isReached = met.count == step.expect.count
    let broken = step.keep.filter { !$0.isMet(in: document) }
    guard met.count > before.count || isReached else { return nil }
    here.record.met[task.id] = met
    let isPassed = isReached && broken.isEmpty
    if isPassed { here.record.passed.append(task.id) }
    active = here
    var page = LessonScreens.goals(here, step, met: met, broken: isReached ? broken : [])
    guard isPassed else { return page }
    page.blocks += weigh(document) + LessonScreens.passed(step)
    page.next = []
    return page
  }

  private func remark(_ step: Step, on typed: TypedCommand) -> String? {
    let words = typed.tokens.map(\.text).joined(separator: " ")
    return step.whenWrong.first { Pattern.matches($0.typed, words) }?.say
  }
}

extension Outcome {
  /// Adds what the lesson has to say, below the answer.
  mutating func add(_ page: Page) {
    if case .page(var last)? = answers.last {
      last.blocks += page.blocks
      last.next = page.next
      answers[answers.count - 1] = .page(last)
    } else {
      answers.append(.page(page))
    }
  }
}

/// A command with `*` for anything.
enum Pattern {
  static func matches(_ pattern: String, _ text: String) -> Bool {
    let parts = pattern.split(separator: "*", omittingEmptySubsequences: false)
    guard parts.count > 1 else { return pattern == text }
    guard let first = parts.first, let last = parts.last, text.hasPrefix(first) else {
      return false
    }
    var rest = text.dropFirst(first.count)
    for part in parts.dropFirst().dropLast() where !part.isEmpty {
      guard let found = rest.firstRange(of: part) else { return false }
      rest = rest[found.upperBound...]
    }
    return rest.hasSuffix(last)
  }
}
