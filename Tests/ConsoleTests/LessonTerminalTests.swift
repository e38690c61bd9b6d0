import Foundation
import Lessons
import Testing

@testable import Console

/// Lessons and a demonstration as people see them: in a terminal, to the end.
@Suite("Lessons in a terminal", .serialized, .enabled(if: PseudoTerminal.canRun))
struct LessonTerminalTests {
  private static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("lessons")
  private static let library = Library(folder: folder)

  struct Setting: CustomStringConvertible, Sendable {
    var lesson: String
    var columns = 80
    var rows = 24
    var arguments: [String] = []
    var environment: [String: String] = [:]

    var description: String {
      "\(lesson) \(columns)x\(rows) \(arguments.joined()) \(environment)"
    }
  }

  private static let settings = [
    Setting(lesson: "forward-secrecy"),
    Setting(lesson: "forward-secrecy", columns: 120, rows: 40),
    Setting(lesson: "man-in-the-middle"),
    Setting(lesson: "man-in-the-middle", columns: 120, rows: 40),
    Setting(lesson: "forward-secrecy", environment: ["NO_COLOR": "1"]),
    Setting(lesson: "forward-secrecy", environment: ["TERM": "dumb"]),
    Setting(lesson: "man-in-the-middle", arguments: ["--screen-reader"]),
  ]

  @Test(
    "From the first page to the last; every step is reached, no line is cut",
    arguments: settings)
  func whole(setting: Setting) throws {
    let lesson = try #require(Self.library.lesson(setting.lesson))
    let terminal = try PseudoTerminal(
      ["lesson", lesson.id, "--lessons", Self.folder.path] + setting.arguments,
      columns: setting.columns, rows: setting.rows, environment: setting.environment)
    try terminal.waitForPrompt()
    for (number, page) in lesson.pages.enumerated() {
      let prompt = "\(lesson.id) \(number + 1)/\(lesson.pages.count)>"
      #expect(terminal.text.hasSuffix("\(prompt) "), "\(prompt)")
      switch page.task?.kind {
      case .step(let step):
        var shown = ""
        for command in step.solution { shown += try terminal.type(command) }
        #expect(shown.contains("PASS"), "\(prompt)")
      case .prediction(let prediction):
        let words = prediction.items.map { $0.choices[0] }.joined(separator: " ")
        #expect(try terminal.type("answer \(words)").contains("noted"))
      case .question(let question):
        guard case .choices(let choices) = question.answer else { break }
        // In which order they stand depends on the seed; a letter alone is an answer.
        let said = try ["a", "b", "c", "d"].prefix(choices.count).first { letter in
          try terminal.type(letter).contains("RIGHT")
        }
        #expect(said != nil, "\(prompt)")
      case nil: break
      }
      // Enter turns the page.
      let next = try terminal.type("")
      if number == lesson.pages.count - 1 { #expect(next.contains("DONE")) }
    }
    #expect(try terminal.type("progress").contains(lesson.id))
    terminal.press("quit\r")
    #expect(try terminal.waitForExit() == 0)
    #expect(terminal.tooLong.isEmpty, "\(terminal.tooLong)")
    check(terminal, setting)
  }

  /// What a setting promises of everything that was shown.
  private func check(_ terminal: PseudoTerminal, _ setting: Setting) {
    let isPlain = setting.environment["NO_COLOR"] != nil || setting.environment["TERM"] == "dumb"
    let hasColor = terminal.raw.firstMatch(of: /\u{1b}\[(1|2|31|32|35|1;31|1;35)m/) != nil
    #expect(hasColor != isPlain)
    if setting.arguments.contains("--screen-reader") {
      // One sentence a row: no columns, no rules, no drawn ladders.
      #expect(terminal.text.firstMatch(of: /-{5}|={5}|\|--/) == nil)
    }
  }

  @Test("A window that is closed costs nothing")
  func closed() throws {
    let folder = try TemporaryFolder()
    let environment = ["XDG_STATE_HOME": folder.url.path]
    let arguments = ["--lessons", Self.folder.path]
    let window = try PseudoTerminal(
      ["lesson", "toolbox"] + arguments, columns: 80, rows: 24, environment: environment)
    try window.waitForPrompt()
    try window.type("")
    // No quit.
    try window.closeWindow()
    let terminal = try PseudoTerminal(
      arguments, columns: 80, rows: 24, environment: environment)
    try terminal.waitForPrompt()
    #expect(terminal.text.contains("toolbox 2/"))
    terminal.press("quit\r")
    _ = try terminal.waitForExit()
  }
}
