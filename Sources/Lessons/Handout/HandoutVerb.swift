import Commands
import Files
import Lab
import Platform
import Screens

enum HandoutVerb {
  static func run(
    _ interpreter: inout Interpreter, _ id: String, _ folder: String?, _ hasSolutions: Bool,
    _ replacing: Bool
  ) throws(CommandError) -> Page {
    let course = try interpreter.course()
    let lesson = try course.lesson(id)
    let handout = try Handout(lesson, of: course, solutions: hasSolutions)
    let folder = folder ?? "."
    let name = lesson.id + (hasSolutions ? "-solutions" : "")
    let place = interpreter.url(folder)
    let files = [("\(name).md", handout.markdown), ("\(name).html", handout.html)]
    let replacing = try interpreter.mayWrite(
      files.map { ("\(folder)/\($0.0)", place.appendingPathComponent($0.0)) }, replacing: replacing)
    do throws(FileError) {
      try Folder.make(place)
    } catch {
      throw CommandError("the folder \(folder) can't be made: \(error.reason)")
    }
    for (file, text) in files {
      try interpreter.handOut(
        Array(text.utf8), to: place.appendingPathComponent(file), called: "\(folder)/\(file)",
        mode: 0o644, replacing: replacing)
    }
    return Page(
      lines: [
        "written to \(folder): \(name).md and \(name).html",
        hasSolutions
          ? "with hints, answers and notes: for trainers"
          : "without answers; the screens of a run stand behind the last question",
      ],
      next: hasSolutions ? ["lesson list"] : ["lesson handout \(lesson.id) --solutions"])
  }
}
