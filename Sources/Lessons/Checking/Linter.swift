import Commands
import Lab
import Platform
import Screens

/// Reads lessons as a strict editor would. Nothing is carried out.
struct Linter {
  let library: Library
  let table: CommandTable
  private var paths: StatePaths { .all }

  /// What stands in a skeleton where its author is to write.
  static let gap = "FILL IN"

  init(library: Library, table: CommandTable) {
    self.library = library
    self.table = table
  }

  func findings(of ids: [String]) -> [Finding] {
    library.findings.filter { $0.file == Library.orderFile } + ids.flatMap(findings)
  }

  /// What is wrong with a lesson that can be read, but for what its author is still to write.
  func remarks(of lesson: Lesson) -> [Finding] {
    findings(in: lesson).filter { !$0.isGap }
  }

  /// What a translation does otherwise counts once its original is right.
  private func findings(of id: String) -> [Finding] {
    let lesson = library.lesson(id) ?? library.challenge(id)
    let own = lesson.map(findings(in:)) ?? []
    return library.findings(of: id).filter { !$0.isDifference || own.isEmpty } + own
  }

  private func findings(in lesson: Lesson) -> [Finding] {
    var remarks = lesson.title.contains(Self.gap) ? [unfilled("title", lesson.lines["title"])] : []
    if lesson.ends?.contains(Self.gap) == true {
      remarks.append(unfilled("ends", lesson.lines["ends"]))
    }
    let known = lesson.isChallenge ? nil : taught(by: lesson)
    for (place, page) in lesson.pages.enumerated() {
      remarks += tooWide(page) + self.remarks(on: page, known)
      remarks += self.remarks(onPrediction: place, in: lesson)
    }
    remarks += ChoiceCheck.problems(in: lesson.quiz).map { Remark($0.line, $0.what, $0.instead) }
    return remarks.map { remark in
      var finding = Finding(
        file: lesson.file, line: remark.line, remark.what, instead: remark.instead)
      finding.isGap = remark.isGap
      return finding
    } + (lesson.isChallenge ? [] : files(of: lesson))
  }

  /// What there is to say of a line of the lesson.
  private struct Remark {
    var line: Int?
    var what: String
    var instead: String
    var isGap = false

    init(_ line: Int?, _ what: Wording, _ instead: Wording) {
      (self.line, self.what, self.instead) = (line, what.text, instead.text)
    }
  }

  private func unfilled(_ key: String, _ line: Int?) -> Remark {
    var remark = Remark(line, "'\(key)' is not filled in", "write the text")
    remark.isGap = true
    return remark
  }

  private func remarks(on page: LessonPage, _ known: Set<String>?) -> [Remark] {
    let lines = page.prose.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    var remarks: [Remark] = []
    if let line = page.headingLine, page.heading.contains(Self.gap) {
      remarks.append(unfilled("heading", line))
    }
    if page.prose.contains(Self.gap) {
      let place = lines.firstIndex { $0.contains(Self.gap) }
      remarks.append(unfilled("prose", page.line + (place ?? 0)))
    }
    guard let task = page.task else { return remarks }
    for (key, commands) in commands(of: task) {
      for (place, command) in commands.enumerated() {
        let remark = remark(on: command, of: key, task.line(of: key, place), known)
        remarks += remark.map { [$0] } ?? []
      }
    }
    if case .step(let step) = task.kind {
      if step.par == nil { remarks += hints(step, of: task) }
      remarks += invisible(step, of: task)
    }
    remarks += ChoiceCheck.problems(in: task).map { Remark($0.line, $0.what, $0.instead) }
    return remarks + strayPaths(task)
      + task.texts.filter { $0.text.contains(Self.gap) }.map {
        unfilled($0.key, task.line(of: $0.key, $0.place))
      }
  }

  private func remark(
    on command: String, of what: String, _ line: Int, _ known: Set<String>?
  ) -> Remark? {
    if let error = problem(command) {
      let instead: Wording = error.meant.map { "did you mean '\($0)'?" } ?? ""
      return Remark(line, "\(what): '\(command)': \(error.what)", instead)
    }
    if let refusal = table.refusal(ofUnattended: SessionNames.sample(command)) {
      let reason = refusal.details.first ?? ""
      return Remark(line, "\(what): \(refusal.what); \(reason)", "leave it out")
    }
    // A challenge may use everything.
    guard let known, let verb = verb(command), !known.contains(verb) else { return nil }
    return Remark(
      line, "\(what) uses '\(verb)', which was not taught",
      "add it to 'teaches', or to 'needs' the lesson that teaches it")
  }

  private func remarks(onPrediction place: Int, in lesson: Lesson) -> [Remark] {
    guard let task = lesson.pages[place].task, case .prediction(let prediction) = task.kind else {
      return []
    }
    var remarks = spoilers(of: prediction, in: lesson.pages.prefix(place)).map { goal in
      Remark(
        task.line, "the goal '\(goal)' gives the prediction away",
        "ask before the step that shows it")
    }
    if !lesson.pages.dropFirst(place + 1).contains(where: { $0.task?.isStep == true }) {
      remarks.append(
        Remark(task.line, "no step after the prediction shows what is right", "add one"))
    }
    return remarks
  }

