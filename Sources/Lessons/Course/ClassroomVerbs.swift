import Commands
import Lab
import Platform
import Screens

/// What goes from students to their trainer.
enum ClassroomVerbs {
  static func report(
    _ interpreter: inout Interpreter, _ name: String, _ replacing: Bool
  ) throws(CommandError) -> Page {
    let progress = try interpreter.course().progress
    guard !progress.lessons.isEmpty else {
      throw CommandError("no lesson was begun: there is nothing to report", meant: "lesson list")
    }
    try interpreter.handOut(
      Report(progress).bytes, to: name, mode: 0o644, replacing: replacing)
    var page = Page(lines: ["\(name) says what was done, with a digest over all of it"])
    if progress.student == nil {
      page.add(
        .paragraph(
          "It bears no name: 'world new uc student=NAME' gives you one, and values of your own.",
          indent: 0))
    }
    page.next = ["lesson grade \(name)"]
    return page
  }

  static func grade(
    _ interpreter: inout Interpreter, _ files: [String]
  ) throws(CommandError) -> Page {
    let library = try interpreter.course().library
    var rows: [[Line]] = []
    for name in files {
      let report: Report
      do throws(Report.Failure) {
        report = try Report.read(interpreter.url(name))
      } catch {
        rows.append([Line(name), Line(error.words, .bad), "", "", "", "", ""])
        continue
      }
      let state = report.isUnchanged ? Line("whole", .good) : Line("CHANGED", .bad)
      for (id, record) in report.lessons.sorted(by: { $0.key < $1.key }) {
        // A bonus is none of the tasks that are counted.
        let tasks = (library.lesson(id) ?? library.challenge(id))?.required.map(\.id)
        let passed = record.passed.filter { tasks?.contains($0) != false }.count
        let count = tasks.map { "\($0.count)" } ?? "?"
        rows.append([
          Line(report.student ?? name), Line(id), Line("\(passed)/\(count)"),
          Line("\(record.hints.values.reduce(0, +))"), Line("\(record.skipped.count)"),
          Line("\(record.rightAtOnce.count)"), state,
        ])
      }
    }
    return Page([
      .table(
        Table(
          header: ["student", "lesson", "tasks", "hints", "skipped", "right at once", "report"],
          rows: rows))
    ])
  }
}

extension Report.Failure {
  fileprivate var words: String {
    switch self {
    case .unreadable(let reason): "can't be read: \(reason)"
    case .notAReport: "is no report"
    case .newer(let format): "is from a newer program (format \(format))"
    }
  }
}
