import Commands
import Lab
import Screens

// A prediction is open until the step behind it shows what came. It is judged then, on the lab as it
// is, and is open again once that is undone.
extension Course {
  /// Whether something is still to be predicted, on this page or a later one: no screen before may
  /// give it away.
  var holdsReasons: Bool {
    guard let here = active else { return false }
    return here.lesson.pages.dropFirst(here.record.page).contains { page in
      guard let task = page.task, case .prediction = task.kind else { return false }
      return !here.isPassed(task)
    }
  }

  /// What was said of every item; nil while something is left to say.
  func predicted(_ prediction: Prediction, _ lab: Lab) -> [String]? {
    let said = prediction.items.map { item -> String? in
      let parts = item.path.split(separator: ".")
      if parts.count == 3, parts[0] == "sessions", parts[2] == "vault" {
        return lab.predictions[String(parts[1])]?.rawValue
      }
      if parts.last == "noticed_by" { return lab.predictedNotice?.rawValue }
      return nil
    }
    return said.contains(nil) ? nil : said.compactMap { $0 }
  }

  /// Takes a prediction. Until it is judged another one may take its place.
  mutating func note(
    _ said: [String], _ prediction: Prediction, of task: Task, _ interpreter: Interpreter
  ) -> Page {
    guard let here = active else { return Page() }
    var next = here
    if !here.isLastPage { next.record.page += 1 }
    let (truth, isStanding) = reveal(prediction, interpreter)
    remember(prediction, of: task, interpreter.document(for: active))
    if isStanding {
      var standing = here.record.standing ?? [:]
      standing[task.id] = truth.joined(separator: " ")
      active?.record.standing = standing
    }
    // The same once more is no second answer.
    let words = said.joined(separator: " ")
    if active?.record.answers[task.id]?.last != words {
      active?.record.answers[task.id, default: []].append(words)
    }
    if !here.isPassed(task) { active?.record.passed.append(task.id) }
    beginAhead(interpreter.document(for: next))
    return LessonScreens.noted(prediction, said)
  }

  /// Notes which sessions a prediction is about: others that come later do not take their place.
  private mutating func remember(
    _ prediction: Prediction, of task: Task, _ document: JSONValue
  ) {
    let written = active?.lesson.tasks.first { $0.id == task.id }
    guard case .prediction(let original)? = written?.kind else { return }
    var about: [String: String] = [:]
    for (item, told) in zip(original.items, prediction.items)
    where item.path != told.path && document.find(told.session) != nil {
      about[item.path] = told.path
    }
    settle(task, on: about)
  }

  private mutating func settle(_ task: Task, on about: [String: String]) {
    var all = active?.record.about ?? [:]
    all[task.id] = about
    active?.record.about = all
  }

  /// Holds what was predicted against what came, once that is there.
  ///
  /// - Parameter session: that with which the step was done: it is what `sessions.last` was to be.
  /// - Returns: what there is to show; nothing where nothing is to be judged.
  mutating func weigh(_ document: JSONValue, of session: String? = nil) -> [Block] {
    guard let here = active, let (task, original) = here.awaited else { return [] }
    let prediction = here.settled(original, of: task, session, document)
    guard let answers = here.record.answers[task.id], let last = answers.last
    else { return [] }
    let truth =
      here.record.standing?[task.id]?.split(separator: " ").map(String.init)
      ?? prediction.values(in: document)
    // A session that is under way has not come to what was predicted of its end.
    guard zip(prediction.items, truth).allSatisfy({ $0.choices.contains($1) }) else { return [] }
    let said = last.split(separator: " ").map(String.init)
    active?.record.truths[task.id] = truth.joined(separator: " ")
    let about = zip(original.items, prediction.items).map { ($0.path, $1.path) }
    settle(task, on: Dictionary(about, uniquingKeysWith: { first, _ in first }))
    if answers == [truth.joined(separator: " ")], !here.record.rightAtOnce.contains(task.id) {
      active?.record.rightAtOnce.append(task.id)
    }
    return LessonScreens.said(prediction, said, truth)
  }