  // MARK: Commands and paths

  private func commands(of task: Task) -> [(String, [String])] {
    switch task.kind {
    case .step(let step): [("solution", step.solution), ("setup", step.setup)]
    case .prediction(let prediction): [("reveal", prediction.reveal)]
    case .question: []
    }
  }

  /// What is wrong with the grammar of a command.
  private func problem(_ command: String) -> CommandError? {
    do throws(CommandError) {
      try table.check(SessionNames.sample(command))
      return nil
    } catch {
      var error = error
      // What was meant names a session that stands for any.
      if command.contains("{") {
        error.meant = error.meant.flatMap { $0.split(separator: " ").first.map(String.init) }
      }
      return error
    }
  }

  /// Paths that lead nowhere, whatever the learner does.
  private func strayPaths(_ task: Task) -> [Remark] {
    var found: [(String, Int, String)] = []
    switch task.kind {
    case .step(let step):
      for (key, goals) in [("expect", step.expect), ("keep", step.keep)] {
        for case (let place, .value(let expectation)) in goals.enumerated() {
          found.append((key, place, expectation.path))
        }
      }
    case .prediction(let prediction):
      found = prediction.items.enumerated().map { ("predict", $0.offset, $0.element.path) }
    case .question(let question):
      if case .value(let path) = question.answer { found = [("answer", 0, path)] }
    }
    return found.compactMap { key, place, path in
      paths.problem(SessionNames.sample(path)).map {
        Remark(task.line(of: key, place), $0.what, $0.instead)
      }
    }
  }

  private func verb(_ command: String) -> String? {
    command.split(separator: " ").first.flatMap { table.command(String($0)) }?.name
  }

  /// The verbs that a lesson may use: its own, those of the lessons before it, and what every
  /// learner can find out.
  ///
  /// - Returns: nil where one of those can't be read.
  private func taught(by lesson: Lesson) -> Set<String>? {
    let lessons = [lesson] + library.before(lesson)
    guard lessons.flatMap(\.needs).allSatisfy({ library.lesson($0) != nil }) else { return nil }
    let verbs = lessons.flatMap(\.teaches).compactMap(verb)
    return Set(verbs).union(["help", "explain", "undo", "redo"])
  }

  /// What is to be looked at and is shown by nothing.
  private func invisible(_ step: Step, of task: Task) -> [Remark] {
    step.expect.enumerated().compactMap { place, goal in
      let line = task.line(of: "expect", place)
      switch goal {
      case .look(let words)
      where problem("show \(words.replacing(" of ", with: " session="))") != nil
        && verb(words) == nil:
        return Remark(line, "nothing shows '\(words)'", "a form of 'show', or a verb")
      case .deed(let words) where verb(words) == nil:
        return Remark(line, "nobody can do '\(words)'", "begin with a verb")
      default: return nil
      }
    }
  }

  // MARK: Texts

  /// What a line that is not broken may measure, indented, on a screen of 80 columns.
  private static let width = 76

  /// Lines of examples and tables, which stay as they are, and words that can't be broken.
  private func tooWide(_ page: LessonPage) -> [Remark] {
    let prose = page.prose.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    let lines = ProseBlock.blocks(of: page.prose).flatMap { block in
      if case .code(let lines) = block { lines } else { [] as [String] }
    }
    let wide = lines.filter { $0.columns > Self.width }.map { line in
      let place = prose.firstIndex { $0.hasSuffix(line) } ?? 0
      return tooWide(line, page.line + place)
    }
    guard let task = page.task, task.isStep else { return wide }
    return wide
      + task.texts.flatMap { key, place, text in
        text.split(separator: " ").map(String.init).filter { $0.columns > Self.width }
          .map { tooWide($0, task.line(of: key, place)) }
      }
  }

  private func tooWide(_ text: String, _ line: Int) -> Remark {
    Remark(line, "'\(text.prefix(20))...' has \(text.columns) columns", "at most \(Self.width)")
  }

  private func hints(_ step: Step, of task: Task) -> [Remark] {
    let lastLine = task.line(of: "hint", step.hints.count - 1)
    guard let first = step.hints.first, let last = step.hints.last, step.hints.count > 1 else {
      return [
        Remark(lastLine, "fewer than two hints", "begin with a nudge and end with what to type")
      ]
    }
    // A command that is none is not to be told.
    guard step.solution.allSatisfy({ problem($0) == nil }) else { return [] }
    var found: [Remark] = []
    if step.solution.contains(where: { $0.contains(" ") && first.contains($0) }) {
      found.append(Remark(task.line(of: "hint"), "the first hint gives the answer", "only nudge"))
    }
    let missing = step.solution.filter { !last.contains($0) }
    if !missing.isEmpty {
      found.append(
        Remark(
          lastLine, "the last hint does not reach the answer",
          "let it say: \(missing.joined(separator: ", "))"))
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
    .map(\.text)
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
