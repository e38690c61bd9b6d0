import Commands
import Foundation
import Lab
import Testing

@testable import Lessons

@Suite("A class of six: what was not done is not claimed without being named")
struct GradingTests {
  private let folder: ScratchLessons

  init() throws { folder = try ScratchLessons() }

  @Test("Who worked is as claimed, and counted by what a second playing saw")
  func honest() throws {
    try handIn("ada", hints: 1)
    try handIn("ben", at: 5000)
    let rows = try table()
    #expect(rows.map(\.student) == ["ada", "ben"])
    #expect(rows.allSatisfy { $0.findings.isEmpty && $0.unproven == nil })
    #expect(rows[0].hinted == 1 && rows[0].alone == (rows[0].tasks ?? 0) - 1)
    #expect(rows[1].alone == rows[1].tasks && rows[1].hinted == 0 && rows[1].minutes > 0)
    var trainer = Learner()
    #expect(trainer.type("lesson grade \(folder.url.path)").contains("as claimed"))
    let csv = trainer.type("lesson grade \(folder.url.path) --csv")
    #expect(csv.contains("ben,tutorial,"))
    let json = trainer.type("lesson grade \(folder.url.path) --json")
    let line = json.split(separator: "\n").first.map(String.init) ?? ""
    #expect(try JSONSerialization.jsonObject(with: Data(line.utf8)) is [[String: Any]])
  }

  @Test("A report that was edited")
  func editedReport() throws {
    try handIn("ada", hints: 1)
    let text = try read("ada.json")
    try folder.write(text.replacing("\"call\" : 1", with: "\"call\" : 0"), to: "ada.json")
    let row = try #require(try table().first)
    #expect(row.findings.contains(.edited))
    #expect(row.findings.contains(.helped(hints: 1, skips: 0)))
    #expect(row.hinted == 1)
    expectRefused()
  }

  @Test(
    "Progress that was edited before the report was made: the digest is right, and the tasks are not done"
  )
  func editedProgress() throws {
    var report = try handIn("ada", upTo: 1)
    let lesson = try #require(Repository.library.lesson("tutorial"))
    report.lessons["tutorial"]?.passed = lesson.tasks.map(\.id)
    try write(Report(progress(of: report)), to: "ada.json")
    let row = try #require(try table().first)
    #expect(!row.findings.contains(.edited))
    let claimed = row.findings.contains { if case .notReached = $0 { true } else { false } }
    #expect(claimed && row.alone < (row.tasks ?? 0))
    expectRefused()
  }

  @Test("Another's progress under one's own name")
  func anothers() throws {
    let report = try handIn("ada")
    var copy = progress(of: report)
    copy.student = "eve"
    try write(Report(copy), to: "eve.json")
    // Even with the seed that goes with the name.
    copy.lessons["tutorial"]?.seed = World.seed(of: "mal")
    copy.student = "mal"
    try write(Report(copy), to: "mal.json")
    let rows = try table()
    #expect(rows.map(\.student) == ["ada", "eve", "mal"])
    #expect(rows[0].findings.isEmpty, "\(rows[0].findings)")
    #expect(rows[1].findings.contains(.otherWorld(0)))
    let isFound = rows[2].findings.contains {
      if case .otherWorld(1...) = $0 { true } else { false }
    }
    #expect(isFound, "\(rows[2].findings)")
    expectRefused()
  }

  @Test("A file that was copied")
  func copied() throws {
    try handIn("ada")
    try folder.write(try read("ada.json"), to: "copy.json")
    let rows = try table()
    #expect(rows.allSatisfy { if case .copy? = $0.findings.first { true } else { false } })
    expectRefused()
  }

  @Test("What needs a file or a server is marked so, and nothing of it is carried out")
  func leftOut() throws {
    var report = try handIn("ada", upTo: 1)
    let file = folder.url.appendingPathComponent("never").path
    report.lessons["tutorial"]?.journal?.add(
      .init(line: "export json \(file)", time: 90, mark: ""))
    report.lessons["tutorial"]?.journal?.add(.init(line: "lesson new never", time: 91, mark: ""))
    try write(Report(progress(of: report)), to: "ada.json")
    var row = try #require(try table().first)
    // Nothing hangs on them: what is claimed was reached.
    #expect(row.unproven == nil && row.findings.isEmpty)
    report.lessons["tutorial"]?.passed.append("answer")
    report.lessons["tutorial"]?.passed.append("nothing")
    try write(Report(progress(of: report)), to: "ada.json")
    row = try #require(try table().first)
    #expect(row.unproven == .leftOut(["export json \(file)", "lesson new never"]))
    #expect(!FileManager.default.fileExists(atPath: file))
    #expect(row.findings.isEmpty)
  }

  @Test("A report of before has no commands in it, and says so")
  func older() throws {
    var report = try handIn("ada", upTo: 1)
    report.lessons["tutorial"]?.journal = nil
    try write(Report(progress(of: report)), to: "ada.json")
    #expect(try table().first?.unproven == .noJournal)
  }

  @Test("Damaged in any place it is read without a trap")
  func damaged() throws {
    try handIn("ada", upTo: 1)
    let bytes = Array(try read("ada.json").utf8)
    for place in stride(from: 0, to: bytes.count, by: 97) {
      var copy = bytes
      copy[place] = copy[place] &+ 1
      try Data(copy).write(to: folder.url.appendingPathComponent("ada.json"))
      var trainer = Learner()
      _ = trainer.interpreter.execute("lesson grade \(folder.url.path)/ada.json")
    }
  }

  // MARK: Playing

  /// A student who plays the tutorial, or its first tasks, and hands in.
  @discardableResult
  private func handIn(
    _ name: String, hints: Int = 0, at start: Int = 1000, upTo count: Int = .max
  ) throws -> Report {
    let clock = Clock(start)
    var student = Learner()
    student.interpreter.companion = Course(library: Repository.library, now: { clock.tick() })
    student.type("world new uc student=\(name)")
    student.type("lesson start tutorial")
    var done = 0
    while done < count, let here = student.course?.active {
      if here.page.task != nil {
        if done == 0 { for _ in 0..<hints { student.type("hint") } }
        for line in student.solving(here.page.task) { student.type(line) }
        done += 1
      }
      if here.isLastPage { break }
      student.type("turn")
    }
    let report = Report(try #require(student.course).progress)
    try write(report, to: "\(name).json")
    return report
  }

  private func progress(of report: Report) -> Lessons.Progress {
    var progress = Lessons.Progress()
    progress.student = report.student
    progress.lessons = report.lessons
    return progress
  }

  private func write(_ report: Report, to name: String) throws {
    try folder.write(String(decoding: report.bytes, as: UTF8.self), to: name)
  }

  private func read(_ name: String) throws -> String {
    try String(contentsOf: folder.url.appendingPathComponent(name), encoding: .utf8)
  }

  private func table() throws -> [Grade] {
    var book = GradeBook()
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted()
    for file in files {
      let report = try Report.read(folder.url.appendingPathComponent(file))
      book.add(report, from: file, Repository.library, beside: .lab.adding(lessonCommands))
    }
    return book.graded
  }

  private func expectRefused() {
    var trainer = Learner()
    trainer.type("lesson grade \(folder.url.path)", .expectationFailed)
  }

  /// Thirty seconds from one command to the next.
  private final class Clock: @unchecked Sendable {
    private var now: Int
    init(_ start: Int) { now = start }
    func tick() -> Int {
      now += 30
      return now
    }
  }
}
