import ArgumentParser
import Commands
import Console
import Lessons

/// `tlslab lesson …`
struct Learn: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lesson",
    abstract: "Goes straight into a lesson, or does what 'lesson' does at the prompt.",
    discussion: """
      'tlslab lesson ID' begins a lesson, or goes on with it. 'tlslab lesson list', 'lint', 'test', \
      'watch' and 'new' are for those who write lessons; exit status 65 says that there are findings.
      """)

  @Argument(
    help: "A lesson, or 'list', 'lint', 'test', 'watch', 'new' and what belongs to it.",
    completion: .custom { _, _, _ in LessonFolder.lessonNames + Learn.tools })
  var words: [String] = ["list"]

  @Flag(help: "With 'handout': hints, answers and the trainer's notes as well.")
  var solutions = false

  @Flag(help: "With 'grade': a row for each lesson of each student, for a spreadsheet.")
  var csv = false

  @Flag(help: "With 'grade': the same for other programs.")
  var json = false

  @Flag(help: "With 'report' and 'handout': files that are there already are replaced.")
  var replace = false

  @Option(help: "With 'new': the session of whose commands the lesson is made.")
  var from: String?

  @OptionGroup var options: SharedOptions

  func run() throws {
    if let first = words.first, words.count > 1 || Self.tools.contains(first) {
      let line = (["lesson"] + words + switches).asOneLine
      var runner = try options.runner()
      runner.keepsProgress = first == "report"
      throw options.exit(runner.run(.line(line), seed: options.seed))
    }
    guard options.isPrompt else {
      throw ValidationError("a lesson needs a terminal; 'tlslab lesson test ID' plays it through")
    }
    throw options.exit(try options.prompt(lesson: words.first).run())
  }
}

extension Learn {
  private var switches: [String] {
    [("--solutions", solutions), ("--csv", csv), ("--json", json), ("--replace", replace)]
      .filter(\.1).map(\.0) + (from.map { ["--from", $0] } ?? [])
  }

  fileprivate static let tools = [
    "list", "lint", "test", "watch", "new", "report", "grade", "handout",
  ]
}

/// `tlslab challenge …`
struct Challenge: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "challenge",
    abstract: "Begins a challenge: a state of the lab to reach, without instructions.",
    discussion: """
      'tlslab challenge start ID' begins one, 'tlslab challenge list' names them; 'tlslab lesson \
      test ID' plays one through.
      """)

  @Argument(
    help: "'list'; or 'start' and a challenge.",
    completion: .custom { _, _, _ in ["list", "start"] + LessonFolder.challengeNames })
  var words: [String] = ["list"]

  @OptionGroup var options: SharedOptions

  func run() throws {
    let line = (["challenge"] + words).asOneLine
    guard words.first == "start" else {
      throw options.exit(try options.runner().run(.line(line), seed: options.seed))
    }
    guard options.isPrompt else {
      throw ValidationError(
        "a challenge needs a terminal; 'tlslab lesson test ID' plays it through")
    }
    throw options.exit(try options.prompt(first: line).run())
  }
}

/// `tlslab quiz …`
struct QuizExport: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "quiz",
    abstract: "Writes the lessons' questions for a course system, or for paper.",
    discussion: """
      'tlslab quiz export gift FILE', or 'moodle-xml', or 'markdown'; then a lesson, if one is enough.
      """)

  @Argument(help: "'export', a form, a file, and a lesson.")
  var words: [String]

  @Flag(help: "A file that is there already is replaced.")
  var replace = false

  @OptionGroup var options: SharedOptions

  func run() throws {
    guard words.first == "export" else {
      throw ValidationError(
        "a quiz needs the prompt; here 'tlslab quiz export FORMAT FILE' writes one")
    }
    let line = (["quiz"] + words + (replace ? ["--replace"] : [])).asOneLine
    throw options.exit(try options.runner().run(.line(line), seed: options.seed))
  }
}

/// `tlslab demo …`
struct Demonstrate: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo", abstract: "Shows a demonstration in front of a class, or rehearses it.",
    discussion: """
      'tlslab demo ID' shows one like slides: Enter or PageDown next, b or PageUp back, ? all keys. \
      Left before its end, it goes on there the next time. \
      'tlslab demo check' rehearses all of them, 'tlslab demo list' names them.
      """)

  @Argument(
    help: "A demonstration; or 'list'; or 'check', and a demonstration or none for all.",
    completion: .custom { _, _, _ in LessonFolder.demonstrationNames + ["list", "check"] })
  var words: [String]

  @Option(
    help: "When it goes on: 'key', 'auto' (reading time) or seconds.",
    completion: .list(["key", "auto"]))
  var pace = "key"

  @Option(help: "The mark where it begins; 'start' for the beginning.")
  var from: String?

  @Flag(help: "With 'check': every demonstration, as without a name.")
  var all = false

  @OptionGroup var options: SharedOptions

  func validate() throws {
    if Pace(pace) == nil { throw ValidationError("--pace takes key, auto, or seconds up to 600") }
    if all, words != ["check"] { throw ValidationError("--all goes with 'check' alone") }
  }

  func run() throws {
    if words.count == 1, let id = words.first, !["check", "list"].contains(id) {
      guard options.isPrompt else {
        throw ValidationError(
          "a demonstration needs a terminal; 'tlslab demo check \(id)' rehearses")
      }
      throw options.exit(try options.prompt(demonstration: id, pace: pace, from: from).run())
    }
    throw options.exit(
      try options.runner().run(.line((["demo"] + words).asOneLine), seed: options.seed))
  }
}

/// `tlslab notes`
struct Notes: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "notes",
    abstract: "The trainer's notes in a second terminal, beside a demonstration; Ctrl-C ends.")

  @OptionGroup var options: SharedOptions

  func run() throws {
    guard options.isPrompt else {
      throw ValidationError("the notes need a terminal; beside a demonstration, in a second one")
    }
    let window = NotesWindow(appearance: options.appearance())
    throw options.exit(window.run(lessons: try options.lessonFolder()))
  }
}
