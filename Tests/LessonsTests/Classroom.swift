import Commands
import Foundation
import Lab
import Screens
import Testing

@testable import Lessons

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

  /// In a lesson, at the first page whose task has a name.
  init(in lesson: String, at task: String) {
    self.init()
    type("lesson start \(lesson)")
    while let page = course?.active?.page, page.task?.id != task {
      for line in solving(page.task) { type(line) }
      type("turn")
    }
  }

  var course: Course? { interpreter.companion as? Course }

  /// What one types to get past a task, as this learner has it before them.
  func solving(_ task: Lessons.Task?) -> [String] {
    let here = course?.active?.told(in: interpreter.sessionDocument)
    guard let here, task != nil, let told = here.page.task else { return [] }
    switch told.kind {
    case .step(let step):
      var copy = self
      copy.interpreter.companion = nil
      return step.solution.map { command in
        let names = here.lesson.sessions
        let filled = names.filled(command, in: copy.interpreter.sessionDocument)
        _ = copy.interpreter.execute(filled)
        return filled
      }
    case .prediction(let prediction):
      return ["answer " + prediction.items.map { $0.choices[0] }.joined(separator: " ")]
    case .question(let question):
      switch question.answer {
      case .choices(let choices):
        return ["answer \((choices.firstIndex(where: \.isCorrect) ?? 0) + 1)"]
      case .value(let path):
        let value = interpreter.lab.stateDocument.find(path.split(separator: ".").map(String.init))
        return ["answer \(value?.text ?? "")"]
      }
    }
  }

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
