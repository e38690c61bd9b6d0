import Commands
import Lab
import Screens

/// A lesson for people who want paper: its pages, with the screens of a run that reaches every
/// goal. Computed by carrying that run out. Where answers are left out the run stands behind the last
/// question.
struct Handout {
  let lesson: Lesson
  /// Whether it is for the trainer: with hints, answers and notes.
  let hasSolutions: Bool
  private(set) var parts: [Part] = []
  /// What the run shows, by the numbers of the tasks, until the last question was asked.
  private var behind: [Part] = []
  private var number = 0

  enum Part: Hashable {
    case heading(Int, String)
    /// Markdown.
    case prose(String)
    /// A word in capitals and what it says, as Markdown.
    case labelled(String, String)
    /// Lines with a box to tick.
    case boxes([String])
    /// What is to be chosen, and from what.
    case choose(String, [String])
    /// What was typed and what came, as it stands on a screen.
    case screen(String)
    /// Room to write something down.
    case room(String)
    /// On paper a new sheet begins: what follows gives an answer away.
    case newSheet
  }

  static let width = 80

  /// - Throws: when a command of the lesson fails.
  init(_ lesson: Lesson, of course: Course, solutions: Bool) throws(CommandError) {
    self.lesson = lesson
    hasSolutions = solutions
    var interpreter = Interpreter(Lab(preset: lesson.preset, seed: lesson.seed))
    parts.append(.heading(1, lesson.title))
    parts.append(.prose(Self.preface(lesson)))
    var heading = lesson.title
    for written in lesson.pages {
      let page = written.told(
        lesson.sessions, in: interpreter.stateDocument, seed: lesson.seed)
      if page.heading != heading {
        heading = page.heading
        parts.append(.heading(2, heading))
      }
      if !page.prose.isEmpty { parts.append(.prose(page.prose)) }
      guard let task = page.task else { continue }
      switch task.kind {
      case .step(let step):
        try add(step, written, &interpreter)
        try showRun(of: step, written, &interpreter)
      case .prediction(let prediction):
        add(
          prediction,
          solutions ? course.truth(of: prediction, interpreter, names: lesson.sessions) : nil)
      case .question(let question): add(question, interpreter.lab.stateDocument)
      }
      if solutions, let note = task.note { parts.append(.labelled(String(worded: "NOTE"), note)) }
      if case .prediction = task.kind { parts.append(.newSheet) }
    }
    guard !behind.isEmpty else { return }
    parts += [.newSheet, .heading(2, String(worded: "The run"))] + behind
  }

  private static func preface(_ lesson: Lesson) -> String {
    var words = String(worded: "About \(lesson.minutes) minutes.")
    if !lesson.needs.isEmpty {
      words += String(
        worded: " Before it: \(lesson.needs.map { "`\($0)`" }.joined(separator: ", ")).")
    }
    return words
      + String(
        worded:
          " At the prompt: `lesson start \(lesson.id)`. The screens were computed in the world "
          + "`\(lesson.preset.rawValue)` with the seed \(lesson.seed).")
  }

  // MARK: Tasks

  private mutating func add(
    _ step: Step, _ written: LessonPage, _ interpreter: inout Interpreter
  ) throws(CommandError) {
    number += 1
    let goal = Part.labelled(
      "\(String(worded: step.isBonus ? "BONUS" : "DO")) \(number)", step.goal)
    let isShown = !step.isBonus || !step.setup.isEmpty
    if !hasSolutions, isShown { behind.append(goal) }
    for command in step.setup { try run(command, &interpreter) }
    parts.append(goal)
    let document = interpreter.stateDocument
    parts.append(
      .boxes(step.expect.map { GoalWords.text(lesson.sessions.filled($0, in: document)) }))
    if hasSolutions, case .step(let original)? = written.task?.kind {
      let hints = lesson.sessions.hints(of: original, on: interpreter)
      for (place, hint) in hints.enumerated() {
        parts.append(.labelled(String(worded: "HINT \(place + 1)"), hint))
      }
    }
  }

  /// The screens of the solution, and what they show; a bonus is there to be found out.
  private mutating func showRun(
    of step: Step, _ written: LessonPage, _ interpreter: inout Interpreter
  ) throws(CommandError) {
    if !hasSolutions { parts.append(.room(String(worded: "What came"))) }
    guard !step.isBonus || hasSolutions else { return }
    var copy = interpreter
    for command in step.solution { try run(command, &copy) }
    if !step.isBonus { interpreter = copy }
    let told = written.told(lesson.sessions, in: copy.stateDocument, seed: lesson.seed)
    guard case .step(let after)? = told.task?.kind else { return }
    show(.prose(after.explain))
  }

  /// Puts down what answers a question, perhaps one that is still to come.
  private mutating func show(_ part: Part) {
    if hasSolutions { parts.append(part) } else { behind.append(part) }
  }

  private mutating func run(
    _ command: String, _ interpreter: inout Interpreter
  ) throws(CommandError) {
    let command = lesson.sessions.filled(command, in: interpreter.stateDocument)
    let outcome = interpreter.executeConfined(command)
    if let error = outcome.error { throw error }
    let lines = Layout(width: Self.width).lines(of: outcome.page, hints: false).map(\.text)
    show(.screen((["> \(command)"] + lines).joined(separator: "\n")))
  }

  private mutating func add(_ prediction: Prediction, _ truth: [String]?) {
    parts.append(.labelled(String(worded: "SAY FIRST"), prediction.question))
    for item in prediction.items {
      parts.append(.choose(item.words, item.choices.map(Prediction.Item.words)))
    }
    guard let truth else { return }
    let words = zip(prediction.items, truth).map { "\($0.words): \(Prediction.Item.words($1))" }
    parts.append(.labelled(String(worded: "ANSWER"), words.joined(separator: "; ")))
  }

  private mutating func add(_ question: Question, _ document: JSONValue) {
    parts.append(.labelled(String(worded: "ASK"), question.question))
    switch question.answer {
    case .choices(let choices):
      parts.append(
        .boxes(choices.enumerated().map { "\(Course.letter($0.offset)). \($0.element.text)" }))
      guard hasSolutions else { return }
      for (place, choice) in choices.enumerated() where choice.isCorrect {
        parts.append(.labelled(String(worded: "ANSWER"), "\(Course.letter(place)). \(choice.say)"))
      }
    case .value(let path):
      guard hasSolutions else { return parts.append(.boxes([""])) }
      let value =
        document.find(path.split(separator: ".").map(String.init))?.text
        ?? String(worded: "nothing")
      parts.append(.labelled(String(worded: "ANSWER"), "`\(value)`"))
    }
  }
}
