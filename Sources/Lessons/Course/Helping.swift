import Commands
import Lab
import Screens

// Hints, checks, skips: what a learner asks of a lesson.
extension Course {
  /// The next rung of the ladder; the last one again and again.
  mutating func hint(_ interpreter: Interpreter) throws(CommandError) -> Page {
    if sandbox == nil, let here = active, here.page.task == nil {
      return LessonScreens.reading(here)
    }
    if quiz != nil {
      throw CommandError("there is no hint in a quiz: any answer teaches something")
    }
    let (task, here) = try open(interpreter)
    guard case .step(let step) = task.kind else {
      throw CommandError(
        "there is no hint for a question: any answer teaches something", meant: "goal")
    }
    if here.isPassed(task) { throw CommandError("this is done; Enter turns the page") }
    guard !step.hints.isEmpty else {
      throw CommandError("there are no hints here; 'check' says what is missing", meant: "check")
    }
    let number = min(here.record.hints[task.id, default: 0] + 1, step.hints.count)
    active?.record.hints[task.id] = number
    keep()
    let hints = here.lesson.sessions.hints(of: writtenStep ?? step, on: interpreter)
    return Page(
      [
        .paragraph(
          Line("HINT \(number) of \(step.hints.count)  ", .heading)
            + ProseBlock.line(hints[number - 1]), indent: 0)
      ], next: number < step.hints.count ? ["hint", "check"] : ["check", "skip"])
  }

  /// The step of this page as its author wrote it.
  private var writtenStep: Step? {
    if case .step(let step)? = active?.page.task?.kind { step } else { nil }
  }

  /// Each expectation of the page with what was found.
  func check(_ interpreter: Interpreter) throws(CommandError) -> Page {
    if sandbox == nil, let here = active, here.page.task == nil {
      return LessonScreens.reading(here)
    }
    if quiz != nil { return QuizScreens.question(quiz) }
    let (task, here) = try open(interpreter)
    guard case .step(let step) = task.kind else { return LessonScreens.page(here) }
    let document = interpreter.document(for: active)
    let bearings = Bearings(here, step, document)
    var besides: [String: String] = [:]
    for goal in step.expect { besides[goal.text] = self.besides(goal, step, bearings, interpreter) }
    // What was to stay so says nothing before all else is done: it may be what is to be predicted.
    let isReached = here.record.met[task.id]?.count == step.expect.count
    let broken =
      isReached ? amends(step.keep.filter { !bearings.holds($0) }, step, interpreter) : []
    return LessonScreens.checked(
      here, task, step, document, besides: besides, broken: broken)
  }

  /// Carries out the solution for all to see. Whoever is stuck goes on in this way, and it is noted.
  mutating func skip(on interpreter: inout Interpreter) throws(CommandError) -> Page {
    if sandbox == nil, let here = active, here.page.task == nil {
      return try turn(on: &interpreter)
    }
    let (task, here) = try open(interpreter)
    if here.isPassed(task) { return try turn(on: &interpreter) }
    active?.record.skipped.append(task.id)
    switch task.kind {
    case .step(let step): return skip(step, task, on: &interpreter)
    case .prediction:
      active?.record.passed.append(task.id)
      keep()
      return Page(
        lines: ["skipped: nothing is predicted; Enter turns the page"], next: ["turn"])
    case .question(let question):
      active?.record.passed.append(task.id)
      keep()
      return LessonScreens.solved(question, interpreter.document(for: active))
    }
  }

  private mutating func skip(
    _ step: Step, _ task: Task, on interpreter: inout Interpreter
  ) -> Page {
    guard let here = active else { return Page() }
    let looks = step.expect.contains { if case .look = $0 { true } else { false } }
    var page = Page()
    var shown = carryOut(step.solution, showing: looks, on: &interpreter)
    if !isReached(step, interpreter.document(for: active)) {
      // What was done before stands in the way, and what came of it is no screen of the lab that takes its place.
      interpreter.exchange(reference(of: here.lesson, pages: here.record.page))
      _ = carryOut(step.setup, showing: false, on: &interpreter)
      shown = carryOut(step.solution, showing: looks, on: &interpreter)
      page.add(
        .paragraph(
          "The lab was elsewhere: it is now as the lesson's own commands make it.", indent: 0))
      page.add(.blank)
    }
    page.blocks += shown.blocks
    let document = interpreter.document(for: active)
    about = here.labels(of: step, in: document)
    let judged = pass(step, of: task, document)
    page.blocks += judged.blocks + [.line(Line("skipped: it is marked so", .faint))]
    if !looks { page.blocks += fold(shown.last, below: page.blocks) }
    page.next = judged.next
    keep()
    return page
  }

  /// Carries commands of the lesson out, until one fails.
  ///
  /// - Parameter all: whether the screen of each is shown, and not that of one that fails alone.
  /// - Returns: what there is to show, and the screen of the last one.
  private mutating func carryOut(
    _ commands: [String], showing all: Bool, on interpreter: inout Interpreter
  ) -> (blocks: [Block], last: Page) {
    guard let names = active?.lesson.sessions else { return ([], Page()) }
    var page = Page()
    var last = Page()
    for command in commands {
      let command = names.filled(command, in: interpreter.sessionDocument)
      page.add(Line("> \(command)", .command))
      let outcome = interpreter.executeConfined(command)
      last = outcome.page
      if outcome.error != nil {
        page.blocks += last.blocks
        break
      }
      if all {
        page.blocks +=
          isMaking(command, interpreter.table)
          ? Fold(last.blocks, columns: screen.columns).head : last.blocks
      }
      active?.record.deeds?.add(command: Bearings.deed(command))
    }
    return (page.blocks, last)
  }

  /// Whether a command of a page on which something is looked at is not the one that looks.
  private func isMaking(_ command: String, _ table: CommandTable) -> Bool {
    guard let typed = (try? Tokenizer.commands(in: command))?.first else { return false }
    return Looking.isFolded(typed, table)
  }

  /// Whether the solution made the lab what it should be; what was looked at does not count here.
  private func isReached(_ step: Step, _ document: JSONValue) -> Bool {
    guard let here = active else { return false }
    let bearings = Bearings(here, step, document)
    return (step.expect + step.keep).allSatisfy { goal in
      !goal.isInLab || bearings.holds(goal)
    }
  }

  /// The task that is open, as its learner reads it.
  func open(_ interpreter: Interpreter) throws(CommandError) -> (Task, ActiveLesson) {
    guard let here = active?.told(in: interpreter.sessionDocument) else { throw noLesson }
    if sandbox != nil {
      throw CommandError("the lesson waits while you play", meant: "play end")
    }
    guard let task = here.page.task else {
      throw CommandError("this page is there to be read; Enter turns it", meant: "turn")
    }
    return (task, here)
  }
}
