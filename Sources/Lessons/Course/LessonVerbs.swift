import Commands
import Lab
import Platform
import Screens

/// What learners type.
enum LessonVerbs {
  static func isInLesson(_ interpreter: Interpreter) -> Bool {
    (interpreter.companion as? Course)?.active != nil
  }

  static func list(_ interpreter: inout Interpreter) throws(CommandError) -> Page {
    LessonScreens.list(try interpreter.course())
  }

  static func progress(_ interpreter: inout Interpreter) throws(CommandError) -> Page {
    LessonScreens.progress(try interpreter.course())
  }

  static func progressData(_ interpreter: Interpreter) throws(CommandError) -> JSONValue {
    try interpreter.course().progress.json
  }

  // MARK: Into a lesson and out of it

  static func start(
    _ course: inout Course, _ interpreter: inout Interpreter, _ id: String
  ) throws(CommandError) -> Page { try course.start(try course.lesson(id), on: &interpreter) }

  static func tutorial(
    _ course: inout Course, _ interpreter: inout Interpreter
  ) throws(CommandError) -> Page {
    try course.start(try course.lesson("tutorial"), on: &interpreter)
  }

  static func resume(
    _ course: inout Course, _ interpreter: inout Interpreter, _ id: String?
  ) throws(CommandError) -> Page {
    guard let id = id ?? course.progress.current ?? course.lastBegun else {
      throw CommandError("no lesson was begun", meant: "lesson list")
    }
    return try course.resume(try course.lesson(id), on: &interpreter)
  }

  /// `lesson ID`; a word that is no lesson may be meant for what else 'lesson' does.
  static func enter(
    _ course: inout Course, _ interpreter: inout Interpreter, _ id: String
  ) throws(CommandError) -> Page {
    let words = lessonCommands.first?.forms.compactMap { $0.leadingWords.first } ?? []
    if words.contains(id) {
      throw CommandError(
        "\("'lesson \(id)'") needs a word after it",
        details: ["'help \("lesson")' lists what there is"])
    }
    do {
      return try resume(&course, &interpreter, id)
    } catch {
      var error = error
      let known = course.library.lessons.map(\.id) + words
      if let word = nearest(to: id, among: known).first { error.meant = "lesson \(word)" }
      throw error
    }
  }

  static func quit(
    _ course: inout Course, _ interpreter: inout Interpreter
  ) throws(CommandError) -> Page {
    guard let here = course.active else { throw course.noLesson }
    course.leave(&interpreter)
    return Page(
      lines: ["your own lab is back; the lesson keeps your place"],
      next: ["lesson resume \(here.lesson.id)"])
  }

  static func reset(
    _ course: inout Course, _ interpreter: inout Interpreter, _ id: String?
  ) throws(CommandError) -> Page {
    guard let id = id ?? course.active?.lesson.id else { throw course.noLesson }
    return try course.start(try course.lesson(id), on: &interpreter)
  }

  // MARK: On its way

  static func goal(_ interpreter: inout Interpreter) throws(CommandError) -> Page {
    let course = try interpreter.course()
    guard let here = course.active?.told(in: interpreter.sessionDocument) else {
      throw course.noLesson
    }
    return LessonScreens.page(here)
  }

  static func more(_ interpreter: inout Interpreter) throws(CommandError) -> Page {
    try (try interpreter.course()).more()
  }

  static func turn(
    _ course: inout Course, _ interpreter: inout Interpreter
  ) throws(CommandError) -> Page { try course.turn(on: &interpreter) }

  static func turnBack(
    _ course: inout Course, _ interpreter: inout Interpreter
  ) throws(CommandError) -> Page { try course.turnBack(on: &interpreter) }

  static func open(
    _ course: inout Course, _ interpreter: inout Interpreter, _ number: Int
  ) throws(CommandError) -> Page { try course.open(page: number, on: &interpreter) }

  static func hint(
    _ course: inout Course, _ interpreter: inout Interpreter
  ) throws(CommandError) -> Page { try course.hint(interpreter) }

  static func check(_ interpreter: inout Interpreter) throws(CommandError) -> Page {
    try (try interpreter.course()).check(interpreter)
  }

  static func skip(
    _ course: inout Course, _ interpreter: inout Interpreter
  ) throws(CommandError) -> Page { try course.skip(on: &interpreter) }

  static func answer(
    _ course: inout Course, _ interpreter: inout Interpreter, _ words: String
  ) throws(CommandError) -> Page { try course.answer(words, on: &interpreter) }

  static func beginPlaying(
    _ course: inout Course, _ interpreter: inout Interpreter
  ) throws(CommandError) -> Page {
    guard course.active != nil else { throw course.noLesson }
    guard course.sandbox == nil else {
      throw CommandError("you are playing already", meant: "play end")
    }
    course.sandbox = Sandbox(history: interpreter.history)
    return Page(
      lines: ["try what you like: the lesson waits, and the lab comes back"], next: ["play end"])
  }

  static func endPlaying(
    _ course: inout Course, _ interpreter: inout Interpreter
  ) throws(CommandError) -> Page {
    guard let sandbox = course.sandbox else { throw CommandError("you are not playing") }
    course.sandbox = nil
    interpreter.restore(sandbox.history)
    guard let here = course.active?.told(in: interpreter.sessionDocument) else {
      return Page(lines: ["the lab is as it was"])
    }
    return LessonScreens.page(here)
  }
}

extension Course {
  /// The lesson that was begun last and is not done.
  var lastBegun: String? {
    progress.lessons.filter { $0.value.finished == nil }
      .max { ($0.value.started ?? 0, $0.key) < ($1.value.started ?? 0, $1.key) }?.key
  }
}

extension Progress {
  /// The same for other programs.
  var json: JSONValue {
    guard let data = try? JSONEncoder().encode(self),
      let value = try? JSONDecoder().decode(JSONValue.self, from: data)
    else { return .null }
    return value
  }
}
