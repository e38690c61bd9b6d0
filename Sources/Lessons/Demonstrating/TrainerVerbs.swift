import Commands
import Lab
import Screens

/// What trainers type.
enum TrainerVerbs {
  @Sendable static func run(
    _ interpreter: inout Interpreter, _ arguments: Arguments
  ) throws(CommandError) -> Page {
    guard interpreter.surroundings.hasKeys else {
      throw CommandError(
        "a demonstration needs a terminal", details: ["'demo check' rehearses it without one"])
    }
    return try interpreter.withCourse { course, interpreter throws(CommandError) in
      let id = arguments.one("ID")
      guard let demonstration = course.demonstration(named: id) else {
        throw course.noDemonstration(id)
      }
      course.leave(&interpreter)
      course.demonstration = DemonstrationRun(demonstration, own: interpreter.lab)
      return Page()
    }
  }

  @Sendable static func list(
    _ interpreter: inout Interpreter, _ arguments: Arguments
  ) throws(CommandError) -> Page {
    let course = try interpreter.course()
    let ids = course.library.demonstrations.keys.sorted()
    let rows = ids.map { id -> [Line] in
      let marks = course.demonstration(named: id)?.marks.map(\.name) ?? []
      return [Line(id, .command), Line(marks.joined(separator: ", "))]
    }
    guard let first = ids.first else { return Page(lines: ["no demonstrations here"]) }
    return Page([.table(Table(rows: rows))], next: ["demo run \(first)", "demo check \(first)"])
  }
}

extension Course {
  /// A demonstration by its name; nil when there is none that can be read.
  public func demonstration(named id: String) -> Demonstration? {
    guard let file = library.demonstrations[id],
      let script = try? Script(file: file, called: "\(id)/demo.tlslab")
    else { return nil }
    return Demonstration(id: id, script: script)
  }

  func noDemonstration(_ id: String) -> CommandError {
    CommandError(
      "no demonstration '\(id)'",
      meant: nearest(to: id, among: Array(library.demonstrations.keys)).first.map {
        "demo run \($0)"
      }
        ?? "demo list")
  }
}
