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
    if quiz != nil { return ["answer a", "quiz end"] }
    if sandbox != nil { return ["play end"] }
    guard let here = active else { return nil }
    return here.isPassed ? ["turn", "goal"] : ["goal", "hint"]
  }

  public mutating func follow(
    _ typed: TypedCommand, _ outcome: inout Outcome, in interpreter: inout Interpreter
  ) {
    noteStudent(interpreter.lab)
    // An experiment is not judged, and what asks for help brings nothing about.
    guard let here = active, sandbox == nil, let task = here.page.task, !here.isPassed(task)
    else { return }
    switch task.kind {
    case .step(let step):
      if outcome.changed, let page = judge(step, of: task, interpreter.stateDocument) {
        outcome.add(page)
        keep()
      }
      if active?.isPassed(task) == false, let remark = remark(step, on: typed) {
        outcome.add(Page([.blank, .paragraph(ProseBlock.line(remark), indent: 1)]))
      }
    case .prediction(let prediction):
      if typed.tokens.first?.text == "predict", outcome.error == nil,
        let said = predicted(prediction, interpreter.lab)
      {
        outcome.add(settle(prediction, of: task, said, interpreter))
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
    return LessonScreens.judged(
      here, step, met: met, broken: isReached ? broken : [], passed: isPassed)
  }

  private func remark(_ step: Step, on typed: TypedCommand) -> String? {
    let words = typed.tokens.map(\.text).joined(separator: " ")
    return step.whenWrong.first { Pattern.matches($0.typed, words) }?.say
  }

  // MARK: Predictions

  /// What was said of every item; nil while something is left to say.
  private func predicted(_ prediction: Prediction, _ lab: Lab) -> [String]? {
    let said = prediction.items.map { item -> String? in
      let parts = item.path.split(separator: ".")
      if parts.count == 3, parts[0] == "sessions", parts[2] == "vault" {
        return lab.predictions[String(parts[1])]?.rawValue
      }
      if parts.last == "noticed_by" { return lab.predictedNotice?.rawValue }
      return nil
    }
    return said.contains(nil) ? nil : said.compactMap { $0 }
  }

  /// Takes a prediction, and finds the truth on a hidden copy of the learner's own lab.
  mutating func settle(
    _ prediction: Prediction, of task: Task, _ said: [String], _ interpreter: Interpreter
  ) -> Page {
    guard active != nil else { return Page() }
    let truth = truth(of: prediction, interpreter)
    active?.record.answers[task.id, default: []].append(said.joined(separator: " "))
    active?.record.truths[task.id] = truth.joined(separator: " ")
    if said == truth { active?.record.rightAtOnce.append(task.id) }
    active?.record.passed.append(task.id)
    return LessonScreens.noted(prediction, said)
  }

  /// What the reveal shows, on a copy.
  func truth(of prediction: Prediction, _ interpreter: Interpreter) -> [String] {
    var copy = interpreter
    copy.companion = nil
    for command in prediction.reveal where copy.execute(command).error != nil { break }
    let document = copy.stateDocument
    return prediction.items.map { item in
      document.find(item.path.split(separator: ".").map(String.init))?.text ?? "null"
    }
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
