public import Commands
import Lab
import Screens

/// The verbs of the lessons.
public let lessonCommands: [Command] = [
  Command(
    "lesson", .learn, "guided lessons: a page to read, something to do, a word on what happened",
    forms: [
      Form(
        words: "list", meaning: "all lessons, and how far you are",
        run: LessonVerbs.list),
      Form(
        words: "start", .one(.lesson), meaning: "begins a lesson anew, in its own world",
        course: LessonVerbs.start),
      Form(
        words: "resume", .optional(.lesson), meaning: "goes on where you left it",
        course: LessonVerbs.resume),
      Form(
        words: "quit", meaning: "leaves the lesson; your own lab comes back",
        course: LessonVerbs.quit),
      Form(
        words: "reset", .optional(.lesson), meaning: "begins the lesson anew",
        course: LessonVerbs.reset),
      Form(
        words: "lint", .optional(.lesson),
        meaning:
          "what is wrong with lessons, where, and what to write instead; ID: or a file, a folder",
        run: AuthorVerbs.lint),
      Form(
        words: "test", .optional(.lesson),
        meaning: "lints and plays lessons through: solutions, skips, interruptions; or a folder",
        run: AuthorVerbs.test),
      Form(
        words: "handout", .one(.lesson), .optional(.file("FOLDER")),
        .flag("--solutions", meaning: "with hints, answers and the trainer's notes"), .replace,
        meaning: "the lesson on paper: Markdown and HTML, with the screens of a run",
        run: HandoutVerb.run),
      Form(
        words: "report", .one(.file()), .replace, meaning: "writes what you did, to hand in",
        run: ClassroomVerbs.report),
      Form(
        words: "grade", .rest(.file()),
        .flag("--csv", meaning: "a row for each lesson of each student, for a spreadsheet"),
        .flag("--json", meaning: "the same for other programs"),
        meaning: "plays reports again, files or a folder of them, and says what came of it",
        run: ClassroomVerbs.grade),
      Form(
        words: "new", .one(.any("ID")),
        .option("--from", .madeSession, meaning: "tasks from what you typed for it, and since"),
        meaning: "writes a skeleton to fill in", run: AuthorVerbs.new),
      Form(
        .one(.lesson), meaning: "goes on with it, or begins it", course: LessonVerbs.enter),
    ],
    examples: [
      .init("lesson list", "what there is"),
      .init("lesson start forward-secrecy", "begins"),
    ]),
  Command(
    "challenge", .learn, "a state to reach, without instructions; commands are counted",
    forms: [
      Form(words: "list", meaning: "which there are, and how they went", run: ChallengeVerbs.list),
      Form(
        words: "start", .one(.challenge), meaning: "begins one, in its own world",
        course: ChallengeVerbs.start),
    ],
    examples: [.init("challenge start only-check", "fooled, with every check on but one")]),
  Command(
    "page", .learn, "turns to another page of the lesson",
    forms: [
      Form(
        words: "back", meaning: "to the page before; what was reached stays reached",
        course: LessonVerbs.turnBack),
      Form(
        .one(.number("N")), meaning: "to that page, up to the first that is not done",
        course: LessonVerbs.open),
      Form(meaning: "the page as it is now", run: LessonVerbs.goal),
    ], isPossible: LessonVerbs.isInLesson),
  Command(
    "turn", .learn, "turns the page of a lesson; Enter on an empty line does the same",
    forms: [
      Form(
        words: "back", meaning: "to the page before; what was reached stays reached",
        course: LessonVerbs.turnBack),
      Form(
        meaning: "to the next page, once this one is done", course: LessonVerbs.turn),
    ], isPossible: LessonVerbs.isInLesson),
  Command(
    "goal", .learn, "shows the page of the lesson again: what is asked",
    forms: [
      Form(meaning: "the page as it is now", run: LessonVerbs.goal)
    ], isPossible: LessonVerbs.isInLesson),
  Command(
    "more", .learn, "the whole screen, where the lesson showed its first lines",
    forms: [
      Form(meaning: "of the last command that was folded", run: LessonVerbs.more)
    ], isPossible: LessonVerbs.isInLesson),
  Command(
    "hint", .learn, "helps: first a nudge, at last the answer",
    forms: [
      Form(meaning: "the next rung of the ladder", course: LessonVerbs.hint)
    ], isPossible: LessonVerbs.isInLesson),
  Command(
    "check", .learn, "what the lesson asks for, beside what it finds",
    forms: [
      Form(
        meaning: "each goal with the value that is there now",
        run: LessonVerbs.check)
    ], isPossible: LessonVerbs.isInLesson),
  Command(
    "skip", .learn, "does the step for you, for all to see",
    forms: [
      Form(
        meaning: "carries out the solution, and marks the step as skipped",
        course: LessonVerbs.skip)
    ], isPossible: LessonVerbs.isInLesson),
  Command(
    "play", .learn, "experiments that leave the lesson as it is",
    forms: [
      Form(
        words: "end", meaning: "back to the lesson, and to the lab as it was",
        course: LessonVerbs.endPlaying),
      Form(
        meaning: "from here on nothing counts, until 'play end'", course: LessonVerbs.beginPlaying),
    ], isPossible: LessonVerbs.isInLesson),
  Command(
    "answer", aliases: ["a"], .learn,
    "answers a question of a lesson or a quiz; the answer alone does, too",
    forms: [
      Form(
        .text("X"), meaning: "a letter, a value, or what you predict, in order",
        course: LessonVerbs.answer)
    ], isPossible: LessonVerbs.isInLesson),
  Command(
    "quiz", .learn, "asks you: from the lessons that you did, and about your own sessions",
    forms: [
      Form(words: "end", meaning: "stops, with what was right so far", course: QuizVerbs.end),
      Form(
        words: "export", .one(.choice("FORMAT")), .one(.file()), .optional(.quizTopic), .replace,
        meaning: "the questions for a course system, or for paper", run: QuizVerbs.export),
      Form(
        .optional(.quizTopic), meaning: "a lesson, or 'sessions'; without it, all you did",
        course: QuizVerbs.begin),
    ],
    examples: [
      .init("quiz forward-secrecy", "six questions at most"),
      .init("quiz export gift quiz.gift", "for Moodle and others: those of all lessons"),
    ]),
  Command(
    "progress", .learn, "a map of the lessons: what needs what, what is done, and how well",
    forms: [
      Form(
        meaning: "tasks done alone, hints, answers that were right at once, challenges",
        data: LessonVerbs.progressData, run: LessonVerbs.progress)
    ]),
  Command(
    "tutorial", .learn, "five minutes that end with a stolen key",
    forms: [
      Form(
        meaning: "the first lesson; it can be left at any time",
        course: LessonVerbs.tutorial)
    ]),
  Command(
    "demo", .teach, "demonstrations for a class",
    forms: [
      Form(
        words: "run", .one(.demonstration),
        .named("pace", .pace, meaning: "when it goes on; or seconds"),
        .named("from", .mark, meaning: "where it begins; without it, where it was left"),
        meaning: "shows one like slides, a key for each command; ? says which keys",
        course: TrainerVerbs.run),
      Form(words: "list", meaning: "which there are", run: TrainerVerbs.list),
      Form(
        words: "check", .optional(.demonstration),
        meaning: "rehearses a demonstration, or all, without a terminal; fails loudly",
        run: AuthorVerbs.rehearse),
    ],
    examples: [
      .init("demo check forward-secrecy", "the evening before"),
      .init("demo run forward-secrecy from=steal", "straight to the theft"),
    ]),
  Command(
    "vote", .teach, "what the room says to the question of a demonstration",
    forms: [
      Form(
        .text("WORDS"), meaning: "a word, and if you like how many hands; the screen shows it",
        course: TrainerVerbs.vote)
    ],
    examples: [
      .init("vote open 12 sealed 5", "the same for each recording"),
      .init("vote S1 open 14 S2 sealed 9 open 8", "each by itself"),
    ], isPossible: { ($0.companion as? Course)?.demonstration != nil }),
  Command(
    "note", .teach, "notes something for later, with where you are",
    forms: [
      Form(
        .text("TEXT"), meaning: "the class sees that you noted something, and not what",
        run: TrainerVerbs.note),
      Form(meaning: "what you noted", run: TrainerVerbs.notebook),
    ],
    examples: [.init("note \"asked about tickets: come back to it\"", "while you show")]),
]
