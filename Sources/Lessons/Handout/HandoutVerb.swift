import Commands
import Files
import Lab
import Platform
import Screens

enum HandoutVerb {
  static func run(
    _ interpreter: inout Interpreter, _ id: String, _ folder: String?, _ hasSolutions: Bool
  ) throws(CommandError) -> Page {
    let course = try interpreter.course()
    let lesson = try course.lesson(id)
    let handout = try Handout(lesson, of: course, solutions: hasSolutions)
    let folder = folder ?? "."
    let name = lesson.id + (hasSolutions ? "-solutions" : "")
    let place = interpreter.url(folder)
    do throws(FileError) {
      try Folder.make(place)
    } catch {
      throw CommandError("the folder \(folder) can't be made: \(error.reason)")
    }
    do throws(FileError) {
      for (end, text) in [("md", handout.markdown), ("html", handout.html)] {
        try AtomicFile.write(
          Array(text.utf8), to: place.appendingPathComponent("\(name).\(end)"), mode: 0o644)
      }
    } catch {
      throw CommandError(error)
    }
    return Page(
      lines: [
        "written to \(folder): \(name).md and \(name).html",
        hasSolutions ? "with hints, answers and notes: for trainers" : "without answers",
      ],
      next: hasSolutions ? ["lesson list"] : ["lesson handout \(lesson.id) --solutions"])
  }
}
