public import Commands
import Explanations
import Files
public import Lab
import Platform
public import Screens

/// What trainers type.
enum TrainerVerbs {
  static func run(
    _ course: inout Course, _ interpreter: inout Interpreter, _ id: String, _ pace: Pace?,
    _ mark: String?
  ) throws(CommandError) -> Page {
    guard interpreter.surroundings.hasKeys else {
      throw CommandError(
        "a demonstration needs a terminal", details: ["'demo check' rehearses it without one"])
    }
    guard let demonstration = course.demonstration(named: id) else {
      throw course.noDemonstration(id)
    }
    var place: Int?
    if let mark { place = try beat(at: mark, in: demonstration) }
    // One begun while another waits: one's own lab is still the one that comes back.
    if let other = course.demonstration { interpreter.replace(with: other.own) }
    course.leave(&interpreter)
    var run = DemonstrationRun(demonstration, own: interpreter.lab, pace: pace ?? .key)
    if let place {
      run.isPlaced = true
      run.jump(to: place, on: &interpreter)
    }
    course.demonstration = run
    return Page()
  }

  /// The beat at a mark; `start` is the first.
  private static func beat(
    at mark: String, in demonstration: Demonstration
  ) throws(CommandError) -> Int {
    if let place = demonstration.marks.first(where: { $0.name == mark })?.place { return place }
    if mark == start { return 0 }
    let marks = demonstration.marks.map(\.name) + [start]
    throw CommandError(
      refusal: "demonstration.no-mark", ["demonstration": demonstration.id, "mark": mark],
      more: [marks.joined(separator: ", ")],
      meant: likely(mark, among: marks).map { "demo run \(demonstration.id) from=\($0)" }
    )
  }

  /// Where a demonstration begins, whatever its first mark is called.
  static let start = "start"

  /// Takes down what the room says to the question that is open.
  static func vote(
    _ course: inout Course, _ interpreter: inout Interpreter, _ text: String
  ) throws(CommandError) -> Page {
    guard var run = course.demonstration else {
      throw CommandError(refusal: "demonstration.none-running", meant: "demo list")
    }
    let page = try run.vote(text, run.paused ?? interpreter.lab)
    course.demonstration = run
    return page
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
    let entries: [String]
    do throws(FileError) {
      entries = try notebook.entries()
    } catch {
      throw CommandError(error)
    }
    guard !entries.isEmpty else {
      return Page(lines: ["nothing was noted"], next: ["help note"])
    }
    var page = DemonstrationScreens.notebook(entries)
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

extension DemonstrationRun {
  /// Takes down what the room says; nothing takes the vote on the same question back.
  ///
  /// - Parameters:
  ///   - text: as it was typed: `open 12 sealed 5`, `S1 open 9 S2 sealed 8`, or `open`.
  ///   - lab: that of the demonstration.
  /// - Returns: what was understood.
  public mutating func vote(_ text: String, _ lab: Lab) throws(CommandError) -> Page {
    guard !text.allSatisfy(\.isWhitespace) else {
      let place = place
      votes.removeAll { $0.place >= place && $0.parts != nil }
      return Page(lines: [said(.demonstration, "vote.gone")])
    }
    let vote = try RoomVote(text, in: self, lab)
    votes.removeAll { $0.place == vote.place }
    votes.append(vote)
    return DemonstrationScreens.room(vote)
  }
}

extension Course {
  /// Where one is, for a note.
  func words(_ lab: Lab) -> String {
    if let demonstration { return demonstration.words }
    if let active {
      return String(worded: "\(active.lesson.id), page \(active.record.page + 1)")
    }
    guard let session = lab.currentSession else { return String(worded: "no session") }
    return String(worded: "\(session.id), step \(session.steps.count)")
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
      meant: likely(id, among: library.demonstrations).map {
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

extension Word where Value == String {
  /// A mark of some demonstration, or its beginning.
  static var mark: Word {
    named("MARK", choices: [Choice(TrainerVerbs.start, "anew")]) { typed in
      guard let course = typed.interpreter.companion as? Course else { return [] }
      let marks = course.library.demonstrations.flatMap { id in
        course.demonstration(named: id)?.marks.map { Candidate($0.name, id) } ?? []
      }
      return [Candidate(TrainerVerbs.start, "anew")] + marks
    }
  }
}
