import Commands
import Lab
import Platform
import Screens

/// Reads lessons as a strict editor would. Nothing is carried out.
struct Linter {
  let library: Library
  let table: CommandTable

  func findings(of ids: [String]) -> [Finding] {
    library.findings.filter { $0.file == Library.orderFile } + ids.flatMap(library.findings)
      + ids.compactMap { library.lesson($0) ?? library.challenge($0) }.flatMap(findings(in:))
  }

  private func findings(in lesson: Lesson) -> [Finding] {
    let wide = tooWide(lesson).map { line in
      Remark(nil, "'\(line.prefix(20))...' has \(line.columns) columns", "at most \(Self.width)")
    }
    let known = lesson.isChallenge ? nil : taught(by: lesson)
    let others = lesson.pages.enumerated().flatMap { place, page in
      remarks(on: page, known) + remarks(onPrediction: place, in: lesson)
    }
    return (wide + others).map { remark in
      Finding(
        file: lesson.file, line: remark.line, remark.what, instead: remark.instead)
    } + (lesson.isChallenge ? [] : files(of: lesson))
  }

  /// What there is to say of a line of the lesson.
  private struct Remark {
    var line: Int?
    var what: String
    var instead: String

    init(_ line: Int?, _ what: String, _ instead: String) {
      (self.line, self.what, self.instead) = (line, what, instead)
    }
  }

  private func remarks(on page: LessonPage, _ known: Set<String>?) -> [Remark] {
    var remarks: [Remark] = []
    if page.prose.contains("FILL IN") {
      remarks.append(
        Remark(page.task?.line, "'\(page.heading)' is not filled in", "write the text"))
    }
    guard let task = page.task else { return remarks }
    for (what, commands) in commands(of: task) {
      remarks += commands.compactMap { remark(on: $0, of: what, task, known) }
    }
    if case .step(let step) = task.kind {
      if step.par == nil { remarks += hints(step).map { Remark(task.line, $0, $1) } }
      remarks += invisible(step).map { Remark(task.line, $0, "a form of 'show', or a verb") }
      if (step.hints + [step.goal, step.explain]).contains(where: { $0.contains("FILL IN") }) {
        remarks.append(Remark(task.line, "'\(task.id)' is not filled in", "write the text"))
      }
    }
    return remarks
  }

  private func remark(
    on command: String, of what: String, _ task: Task, _ known: Set<String>?
  ) -> Remark? {
    if let problem = problem(command) {
      return Remark(task.line, "\(what): '\(command)': \(problem)", "")
    }
    // A challenge may use everything.
    guard let known, let verb = verb(command), !known.contains(verb) else { return nil }
    return Remark(
      task.line, "\(what) uses '\(verb)', which was not taught",
      "add it to 'teaches', or to 'needs' the lesson that teaches it")
  }

  private func remarks(onPrediction place: Int, in lesson: Lesson) -> [Remark] {
    guard let task = lesson.pages[place].task, case .prediction(let prediction) = task.kind else {
      return []
    }
    var remarks = spoilers(of: prediction, in: lesson.pages.prefix(place)).map {
      Remark(task.line, $0, "ask before the step that shows it")
    }
    if !lesson.pages.dropFirst(place + 1).contains(where: { $0.task?.isStep == true }) {
      remarks.append(
        Remark(task.line, "no step after the prediction shows what is right", "add one"))
    }
    return remarks
  }

  // MARK: Commands

  private func commands(of task: Task) -> [(String, [String])] {
    switch task.kind {
    case .step(let step): [("solution", step.solution), ("setup", step.setup)]
    case .prediction(let prediction): [("reveal", prediction.reveal)]
    case .question: []
    }
  }

  /// What is wrong with the grammar of a command.
  private func problem(_ command: String) -> String? {
    do throws(CommandError) {
      try table.check(SessionNames.sample(command))
      return nil
    } catch {
      return error.what
    }
  }

  private func verb(_ command: String) -> String? {
    command.split(separator: " ").first.flatMap { table.command(String($0)) }?.name
  }

  /// The verbs that a lesson may use: its own, those of the lessons before it, and what every
  /// learner can find out.
  private func taught(by lesson: Lesson) -> Set<String> {
    let words = ([lesson] + library.before(lesson)).flatMap(\.teaches)
    let verbs = words.compactMap { word in
      word.split(separator: " ").first.flatMap { table.command(String($0)) }?.name
    }
    return Set(verbs).union(["help", "explain", "undo", "redo"])
  }

  /// What is to be looked at and is shown by nothing.
  private func invisible(_ step: Step) -> [String] {
    step.expect.compactMap { goal in
      switch goal {
      case .look(let words)
      where problem("show \(words.replacing(" of ", with: " session="))") != nil
        && verb(words) == nil:
        "nothing shows '\(words)'"
      case .deed(let words) where verb(words) == nil: "nobody can do '\(words)'"
      default: nil
      }
    }
  }

  // MARK: Texts

  /// What a line that is not broken may measure, indented, on a screen of 80 columns.
  private static let width = 76

  /// Lines of examples and tables, which stay as they are, and words that can't be broken.
  private func tooWide(_ lesson: Lesson) -> [String] {
    let lines = lesson.pages.flatMap { ProseBlock.blocks(of: $0.prose) }.flatMap { block in
      if case .code(let lines) = block { lines } else { [] as [String] }
    }
    let words = lesson.tasks.flatMap { task -> [Substring] in
      guard case .step(let step) = task.kind else { return [] }
      return ([step.goal, step.explain] + step.hints).flatMap { $0.split(separator: " ") }
    }
    return (lines + words.map(String.init)).filter { $0.columns > Self.width }
  }

  private func hints(_ step: Step) -> [(String, String)] {
    guard let first = step.hints.first, let last = step.hints.last, step.hints.count > 1 else {
      return [("fewer than two hints", "begin with a nudge and end with what to type")]
    }
    var found: [(String, String)] = []
    if step.solution.contains(where: { $0.contains(" ") && first.contains($0) }) {
      found.append(("the first hint gives the answer", "only nudge"))
    }
    let missing = step.solution.filter { !last.contains($0) }
    if !missing.isEmpty {
      found.append(
        (
          "the last hint does not reach the answer",
          "let it say: \(missing.joined(separator: ", "))"
        ))
    }
    return found
  }

  /// Goals that were shown before a prediction and say what it asks for.
  private func spoilers(
    of prediction: Prediction, in pages: ArraySlice<LessonPage>
  ) -> [String] {
    let goals = pages.compactMap(\.task).flatMap { task -> [Expectation] in
      guard case .step(let step) = task.kind else { return [] }
      return (step.expect + step.keep).compactMap { goal in
        if case .value(let expectation) = goal { expectation } else { nil }
      }
    }
    // The last session is another one by then.
    let asked = prediction.items.map(\.path).filter { !$0.hasPrefix("sessions.last.") }
    return goals.filter {
      asked.contains($0.path) && $0.operation == .equal && $0.expected != "sealed"
    }
    .map { "the goal '\($0.text)' gives the prediction away" }
  }

  private func files(of lesson: Lesson) -> [Finding] {
    library.place.names(in: lesson.id).filter { name in
      !["lesson.md", "demo.tlslab"].contains(name) && Library.language(ofFile: name) == nil
    }
    .map {
      Finding(
        file: "\(lesson.id)/\($0)", "nothing refers to this file",
        instead: "a lesson is lesson.md and demo.tlslab, with lesson.LANG.md and demo.LANG.tlslab")
    }
  }
}
