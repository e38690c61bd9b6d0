public import Commands
public import Lab
import Platform
import Screens

extension Course: Companion {
  public var document: JSONObject {
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
    return here.isPassed ? ["turn", "goal"] : ["goal", here.help.first { $0 != "goal" } ?? "skip"]
  }

  public mutating func follow(
    _ typed: TypedCommand, _ outcome: inout Outcome, in interpreter: inout Interpreter
  ) {
    noteStudent(interpreter.lab)
    defer { journal(typed, interpreter) }
    // What a lesson does by itself folds its screens, too.
    let isOwn = interpreter.table.words(of: typed).map { $0.command.group == .learn } ?? false
    if outcome.changed, !isOwn { folded = nil }
    if typed.tokens.map(\.text) == ["help"], sandbox == nil, let here = active {
      outcome.add(LessonScreens.helped(here))
    }
    if sandbox == nil, demonstration == nil, active != nil {
      foldLong(&outcome, after: typed, interpreter.table)
    }
    // An experiment is not judged, and what asks for help brings nothing about.
    if sandbox == nil, let here = active?.told(in: interpreter.sessionDocument),
      let task = here.page.task
    {
      look(at: typed, task, &outcome, interpreter)
    }
    if sandbox == nil, demonstration == nil, outcome.changed, outcome.error == nil,
      let page = reconsider(typed, interpreter)
    {
      outcome.add(page)
    }
    if demonstration == nil { interpreter.holdsReasons = holdsReasons }
  }

