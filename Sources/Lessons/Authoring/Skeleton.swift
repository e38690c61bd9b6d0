import Commands
import Lab

/// What a new lesson begins with.
struct Skeleton {
  var id: String
  var preset = "uc"
  var seed: UInt64 = 1
  var teaches = ["connect"]
  /// A line for each.
  var sessions: [String] = []
  var tasks: [DraftTasks.Task] = [
    DraftTasks.Task(id: "first", commands: ["connect"], goals: ["sessions.S1.kx == ecdhe"])
  ]

  private static let gap = Linter.gap

  /// The file `lesson.md`.
  var text: String {
    (head + opening + tasks.flatMap(blocks) + ending).map { $0 + "\n" }.joined()
  }

  private var head: [String] {
    [
      "---", "format: 1", "id: \(id)", "title: \(Self.gap) a title", "lang: en",
      "minutes: \(min(90, 5 + 2 * tasks.count))", "needs: []",
      "teaches: [\(teaches.joined(separator: ", "))]", "world: {preset: \(preset), seed: \(seed)}",
      "skip: after-hints",
    ] + (sessions.isEmpty ? [] : ["sessions:"] + sessions.map { "  \($0)" }) + ["---"]
  }

  private var opening: [String] {
    ["# \(Self.gap) a title", "", "\(Self.gap) who meets what problem.", ""]
  }

  private var ending: [String] {
    ["## In your own deployment", "", "\(Self.gap) what to check at home."]
  }

  private func blocks(_ task: DraftTasks.Task) -> [String] {
    let isFirst = task.id == tasks.first?.id
    return (isFirst ? [] : ["\(Self.gap) what is so by now, and what comes.", ""])
      + prediction(of: task) + [
        "```step id=\(task.id)", "do: \(Self.gap) what to do.", "expect:",
      ] + Self.list(task.goals) + ["solution:"] + Self.list(task.commands) + [
        "hint:", "  - \(Self.gap) a nudge.",
        "  - \(Self.quoted("Type: \(task.commands.joined(separator: " and then "))", always: true))",
        "explain: \(Self.gap) what happened, with its RFC section.", "```", "",
      ]
  }

  private func prediction(of task: DraftTasks.Task) -> [String] {
    guard !task.predict.isEmpty else { return [] }
    return [
      "```predict id=guess-\(task.id)", "question: \(Self.gap) what will come of it?", "predict:",
    ]
      + task.predict.map { "  \($0.path): [\($0.choices.joined(separator: ", "))]" }
      + ["reveal:"] + Self.list(task.commands) + ["```", ""]
  }

  private static func list(_ texts: [String]) -> [String] { texts.map { "  - \(quoted($0))" } }

  /// A text as YAML takes it, in quotes where it must be.
  ///
  /// - Parameter always: whether quotes are put around it in any case.
  static func quoted(_ text: String, always: Bool = false) -> String {
    // A goal with a colon is read as it is.
    let isPlain =
      text.wholeMatch(of: /[A-Za-z][A-Za-z0-9 ._=!<>\/+@,:{}\-]*/) != nil
      && !text.contains(": {") && text.last != ":"
    if isPlain, !always { return text }
    let escaped = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    return "\"\(escaped)\""
  }
}
