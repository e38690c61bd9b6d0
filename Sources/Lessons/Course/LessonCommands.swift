public import Commands
import Foundation
import Lab
import Screens

/// The verbs of the lessons.
public let lessonCommands: [Command] = [
  Command(
    "lesson", .learn, "guided lessons: a page to read, something to do, a word on what happened",
    forms: [
      Form(.word("list"), meaning: "all lessons, and how far you are") {
        interpreter, _ throws(CommandError) in LessonScreens.list(try interpreter.course())
      },
      Form(.word("start"), .one("ID", .text), meaning: "begins a lesson anew, in its own world") {
        interpreter, arguments throws(CommandError) in
        try interpreter.withCourse { course, interpreter throws(CommandError) in
          try course.start(try course.lesson(arguments.one("ID")), on: &interpreter)
        }
      },
      Form(
        .word("resume"), .optional("ID", .text), meaning: "goes on where you left it",
        run: LessonVerbs.resume),
      Form(.word("quit"), meaning: "leaves the lesson; your own lab comes back") {
        interpreter, _ throws(CommandError) in
        try interpreter.withCourse { course, interpreter throws(CommandError) in
          guard let here = course.active else { throw course.noLesson }
          course.leave(&interpreter)
          return Page(
            lines: ["your own lab is back; the lesson keeps your place"],
            next: ["lesson resume \(here.lesson.id)"])
        }
      },
      Form(
        .word("reset"), .optional("ID", .text), meaning: "begins the lesson anew",
        run: LessonVerbs.reset),
      Form(
        .word("lint"), .optional("ID", .text),
        meaning: "what is wrong with lessons, where, and what to write instead; ID: or a folder",
        run: AuthorVerbs.lint),
      Form(
        .word("test"), .optional("ID", .text),
        meaning: "lints and plays lessons through: solutions, skips, interruptions; or a folder",
        run: AuthorVerbs.test),
      Form(
        .word("handout"), .one("ID", .text), .optional("FOLDER", .file),
        .flag("--solutions", meaning: "with hints, answers and the trainer's notes"),
        meaning: "the lesson on paper: Markdown and HTML, with the screens of a run",
        run: HandoutVerb.run),
      Form(
        .word("report"), .one("FILE", .file),
        meaning: "writes what you did, to hand in", run: ClassroomVerbs.report),
      Form(
        .word("grade"), .rest("FILE", .file),
        meaning: "a table of reports, and whether they were changed", run: ClassroomVerbs.grade),
      Form(
        .word("new"), .one("ID", .text), meaning: "writes a skeleton to fill in",
        run: AuthorVerbs.new),
    ],
    examples: [
      .init("lesson list", "what there is"),
      .init("lesson start forward-secrecy", "begins"),
    ]),
  Command(
    "turn", .learn, "turns the page of a lesson; Enter on an empty line does the same",
    forms: [
      Form(.word("back"), meaning: "to the page before; what was reached stays reached") {
        interpreter, _ throws(CommandError) in
        try interpreter.withCourse { course, interpreter throws(CommandError) in
          try course.turnBack(on: &interpreter)
        }
      },
      Form(meaning: "to the next page, once this one is done") {
        interpreter, _ throws(CommandError) in
        try interpreter.withCourse { course, interpreter throws(CommandError) in
          try course.turn(on: &interpreter)
        }
      },
    ], isPossible: LessonVerbs.isInLesson),
  Command(
    "goal", .learn, "shows the page of the lesson again: what is asked",
    forms: [
      Form(meaning: "the page as it is now") { interpreter, _ throws(CommandError) in
        let course = try interpreter.course()
        guard let here = course.active else { throw course.noLesson }
        return LessonScreens.page(here)
      }
    ], isPossible: LessonVerbs.isInLesson),
  Command(
    "hint", .learn, "helps: first a nudge, at last the answer",
    forms: [
      Form(meaning: "the next rung of the ladder") { interpreter, _ throws(CommandError) in
        try interpreter.withCourse { course, _ throws(CommandError) in try course.hint() }
      }
    ], isPossible: LessonVerbs.isInLesson),
  Command(
    "check", .learn, "what the lesson asks for, beside what it finds",
    forms: [
      Form(meaning: "each goal with the value that is there now") {
        interpreter, _ throws(CommandError) in
        try (try interpreter.course()).check(interpreter)
      }
    ], isPossible: LessonVerbs.isInLesson),
  Command(
    "skip", .learn, "does the step for you, for all to see",
    forms: [
      Form(meaning: "carries out the solution; in most lessons after the last hint") {
        interpreter, _ throws(CommandError) in
        try interpreter.withCourse { course, interpreter throws(CommandError) in
          try course.skip(on: &interpreter)
        }
      }
    ], isPossible: LessonVerbs.isInLesson),
  Command(
    "play", .learn, "experiments that leave the lesson as it is",
    forms: [
      Form(.word("end"), meaning: "back to the lesson, and to the lab as it was") {
        interpreter, _ throws(CommandError) in
        try interpreter.withCourse { course, interpreter throws(CommandError) in
          guard let sandbox = course.sandbox else { throw CommandError("you are not playing") }
          course.sandbox = nil
          interpreter.exchange(sandbox.lab)
          guard let here = course.active else { return Page(lines: ["the lab is as it was"]) }
          return LessonScreens.page(here)
        }
      },
      Form(meaning: "from here on nothing counts, until 'play end'") {
        interpreter, _ throws(CommandError) in
        try interpreter.withCourse { course, interpreter throws(CommandError) in
          guard course.active != nil else { throw course.noLesson }
          guard course.sandbox == nil else {
            throw CommandError("you are playing already", meant: "play end")
          }
          course.sandbox = Sandbox(lab: interpreter.lab)
          return Page(
            lines: ["try what you like: the lesson waits, and the lab comes back"],
            next: ["play end"])
        }
      },
    ], isPossible: LessonVerbs.isInLesson),
  Command(
    "answer", aliases: ["a"], .learn, "answers a question of a lesson or a quiz",
    forms: [
      Form(.rest("X", .text), meaning: "a letter, a value, or what you predict, in order") {
        interpreter, arguments throws(CommandError) in
        try interpreter.withCourse { course, interpreter throws(CommandError) in
          try course.answer(arguments.text("X"), on: &interpreter)
        }
      }
    ], isPossible: LessonVerbs.isInLesson),
  Command(
    "quiz", .learn, "asks you: from the lessons that you did, and about your own sessions",
    forms: [
      Form(.word("end"), meaning: "stops, with what was right so far", run: QuizVerbs.end),
      Form(
        .optional("TOPIC", .text), meaning: "a lesson, or 'sessions'; without it, all you did",
        run: QuizVerbs.begin),
    ],
    examples: [.init("quiz forward-secrecy", "six questions at most")]),
  Command(
    "progress", .learn, "how far you are in all lessons",
    forms: [
      Form(
        meaning: "tasks, hints, skips, answers that were right at once",
        data: { interpreter, _ throws(CommandError) in try interpreter.course().progress.json },
        run: { interpreter, _ throws(CommandError) in
          LessonScreens.progress(try interpreter.course())
        })
    ]),
  Command(
    "tutorial", .learn, "five minutes that end with a stolen key",
    forms: [
      Form(meaning: "the first lesson; it can be left at any time") {
        interpreter, _ throws(CommandError) in
        try interpreter.withCourse { course, interpreter throws(CommandError) in
          try course.start(try course.lesson("tutorial"), on: &interpreter)
        }
      }
    ]),
  Command(
    "demo", .teach, "demonstrations for a class",
    forms: [
      Form(
        .word("run"), .one("ID", .text), .pairs(.named([("pace", .text)])),
        meaning:
          "shows one, a key for each command; Enter next, b back, g mark, f free, q quit; pace=auto or pace=SECONDS goes on by itself",
        run: TrainerVerbs.run),
      Form(.word("list"), meaning: "which there are", run: TrainerVerbs.list),
      Form(
        .word("check"), .optional("ID", .text),
        meaning: "rehearses a demonstration, or all, without a terminal; fails loudly",
        run: AuthorVerbs.rehearse),
    ],
    examples: [.init("demo check forward-secrecy", "the evening before")]),
  Command(
    "note", .teach, "notes something for later, with where you are",
    forms: [
      Form(
        .rest("TEXT", .text), meaning: "the class sees that you noted something, and not what",
        run: TrainerVerbs.note),
      Form(meaning: "what you noted", run: TrainerVerbs.notebook),
    ],
    examples: [.init("note \"asked about tickets: come back to it\"", "while you show")]),
]

enum LessonVerbs {
  @Sendable static func isInLesson(_ interpreter: Interpreter) -> Bool {
    (interpreter.companion as? Course)?.active != nil
  }

  @Sendable static func resume(
    _ interpreter: inout Interpreter, _ arguments: Arguments
  ) throws(CommandError) -> Page {
    try interpreter.withCourse { course, interpreter throws(CommandError) in
      guard let id = arguments["ID"] ?? course.progress.current ?? course.lastBegun else {
        throw CommandError("no lesson was begun", meant: "lesson list")
      }
      return try course.resume(try course.lesson(id), on: &interpreter)
    }
  }

  @Sendable static func reset(
    _ interpreter: inout Interpreter, _ arguments: Arguments
  ) throws(CommandError) -> Page {
    try interpreter.withCourse { course, interpreter throws(CommandError) in
      guard let id = arguments["ID"] ?? course.active?.lesson.id else { throw course.noLesson }
      return try course.start(try course.lesson(id), on: &interpreter)
    }
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