  private mutating func look(
    at typed: TypedCommand, _ task: Task, _ outcome: inout Outcome, _ interpreter: Interpreter
  ) {
    switch task.kind {
    case .step(let step) where active?.isPassed(task) == true:
      if outcome.changed,
        let page = reweigh(step, isUndone: typed.isUndo, interpreter.document(for: active))
      {
        add(page, to: &outcome, after: typed, interpreter.table)
      }
    case .step(let step): follow(typed, through: step, of: task, &outcome, interpreter)
    case .prediction(let prediction):
      if active?.isJudged(task) == false, typed.tokens.first?.text == "predict",
        outcome.error == nil, let said = predicted(prediction, interpreter.lab)
      {
        outcome.add(note(said, prediction, of: task, interpreter))
        keep()
      } else if typed.tokens.first?.text != "predict" {
        goAhead(typed, &outcome, interpreter)
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

  mutating func follow(
    _ typed: TypedCommand, through step: Step, of task: Task, _ outcome: inout Outcome,
    _ interpreter: Interpreter
  ) {
    var said: Page?
    if outcome.error == nil, note(typed, outcome, of: task, interpreter) {
      let document = interpreter.document(for: active)
      noteArrangements(step, of: task, document)
      about = active.map { $0.labels(of: step, in: document) } ?? []
      said = judge(step, of: task, document, afterUndo: typed.isTravel, interpreter)
      if said == nil, outcome.changed, !typed.isTravel, !isOnItsWay(typed, interpreter) {
        said = missing(step, of: task, after: typed, document, interpreter)
      }
      keep()
    }
    if active?.isPassed(task) == false, let remark = remark(step, on: typed) {
      if outcome.error != nil {
        outcome.error?.details.append(ProseBlock.line(remark).text)
        return
      }
      let words = Block.paragraph(ProseBlock.line(remark), indent: 1)
      said = Page((said?.blocks ?? []) + [.blank, words], next: said?.next ?? [])
    }
    if let said { add(said, to: &outcome, after: typed, interpreter.table) }
  }

  /// Whether it goes through a session that has not come to its end: that is no wrong turn.
  private func isOnItsWay(_ typed: TypedCommand, _ interpreter: Interpreter) -> Bool {
    interpreter.table.words(of: typed)?.command.group == .step
      && interpreter.lab.currentSession?.isAtRest == false
  }

  /// Notes what a command did.
  ///
  /// - Returns: whether it was one that could bring something about: what turns pages or helps could not.
  private mutating func note(
    _ typed: TypedCommand, _ outcome: Outcome, of task: Task, _ interpreter: Interpreter
  ) -> Bool {
    guard let (command, words) = interpreter.table.words(of: typed),
      command.group != .learn, command.group != .teach
    else { return false }
    var deeds = active?.record.deeds ?? Deeds(task: task.id)
    deeds.add(command: Bearings.deed(([command.name] + words).joined(separator: " ")))
    for look in Looking.looks(typed, interpreter) { deeds.add(look: look) }
    if outcome.changed, !typed.isTravel { deeds.used += 1 }
    active?.record.deeds = deeds
    return true
  }

  /// Looks whether goals were reached. What was done stays done, unless it was undone.
  ///
  /// - Returns: what there is to say; nil when nothing new was.
  private mutating func judge(
    _ step: Step, of task: Task, _ document: JSONValue, afterUndo: Bool,
    _ interpreter: Interpreter
  ) -> Page? {
    guard var here = active else { return nil }
    let bearings = Bearings(here, step, document)
    let before = here.record.met[task.id] ?? []
    let met = step.expect.filter { goal in
      bearings.isMet(goal) || (!afterUndo && before.contains(goal.text))
    }.map(\.text)
    here.record.met[task.id] = met
    active = here
    let broken = step.keep.filter { !bearings.holds($0) }
    let isReached = met.count == step.expect.count
    guard isReached || met.contains(where: { !before.contains($0) }) else { return nil }
    if isReached, broken.isEmpty { return pass(step, of: task, document) }
    return LessonScreens.goals(
      here, step, bearings, met: met,
      broken: isReached ? amends(broken, step, interpreter) : [])
  }

  /// A step is done: its goals, what was predicted of it, and what it shows.
  mutating func pass(_ step: Step, of task: Task, _ document: JSONValue) -> Page {
    guard var here = active else { return Page() }
    let bearings = Bearings(here, step, document)
    let met = step.expect.map(\.text)
    here.record.met[task.id] = met
    if !here.record.passed.contains(task.id) { here.record.passed.append(task.id) }
    here.record.takenBack?.removeAll { $0 == task.id }
    if step.par != nil, !here.record.skipped.contains(task.id) {
      let used = here.record.deeds?.used ?? 0
      here.record.used = (here.record.used ?? [:]).merging([task.id: used]) { min($0, $1) }
    }
    active = here
    let goals = LessonScreens.goals(here, step, bearings, met: met, broken: [])
    return Page(
      LessonScreens.passed(here, step, here.record.deeds?.used) + goals.blocks
        + weigh(document, of: bearings.subject(of: step.expect))
        + LessonScreens.explained(here.told(step, in: document)))
  }

  private func remark(_ step: Step, on typed: TypedCommand) -> String? {
    let words = typed.tokens.map(\.text).joined(separator: " ")
    return step.whenWrong.first { Pattern.matches($0.typed, words) }?.say
  }

  // MARK: What is missing

  /// What a command did not bring about: at length once, and in a line to who tries the same again.
  private mutating func missing(
    _ step: Step, of task: Task, after typed: TypedCommand, _ document: JSONValue,
    _ interpreter: Interpreter
  ) -> Page? {
    guard let here = active, !here.isPassed(task) else { return nil }
    let bearings = Bearings(here, step, document)
    let met = here.record.met[task.id] ?? []
    let words = typed.tokens.map(\.text).joined(separator: " ")
    let unmet = step.expect.filter { !met.contains($0.text) }
    // What is so already is not what keeps one from going on.
    let open = unmet.first { !bearings.holds($0) } ?? unmet.first
    let broken = step.keep.first { !bearings.holds($0) }
    guard let goal = open ?? broken else { return nil }
    let said = interpreter.table.words(of: typed)
    let whole = said.map { ([$0.command.name] + $0.words).joined(separator: " ") } ?? words
    if broken == nil, let way = bearings.way(by: whole) {
      return way == .exact ? LessonScreens.onward(goal, step, bearings, here) : nil
    }
    if broken == nil, bearings.isHalfWay(to: goal) {
      return LessonScreens.onward(goal, step, bearings, here)
    }
    let isPredicted = LessonScreens.isPredicted(bearings.filled(goal), here)
    // Of what nothing may be told no single step can be called wrong.
    if broken == nil, isPredicted, bearings.arranges(whole) {
      return LessonScreens.onward(goal, step, bearings, here)
    }
    let amends =
      broken.flatMap { forgetting(for: $0, step, interpreter) }
      ?? forgetting(for: goal, step, interpreter)
    let instead = isPredicted ? besides(goal, step, bearings, interpreter) : nil
    let page = LessonScreens.missing(
      goal, step, bearings, here, after: words, instead: instead, amends: amends)
    guard page.blocks != missed else { return LessonScreens.still(here) }
    missed = page.blocks
    return page
  }
}

extension TypedCommand {
  var isUndo: Bool { tokens.first?.text == "undo" }

  /// Whether it goes back or forth in what was done before.
  var isTravel: Bool { isUndo || tokens.first?.text == "redo" }
}

extension Outcome {
  /// Adds what the lesson has to say, below the answer.
  mutating func add(_ page: Page) {
    if case .page(var last)? = answers.last {
      last.blocks += page.blocks
      if let sparse = last.sparse { last.sparse = sparse + page.blocks }
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
