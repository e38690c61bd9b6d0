public import Commands
import Files
import Lab
import Platform
import Screens

/// What trainers type.
enum TrainerVerbs {
  static func run(
    _ course: inout Course, _ interpreter: inout Interpreter, _ id: String, _ pace: Pace?
  ) throws(CommandError) -> Page {
    guard interpreter.surroundings.hasKeys else {
      throw CommandError(
        "a demonstration needs a terminal", details: ["'demo check' rehearses it without one"])
    }
    guard let demonstration = course.demonstration(named: id) else {
      throw course.noDemonstration(id)
    }
    course.leave(&interpreter)
    course.demonstration = DemonstrationRun(demonstration, own: interpreter.lab, pace: pace ?? .key)
    return Page()
  }

  static func note(_ interpreter: inout Interpreter, _ text: String) throws(CommandError) -> Page {
    let course = try interpreter.course()
    guard let store = course.store else {
      throw CommandError("notes are kept at a prompt only")
    }
    do throws(FileError) {
      try Notebook(folder: store.folder).add(
        text, at: course.words(interpreter.lab),
        Date(timeIntervalSince1970: Double(course.now())))
    } catch {
      throw CommandError(error)
    }
    // No more than that: the class is looking.
    return Page(lines: ["noted"])
  }

  static func notebook(_ interpreter: inout Interpreter) throws(CommandError) -> Page {
    guard let store = try interpreter.course().store else {
      throw CommandError("notes are kept at a prompt only")
    }
    let notebook = Notebook(folder: store.folder)
    guard !notebook.entries.isEmpty else {
      return Page(lines: ["nothing was noted"], next: ["help note"])
    }
    var page = DemonstrationScreens.notebook(notebook.entries)
    page.add(.paragraph(Line("kept in \(notebook.file.path)", .faint), indent: 0))
    return page
  }

  static func list(_ interpreter: inout Interpreter) throws(CommandError) -> Page {
    let course = try interpreter.course()
    let ids = course.library.demonstrations
    let rows = ids.map { id -> [Line] in
      let marks = course.demonstration(named: id)?.marks.map(\.name) ?? []
      return [Line(id, .command), Line(marks.joined(separator: ", "))]
    }
    guard let first = ids.first else { return Page(lines: ["no demonstrations here"]) }
    return Page([.table(Table(rows: rows))], next: ["demo run \(first)", "demo check \(first)"])
  }
}

extension Course {
  /// Where one is, for a note.
  func words(_ lab: Lab) -> String {
    if let demonstration { return demonstration.words }
    if let active { return "\(active.lesson.id), page \(active.record.page + 1)" }
    guard let session = lab.currentSession else { return "no session" }
    return "\(session.id), step \(session.steps.count)"
  }

  /// A demonstration by its name; nil when there is none that can be read.
  public func demonstration(named id: String) -> Demonstration? {
    guard library.demonstrations.contains(id), let script = try? library.demonstration(id)
    else { return nil }
    return Demonstration(id: id, script: script)
  }

  public func noDemonstration(_ id: String) -> CommandError {
    CommandError(
      "no demonstration '\(id)'",
      meant: nearest(to: id, among: library.demonstrations).first.map {
        "demo run \($0)"
      }
        ?? "demo list")
  }
}

extension Word where Value == Pace {
  static var pace: Word {
    Word(
      "PACE",
      choices: [
        Choice("key", "at a key"), Choice("auto", "after the time that it takes to read"),
      ]
    ) { text, _ throws(CommandError) in
      guard let pace = Pace(text) else {
        throw CommandError("'\(text)' is no pace", details: ["key, auto, or seconds from 0 to 600"])
      }
      return pace
    }
  }
}
