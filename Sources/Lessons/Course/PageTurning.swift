import Commands
import Lab
import Platform
import Screens

// Beginning, going on, turning pages, leaving.
extension Course {
  /// The lab in which a lesson begins.
  func beginning(of lesson: Lesson) -> Lab {
    if let lab = worlds[lesson.id] { return lab }
    if let student = progress.student { return Lab(preset: lesson.preset, student: student) }
    return Lab(preset: lesson.preset, seed: lesson.seed)
  }

  /// A lesson by its name.
  func lesson(_ id: String) throws(CommandError) -> Lesson {
    if let lesson = library.lesson(id) { return lesson }
    if let finding = library.findings(of: id).first {
      throw CommandError(
        "the lesson '\(id)' can't be used",
        details: [finding.description, "'lesson lint \(id)' lists everything"], status: .badData)
    }
    let all = library.lessons.map(\.id)
    throw CommandError(
      "no lesson '\(id)'", details: all.isEmpty ? ["none in \(library.place)"] : [],
      meant: nearest(to: id, among: all).first.map { "lesson start \($0)" } ?? "lesson list")
  }

  /// Begins a lesson anew, in a world of its own.
  mutating func start(
    _ lesson: Lesson, on interpreter: inout Interpreter
  ) throws(CommandError) -> Page {
    leave(&interpreter)
    let attempt = (progress.lessons[lesson.id]?.attempt ?? 0) + 1
    outside = interpreter.lab
    active = ActiveLesson(
      lesson: lesson, record: LessonRecord(attempt: attempt, started: now()))
    interpreter.exchange(beginning(of: lesson))
    let page = try open(on: &interpreter)
    keep()
    return page
  }

  /// Goes on with a lesson where it was left.
  mutating func resume(
    _ lesson: Lesson, on interpreter: inout Interpreter
  ) throws(CommandError) -> Page {
    guard let record = progress.lessons[lesson.id], record.finished == nil else {
      return try start(lesson, on: &interpreter)
    }
    leave(&interpreter)
    outside = interpreter.lab
    var here = ActiveLesson(lesson: lesson, record: record)
    here.record.page = max(0, min(record.page, lesson.pages.count - 1))
    active = here
    // Where the lab is lost, that of the solutions takes its place.
    interpreter.exchange(
      store?.lab(of: lesson.id) ?? reference(of: lesson, pages: here.record.page))
    let page = try open(on: &interpreter)
    keep()
    return page
  }

  /// Gives the learner's own lab back.
  mutating func leave(_ interpreter: inout Interpreter) {
    sandbox = nil
    quiz = nil
    guard active != nil else { return }
    active = nil
    if let outside { interpreter.exchange(outside) }
    outside = nil
    keep { $0.current = nil }
  }

  /// Shows the page, after its arrangements.
  mutating func open(on interpreter: inout Interpreter) throws(CommandError) -> Page {
    guard var here = active else { return Page() }
    var arranged: [String] = []
    if let task = here.page.task, case .step(let step) = task.kind, !step.setup.isEmpty,
      !here.record.prepared.contains(task.id)
    {
      for command in step.setup {
        let outcome = interpreter.executeConfined(command)
        if let error = outcome.error { throw error }
        arranged.append(command)
      }
      here.record.prepared.append(task.id)
      active = here
    }
    var page = LessonScreens.page(here, arranged: arranged)
    // Whoever ran ahead need not do it again.
    if let task = here.page.task, case .step(let step) = task.kind, !here.isPassed(task),
      let judged = judge(step, of: task, interpreter.stateDocument),
      active?.isPassed(task) == true
    {
      page.blocks += judged.blocks
      page.next = judged.next
    }
    return page
  }

  /// Turns to the next page; after the last one the lesson is done.
  mutating func turn(on interpreter: inout Interpreter) throws(CommandError) -> Page {
    guard let here = active else { throw noLesson }
    guard here.isPassed else {
      throw CommandError(
        "this page is not done yet",
        details: ["'goal' shows what is asked, 'hint' helps, 'check' looks, 'skip' goes on"])
    }
    if here.isLastPage { return finish(on: &interpreter) }
    active?.record.page += 1
    let page = try open(on: &interpreter)
    keep()
    return page
  }

  /// Shows the page before once more. What was reached stays reached.
  mutating func turnBack(on interpreter: inout Interpreter) throws(CommandError) -> Page {
    guard let here = active else { throw noLesson }
    guard here.record.page > 0 else { throw CommandError("this is the first page") }
    active?.record.page -= 1
    let page = try open(on: &interpreter)
    keep()
    return page
  }

  private mutating func finish(on interpreter: inout Interpreter) -> Page {
    guard var here = active else { return Page() }
    here.record.finished = here.record.finished ?? now()
    active = here
    keep()
    let page = LessonScreens.finished(here, next: next(after: here.lesson))
    store?.removeLab(of: here.lesson.id)
    leave(&interpreter)
    return page
  }

  /// The first lesson in the order that is not done and whose needs are.
  func next(after lesson: Lesson) -> Lesson? {
    return library.lessons.first { candidate in
      candidate.id != lesson.id && !progress.isDone(candidate.id)
        && candidate.needs.allSatisfy { progress.isDone($0) || $0 == lesson.id }
    }
  }

  /// The lab as the solutions make it, up to a page.
  func reference(of lesson: Lesson, pages: Int) -> Lab {
    var interpreter = Interpreter(beginning(of: lesson))
    for page in lesson.pages.prefix(pages) {
      guard case .step(let step)? = page.task?.kind else { continue }
      for command in step.setup + step.solution { _ = interpreter.executeConfined(command) }
    }
    return interpreter.lab
  }

  var noLesson: CommandError {
    CommandError(
      "no lesson is open", meant: progress.current.map { "lesson resume \($0)" } ?? "lesson list")
  }
}
