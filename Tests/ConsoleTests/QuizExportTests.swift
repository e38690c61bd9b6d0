import Foundation
import Testing

@testable import Lessons

@Suite("Questions for a course system are what a reader of its format finds")
struct QuizExportTests {
  private struct Found: Decodable, Equatable {
    var name: String
    var text: String
    var choices: [Choice]

    struct Choice: Decodable, Equatable {
      var text: String
      var say: String
      var right: Bool
    }
  }

  @Test("Every lesson's, word for word", arguments: ["gift", "moodle-xml"])
  func lessons(format: String) throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let library = Library(folder: root.appendingPathComponent("lessons"))
    let folder = try TemporaryFolder()
    let file = folder.file("quiz").path
    let written = try Program.run(["quiz", "export", format, file])
    #expect(written.status == 0, "\(written.errors)")
    let found = try read(format, file, root)
    let expected = library.lessons.flatMap { lesson in
      lesson.quizQuestions.enumerated().map { number, question in
        Found(
          name: "\(lesson.id) \(number + 1)", text: question.text,
          choices: question.choices.map {
            Found.Choice(text: $0.text, say: $0.say, right: $0.isCorrect)
          })
      }
    }
    #expect(found == expected)
    #expect(try Program.run(["quiz", "export", format, file]).status != 0)
  }

  @Test(
    "Whatever stands in a question means nothing in the format", arguments: ["gift", "moodle-xml"])
  func hostile(format: String) throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    // That reader of GIFT takes an escaped brace in an answer for the end of the question.
    let hostile = "a ~b =c #d :f:: \\g &h; <i> ]]> \u{1b}[1m" + (format == "gift" ? "" : " {e}")
    let question = QuizQuestion(
      source: "a", text: hostile,
      choices: [
        .init(text: "~\(hostile)", say: hostile, isCorrect: true),
        .init(text: "=0#1", say: "one", isCorrect: false),
      ])
    let folder = try TemporaryFolder()
    let text = QuizFormat(rawValue: format)?.written([question]) ?? ""
    try Data(text.utf8).write(to: folder.file("quiz"))
    let found = try read(format, folder.file("quiz").path, root)
    let kept = format == "gift" ? hostile : hostile.replacing("\u{1b}", with: "\\x1b")
    #expect(found.map(\.text) == [kept])
    #expect(found.first?.choices.map(\.text) == ["~\(kept)", "=0#1"])
    #expect(found.first?.choices.map(\.right) == [true, false])
  }

  private func read(_ format: String, _ file: String, _ root: URL) throws -> [Found] {
    let python = try output(
      root.appendingPathComponent(".ci/python"), ["page", "Tests/TranscriptsTests/Page"])
    let program = URL(
      fileURLWithPath: String(decoding: python, as: UTF8.self)
        .trimmingCharacters(in: .whitespacesAndNewlines))
    let script = root.appendingPathComponent("Tests/TranscriptsTests/Page/gift.py").path
    return try JSONDecoder().decode([Found].self, from: output(program, [script, format, file]))
  }

  private func output(_ program: URL, _ arguments: [String]) throws -> Data {
    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let printed = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    return printed
  }
}
