public import Commands
import Lab
import Lessons
import Screens
import Sockets

extension CommandTable {
  /// Everything that can be typed.
  public static let program = CommandTable.lab.adding(lessonCommands)
    .adding(socketCommands + importCommands, socketForms + consoleForms + importForms)
}

/// Further forms of verbs that exist: those that need to know how screens look.
let consoleForms: [FurtherForms] = [
  FurtherForms(
    of: "lesson",
    [
      Form(
        words: "watch", .one(.file("FILE|FOLDER")),
        meaning: "what is wrong, each time that a file is written; q or Ctrl-C ends; or ID",
        run: LessonWatching.run)
    ],
    examples: [.init("lesson watch my-lesson/lesson.md", "beside an editor")]),
  FurtherForms(
    of: "export",
    [
      Form(
        words: "cast", .one(.file()), .optional(.demonstration), .replace,
        meaning: "a demonstration as a recording that plays anywhere (asciicast v2)",
        run: CastVerb.run)
    ],
    examples: [
      .init("export cast show.cast forward-secrecy", "the fallback for a broken projector")
    ]),
]

enum CastVerb {
  static func run(
    _ interpreter: inout Interpreter, _ name: String, _ id: String?, _ replacing: Bool
  ) throws(CommandError) -> Page {
    guard let course = interpreter.companion as? Course else {
      throw CommandError("there are no demonstrations here")
    }
    let id = id ?? "forward-secrecy"
    guard let demonstration = course.demonstration(named: id) else {
      throw course.noDemonstration(id)
    }
    var copy = Interpreter(Lab(seed: 1), table: interpreter.table.unattended)
    let cast = try Cast(demonstration, on: &copy)
    if let shown = try interpreter.handOut(
      Array(cast.text.utf8), to: name, mode: 0o644, replacing: replacing)
    {
      return shown
    }
    return Page(
      lines: ["written to \(name): \(id), to play with any asciicast player"],
      next: ["demo run \(id)"])
  }
}