  /// On a page that is done: what was predicted is open again when what it was about is undone, and
  /// is judged again when that comes about anew.
  ///
  /// - Returns: what there is to say; nil where that is nothing.
  mutating func reweigh(_ step: Step, isUndone: Bool, _ document: JSONValue) -> Page? {
    guard let here = active, let (task, original) = here.predicted,
      let last = here.record.answers[task.id]?.last
    else { return nil }
    let bearings = Bearings(here, step, document)
    let prediction = here.settled(
      original, of: task, isUndone ? nil : bearings.subject(of: step.expect), document)
    if here.isJudged(task) {
      if here.record.standing?[task.id] != nil { return nil }
      let truth = prediction.values(in: document).joined(separator: " ")
      guard isUndone, truth != here.record.truths[task.id] else { return nil }
      active?.record.truths[task.id] = ""
      keep()
      return LessonScreens.reopened(prediction, last)
    }
    guard step.expect.allSatisfy(bearings.holds) else { return nil }
    let said = weigh(document, of: bearings.subject(of: step.expect))
    keep()
    return said.isEmpty ? nil : Page(said)
  }

  /// What the reveal shows, on a copy.
  ///
  /// - Parameter names: what its lesson calls sessions; nil: those of the lesson that is open.
  func truth(
    of prediction: Prediction, _ interpreter: Interpreter, names: SessionNames? = nil
  ) -> [String] {
    reveal(prediction, interpreter, names).truth
  }

  /// The same, and whether it is so already: then the reveal only looks.
  private func reveal(
    _ prediction: Prediction, _ interpreter: Interpreter, _ given: SessionNames? = nil
  ) -> (truth: [String], isStanding: Bool) {
    let open = (interpreter.companion as? Course ?? self).active
    let names = given ?? open?.lesson.sessions
    var copy = interpreter
    copy.companion = nil
    var isStanding = true
    for command in prediction.reveal {
      let filled = names?.filled(command, in: copy.sessionDocument) ?? command
      let outcome = copy.executeConfined(filled)
      if outcome.changed { isStanding = false }
      if outcome.error != nil { break }
    }
    // Of what is asked, and not of the page that is open: for a handout none is.
    let document = copy.stateDocument(alongAll: prediction.statePaths)
    let own = given ?? active?.lesson.sessions
    let filled = own.map { prediction.filled($0, in: document) } ?? prediction
    return (filled.values(in: document), isStanding)
  }
}

extension ActiveLesson {
  /// A prediction about the sessions that it was made of: those of the time when it was made, or such that
  /// came since.
  func settled(
    _ original: Prediction, of task: Task, _ session: String?, _ document: JSONValue
  ) -> Prediction {
    var settled = original
    for (place, item) in original.items.enumerated() {
      if let kept = record.about?[task.id]?[item.path] { settled.items[place].path = kept }
      if document.find(settled.items[place].session) == nil {
        settled.items[place].path = item.path
      }
      if let session, item.session == ["sessions", "last"] {
        settled.items[place].path = item.path.replacing(
          "sessions.last.", with: "sessions.\(session).")
      }
    }
    return settled.filled(lesson.sessions, in: document)
  }

  /// Whether it was shown what came of a prediction, and that was not undone.
  func isJudged(_ task: Task) -> Bool {
    record.truths[task.id]?.isEmpty == false
  }

  /// What was predicted last, on a page before this one. What a step between them has shown was shown there, and is
  /// no matter of this page: the lab has gone on since.
  var predicted: (task: Task, prediction: Prediction)? {
    var hasStep = false
    for page in lesson.pages.prefix(record.page).reversed() {
      guard let task = page.task else { continue }
      switch task.kind {
      case .prediction(let prediction):
        return hasStep && record.truths[task.id] != nil ? nil : (task, prediction)
      case .step: hasStep = true
      case .question: continue
      }
    }
    return nil
  }

  /// The same, while it is not shown yet.
  var awaited: (task: Task, prediction: Prediction)? {
    predicted.flatMap { isJudged($0.task) ? nil : $0 }
  }
}

extension Prediction.Item {
  /// Where the session stands that it is about.
  var session: [String] { path.split(separator: ".").prefix(2).map(String.init) }
}

extension Prediction {
  /// So much of the state says what it comes to.
  var statePaths: [String] {
    ["sessions"] + items.map(\.path).filter { !$0.hasPrefix("sessions.") }
  }

  func filled(_ names: SessionNames, in document: JSONValue) -> Prediction {
    var copy = self
    for place in items.indices {
      copy.items[place].path = names.filled(items[place].path, in: document)
    }
    return copy
  }

  /// What the items are in a document.
  func values(in document: JSONValue) -> [String] {
    items.map { item in
      document.find(item.path.split(separator: ".").map(String.init))?.text ?? "null"
    }
  }
}
