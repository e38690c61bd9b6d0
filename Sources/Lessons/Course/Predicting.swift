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
    let (truth, isStanding) = reveal(prediction, interpreter)
    if isStanding {
      var standing = here.record.standing ?? [:]
      standing[task.id] = truth.joined(separator: " ")
      active?.record.standing = standing
    }
    active?.record.answers[task.id, default: []].append(said.joined(separator: " "))
    if !here.isPassed(task) { active?.record.passed.append(task.id) }
    return LessonScreens.noted(prediction, said)
  }

  /// Holds what was predicted against what came, once that is there.
  ///
  /// - Returns: what there is to show; nothing where nothing is to be judged.
  mutating func weigh(_ document: JSONValue) -> [Block] {
    guard let here = active, let (task, prediction) = here.awaited,
      let answers = here.record.answers[task.id], let last = answers.last
    else { return [] }
    let truth =
      here.record.standing?[task.id]?.split(separator: " ").map(String.init)
      ?? prediction.values(in: document)
    // A session that is under way has not come to what was predicted of its end.
    guard zip(prediction.items, truth).allSatisfy({ $0.choices.contains($1) }) else { return [] }
    let said = last.split(separator: " ").map(String.init)
    active?.record.truths[task.id] = truth.joined(separator: " ")
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
    guard let here = active, let (task, prediction) = here.predicted,
      let last = here.record.answers[task.id]?.last
    else { return nil }
    if here.isJudged(task) {
      if here.record.standing?[task.id] != nil { return nil }
      let truth = prediction.values(in: document).joined(separator: " ")
      guard isUndone, truth != here.record.truths[task.id] else { return nil }
      active?.record.truths[task.id] = ""
      keep()
      return LessonScreens.reopened(prediction, last)
    }
    guard step.expect.allSatisfy({ $0.isMet(in: document) }) else { return nil }
    let said = weigh(document)
    keep()
    return said.isEmpty ? nil : Page(said)
  }

  /// What the reveal shows, on a copy.
  func truth(of prediction: Prediction, _ interpreter: Interpreter) -> [String] {
    reveal(prediction, interpreter).truth
  }

  /// The same, and whether it is so already: then the reveal only looks.
  private func reveal(
    _ prediction: Prediction, _ interpreter: Interpreter
  ) -> (truth: [String], isStanding: Bool) {
    var copy = interpreter
    copy.companion = nil
    var isStanding = true
    for command in prediction.reveal {
      let outcome = copy.executeConfined(command)
      if outcome.changed { isStanding = false }
      if outcome.error != nil { break }
    }
    return (prediction.values(in: copy.stateDocument), isStanding)
  }
}

extension ActiveLesson {
  /// Whether it was shown what came of a prediction, and that was not undone.
  func isJudged(_ task: Task) -> Bool {
    record.truths[task.id]?.isEmpty == false
  }

  /// What was predicted last, on a page before this one.
  var predicted: (task: Task, prediction: Prediction)? {
    for page in lesson.pages.prefix(record.page).reversed() {
      guard let task = page.task, case .prediction(let prediction) = task.kind else { continue }
      return (task, prediction)
    }
    return nil
  }

  /// The same, while it is not shown yet.
  var awaited: (task: Task, prediction: Prediction)? {
    predicted.flatMap { isJudged($0.task) ? nil : $0 }
  }
}

extension Prediction {
  /// What the items are in a document.
  func values(in document: JSONValue) -> [String] {
    items.map { item in
      document.find(item.path.split(separator: ".").map(String.init))?.text ?? "null"
    }
  }
}
