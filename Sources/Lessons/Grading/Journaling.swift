import Commands
import Lab

extension Course {
  /// Writes down what was typed in a lesson, for who grades it. What opens and leaves lessons belongs to none.
  mutating func journal(_ typed: TypedCommand, _ interpreter: Interpreter) {
    guard demonstration == nil, active != nil,
      !Self.aboutLessons.contains(interpreter.table.words(of: typed)?.command.name ?? "")
    else { return }
    var journal = active?.record.journal ?? Journal(edition: active?.lesson.edition)
    journal.add(
      Journal.Entry(line: typed.text, time: now(), mark: Self.mark(of: interpreter.lab)))
    active?.record.journal = journal
    keep()
  }

  static let aboutLessons: Set = ["lesson", "challenge", "tutorial", "demo"]

  /// Of a lab, in hex; see ``Lab/trace``.
  static func mark(of lab: Lab) -> String { String(lab.trace.steadyHash, radix: 16) }
}
