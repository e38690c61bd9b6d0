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
    if let lesson = library.lesson(id) ?? library.challenge(id) { return lesson }
    if let finding = library.findings(of: id).first {
      throw CommandError(
        "the lesson '\(id)' can't be used",
        details: [finding.description, "'lesson lint \(id)' lists everything"], status: .badData)
    }
    let all = library.lessons.map(\.id)
    throw CommandError(
      "no lesson '\(id)'", details: all.isEmpty ? ["none in \(library.place)"] : [],
      meant: likely(id, among: all).map { "lesson start \($0)" } ?? "lesson list")
  }

  /// Begins a lesson anew, in a world of its own.
  ///
  /// - Throws: where its first page can't be arranged; then all is as it was.
  mutating func start(
    _ lesson: Lesson, on interpreter: inout Interpreter
  ) throws(CommandError) -> Page {
    let before = (course: self, history: interpreter.history)
    do throws(CommandError) {
      return try begin(lesson, on: &interpreter)
    } catch {
      self = before.course
      interpreter.restore(before.history)
      // That the lesson before was left is on disk already.
      if active != nil { keep { $0.current = before.course.progress.current } }
      var error = error
      error.leavesTraces = false
      throw error
    }
  }

  private mutating func begin(
    _ lesson: Lesson, on interpreter: inout Interpreter
  ) throws(CommandError) -> Page {
    leave(&interpreter)
    let attempt = (progress.lessons[lesson.id]?.attempt ?? 0) + 1
    outside = interpreter.lab
    var record = LessonRecord(attempt: attempt, started: now())
    let lab = beginning(of: lesson)
    record.seed = lab.world.seed
    active = ActiveLesson(lesson: lesson, record: record)
    interpreter.exchange(lab)
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

  /// Shows the page, after its arrangements. What is done from here on counts for it.
  mutating func open(on interpreter: inout Interpreter) throws(CommandError) -> Page {
    guard let here = active?.told(in: interpreter.sessionDocument) else { return Page() }
    missed = []
    folded = nil
    var arranged: [String] = []
    if let task = here.page.task, case .step(let step) = task.kind {
      if !step.setup.isEmpty, !here.record.prepared.contains(task.id) {
        try arrange(step.setup, on: &interpreter)
        arranged = step.setup
        active?.record.prepared.append(task.id)
      }
      beginDeeds(of: step, task, interpreter.document(for: active))
    }
    let told = active?.told(in: interpreter.sessionDocument) ?? here
    return LessonScreens.page(told, arranged: arranged)
  }

  private func arrange(
    _ setup: [String], on interpreter: inout Interpreter
  ) throws(CommandError) {
    for command in setup {
      guard var error = interpreter.executeConfined(command).error else { continue }
      error.what = String(worded: "the page's setup fails at '\(command)': \(error.what)")
      // Whoever learns did not type it.
      error.meant = nil
      error.leavesTraces = true
      throw error
    }
  }

  /// Remembers how the lab was, so that goals are met by what is done and not by what lay about.
  mutating func beginDeeds(of step: Step, _ task: Task, _ document: JSONValue) {
    guard let here = active, !here.isPassed(task), here.record.deeds?.task != task.id else {
      return
    }
    var deeds = Deeds(task: task.id)
    deeds.before = Bearings.hashes(in: document)
    let bearings = Bearings(here, step, document)
    deeds.standing = step.expect.filter(bearings.holds).map(\.text)
    active?.record.deeds = deeds
  }

  /// Turns to the next page; after the last one the lesson is done.
  mutating func turn(on interpreter: inout Interpreter) throws(CommandError) -> Page {
    guard let here = active else { throw noLesson }
    guard here.isPassed else {
      if let error = broken(interpreter) { throw error }
      throw CommandError(
        "this page is not done yet",
        details: ["'goal' shows what is asked, 'hint' helps, 'check' looks, 'skip' goes on"])
    }
    if let place = here.reopened {
      throw CommandError(
        LessonScreens.reopened(place), details: ["'redo' brings it back"],
        meant: "page \(place + 1)")
    }
    if here.isLastPage { return finish(on: &interpreter) }
    active?.record.page += 1
    let page = try open(on: &interpreter)
    keep()
    return page
  }

  /// What is said of a page on which all was done, and something that was to stay so does not.
  private func broken(_ interpreter: Interpreter) -> CommandError? {
    guard let here = active?.told(in: interpreter.sessionDocument), let task = here.page.task,
      case .step(let step) = task.kind, here.record.met[task.id]?.count == step.expect.count
    else { return nil }
    let bearings = Bearings(here, step, interpreter.document(for: active))
    let broken = step.keep.filter { !bearings.holds($0) }
    return LessonScreens.unturned(amends(broken, step, interpreter), bearings)
  }

  /// Shows the page before once more. What was reached stays reached.
  mutating func turnBack(on interpreter: inout Interpreter) throws(CommandError) -> Page {
    guard let here = active else { throw noLesson }
    guard here.record.page > 0 else { throw CommandError("this is the first page") }
    return try open(page: here.record.page, on: &interpreter)
  }

  /// Shows any page up to the first that is not done.
  ///
  /// - Parameter number: counted from 1.
  mutating func open(
    page number: Int, on interpreter: inout Interpreter
  ) throws(CommandError) -> Page {
    guard let here = active else { throw noLesson }
    let count = here.lesson.pages.count
    guard (1...count).contains(number) else {
      throw CommandError("there is no page \(number)", details: ["pages 1 to \(count)"])
    }
    guard number - 1 <= max(here.furthest, here.record.page) else {
      throw CommandError(
        "page \(number) comes later", details: ["page \(here.furthest + 1) is not done yet"],
        meant: "page \(here.furthest + 1)")
    }
    active?.record.page = number - 1
    let page = try open(on: &interpreter)
    keep()
    return page
  }

  private mutating func finish(on interpreter: inout Interpreter) -> Page {
    guard var here = active else { return Page() }
    here.record.finished = here.record.finished ?? now()
    active = here
    keep()
    let ends = here.lesson.ends.map {
      here.lesson.sessions.told($0, in: interpreter.sessionDocument)
    }
    let page =
      here.lesson.isChallenge
      ? LessonScreens.mastered(here, next: nextChallenge(after: here.lesson))
      : LessonScreens.finished(here, ends: ends, next: next(after: here.lesson))
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

  /// The first challenge that is not done.
  func nextChallenge(after lesson: Lesson) -> Lesson? {
    library.challenges.first { $0.id != lesson.id && !progress.isDone($0.id) }
  }

  /// The lab as the solutions make it, up to a page.
  func reference(of lesson: Lesson, pages: Int) -> Lab {
    var interpreter = Interpreter(beginning(of: lesson))
    for page in lesson.pages.prefix(pages) {
      guard case .step(let step)? = page.task?.kind, !step.isBonus else { continue }
      for command in step.setup + step.solution {
        let filled = lesson.sessions.filled(command, in: interpreter.sessionDocument)
        _ = interpreter.executeConfined(filled)
      }
    }
    return interpreter.lab
  }

  var noLesson: CommandError {
    CommandError(
      "no lesson is open", meant: progress.current.map { "lesson resume \($0)" } ?? "lesson list")
  }
}
