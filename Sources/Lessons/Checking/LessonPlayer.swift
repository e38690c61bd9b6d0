import Commands
import Lab
import Platform

/// A learner who plays a lesson by the same commands that people type.
struct LessonPlayer {
  let lesson: Lesson
  private(set) var learner: Interpreter

  /// - Parameter lab: the one in which the lesson begins.
  init(
    _ lesson: Lesson, of library: Library, _ table: CommandTable, in lab: Lab,
    store: LessonStore? = nil
  ) {
    self.lesson = lesson
    learner = Interpreter(Lab(seed: 1), table: table)
    var course = Course(library: library, store: store)
    course.worlds[lesson.id] = lab
    learner.companion = course
  }

  var course: Course? { learner.companion as? Course }

  /// - Returns: why it can't be begun.
  mutating func begin() -> String? {
    let verb = lesson.isChallenge ? "challenge" : "lesson"
    return learner.execute("\(verb) start \(lesson.id)").error?.what
  }

  /// Types a line.
  mutating func type(_ line: String) -> CommandError? { learner.execute(line).error }

  var state: JSONValue { learner.stateDocument }

  /// The task that is open, as the learner reads it.
  var task: Task? { course?.active?.told(in: learner.sessionDocument).page.task }

  func passed(_ task: Task) -> Bool { course?.active?.isPassed(task) == true }

  /// What came out as it was predicted, by task.
  var truths: [String: String] { course?.progress.lessons[lesson.id]?.truths ?? [:] }

  // MARK: Solving

  /// Does what the open page asks for.
  ///
  /// - Parameter isAstray: whether it tries something near to it before each command of the solution.
  /// - Returns: what went wrong.
  mutating func solve(_ task: Task, isAstray: Bool = false) -> String? {
    switch self.task?.kind {
    case .step(let step): return solve(step, task, isAstray: isAstray)
    case .prediction(let prediction):
      let words = prediction.items.map { $0.choices[0] }.joined(separator: " ")
      return type("answer \(words)")?.what
    case .question(let question): return solve(question, task)
    case nil: return "the page asks for nothing"
    }
  }

  private mutating func solve(_ question: Question, _ task: Task) -> String? {
    let answer: String
    switch question.answer {
    case .choices(let choices):
      answer = Course.letter(choices.firstIndex(where: \.isCorrect) ?? 0)
    case .value(let path):
      guard let value = state.find(path.split(separator: ".").map(String.init)), value != .null
      else { return "the answer '\(path)' is not in the state" }
      answer = value.text
    }
    if let error = type("answer \(answer)") { return error.what }
    return passed(task) ? nil : "the right answer is not taken"
  }

  private mutating func solve(_ step: Step, _ task: Task, isAstray: Bool) -> String? {
    var changes = 0
    for command in step.solution {
      let command = filled(command)
      if isAstray {
        changes += learner.executeConfined(Astray.command(before: command)).changed ? 1 : 0
      }
      let outcome = learner.executeConfined(command)
      changes += outcome.changed ? 1 : 0
      if let error = outcome.error, !isAstray {
        return "the solution fails at '\(command)': \(error.what)"
      }
    }
    if isAstray, !passed(task) { return repaired(step, task, undoing: changes) }
    return passed(task) ? nil : "the solution does not reach the goal: \(missing(step))"
  }

  /// A command of the lesson with the sessions that it means now.
  private func filled(_ command: String) -> String {
    lesson.sessions.filled(command, in: learner.sessionDocument)
  }

  /// Takes back what was done on the page and nothing before it, and does it right.
  private mutating func repaired(_ step: Step, _ task: Task, undoing count: Int) -> String? {
    for _ in 0..<count where learner.executeConfined("undo").error != nil { break }
    for command in step.solution {
      let command = filled(command)
      if let error = learner.executeConfined(command).error {
        return "after a wrong turn the solution fails at '\(command)': \(error.what)"
      }
    }
    return passed(task) ? nil : "after a wrong turn the goal is not reached: \(missing(step))"
  }

  private func missing(_ step: Step) -> String {
    guard let here = course?.active else { return "" }
    let state = learner.document(for: here)
    let bearings = Bearings(here, step, state)
    let met = here.record.met.values.flatMap(\.self)
    let open =
      step.expect.filter { !met.contains($0.text) } + step.keep.filter { !bearings.holds($0) }
    return open.map { goal in
      guard case .value(let expectation) = bearings.filled(goal) else { return goal.text }
      return "\(goal.text) (found \(expectation.found(in: state)?.text ?? "nothing"))"
    }.joined(separator: ", ")
  }
}

/// Something near to what is asked for that is not it: learners try such first.
enum Astray {
  static func command(before right: String) -> String {
    let words = right.split(separator: " ").map(String.init)
    switch words.first ?? "" {
    case "connect", "walk":
      return words.count == 1 ? "connect version=1.2 kx=dhe" : "connect version=1.3"
    case "set" where words.count > 1: return "unset \(words[1])"
    case "compromise":
      return words.contains("server.key") ? "compromise server.ticket-key" : "compromise server.key"
    case "mitm":
      return words.contains("cert=own-ca") ? "mitm on cert=copied" : "mitm on cert=own-ca"
    case "send": return "send server \"something else\""
    case "try": return "try hash astray"
    case "update-keys": return "update-keys client"
    case "next", "finish", "continue": return "step"
    case "tamper", "drop", "replay", "truncate", "reorder", "downgrade":
      return "connect version=1.2 kx=rsa"
    case "cert", "ca": return "cert list"
    default: return "settings client.verify"
    }
  }
}
