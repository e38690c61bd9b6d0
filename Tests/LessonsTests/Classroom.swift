import Commands
import Foundation
import Lab
import Lessons
import Screens
import Testing

/// The repository's own lessons.
enum Repository {
  static let lessons = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("lessons")
  static let library = Library(folder: lessons)
}

/// A learner who types.
struct Learner {
  var interpreter: Interpreter

  init(_ library: Library = Repository.library, store: LessonStore? = nil) {
    interpreter = Interpreter(Lab(seed: 1), table: .lab.adding(lessonCommands))
    interpreter.companion = Course(library: library, store: store)
  }

  var course: Course? { interpreter.companion as? Course }

  /// Types a line.
  ///
  /// - Returns: what is shown.
  @discardableResult
  mutating func type(_ line: String, _ status: Commands.ExitStatus = .ok) -> String {
    let outcome = interpreter.execute(line)
    let text = Layout(width: 80).lines(of: outcome.page).map(\.text).joined(separator: "\n")
    #expect(outcome.status == status, "\(line): \(text)")
    return text
  }
}

/// A folder for one test, gone with it.
final class ScratchLessons {
  let url = FileManager.default.temporaryDirectory
    .appendingPathComponent("tlslab-lessons-\(UUID().uuidString)")

  init() throws {
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func write(_ text: String, to name: String) throws {
    let file = url.appendingPathComponent(name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }

  var library: Library { Library(folder: url) }
}
