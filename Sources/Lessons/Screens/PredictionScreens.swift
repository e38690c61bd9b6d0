import Commands
import Screens

// Predictions, and what may be seen before they are judged.
extension LessonScreens {
  /// What one could type to predict: every choice, so that none is suggested, or none where they are
  /// long.
  static func choices(of prediction: Prediction) -> String {
    let words = prediction.items.map { item in
      item.choices.map(Prediction.Item.words).joined(separator: "|")
    }
    let short = words.joined(separator: " ")
    return "answer "
      + (short.count > 60 ? words.map { _ in "WORD" }.joined(separator: " ") : short)
  }

  /// The same of a question.
  static func choices(of question: Question) -> String {
    guard case .choices(let choices) = question.answer else { return "answer VALUE" }
    return "answer " + choices.indices.map(Course.letter).joined(separator: "|")
  }

  /// A prediction was made.
  static func noted(_ prediction: Prediction, _ said: [String]) -> Page {
    Page(
      [
        .paragraph(Line("noted: \(words(said, of: prediction))"), indent: 1),
        .line(Line(" Now prove it: Enter turns the page")),
      ], next: ["turn"])
  }

  /// What it was about was undone.
  static func reopened(_ prediction: Prediction, _ said: String) -> Page {
    let said = said.split(separator: " ").map(String.init)
    return Page([
      .blank,
      .paragraph(Line("what you said is open again: \(words(said, of: prediction))"), indent: 1),
    ])
  }

  private static func words(_ said: [String], of prediction: Prediction) -> String {
    zip(prediction.items, said).map { "\($0.words) \(Prediction.Item.words($1))" }
      .joined(separator: ", ")
  }

  /// A prediction beside the fact.
  static func said(_ prediction: Prediction, _ said: [String], _ truth: [String]) -> [Block] {
    let rows = prediction.items.enumerated().compactMap { place, item -> [Line]? in
      guard said.indices.contains(place), truth.indices.contains(place) else { return nil }
      let words = Prediction.Item.words
      let isRight = said[place] == truth[place]
      return [
        Line(place == 0 ? "YOU SAID" : "", .heading), Line(item.words),
        isRight
          ? Line("\(words(truth[place])), as you said", .good)
          : Line("\(words(truth[place])); you said \(words(said[place]))", .bad),
      ]
    }
    return rows.isEmpty ? [] : [.blank, .table(Table(rows: rows, indent: 0))]
  }

  /// A goal in words. One that is not reached says nothing of what comes out while a prediction of
  /// just that is open.
  static func words(_ goal: Goal, isMet: Bool, _ here: ActiveLesson) -> String {
    guard !isMet, isPredicted(goal, here) else { return GoalWords.text(goal) }
    switch goal {
    case .value(let expectation):
      return String(worded: "\(GoalWords.subject(expectation.path)): what comes of it")
    case .session(let description):
      let told = description.conditions.filter { !isPredicted($0, here) }
      return hidden(told.isEmpty ? nil : told.map(GoalWords.condition).joined(separator: ", "))
    case .look, .deed: return GoalWords.text(goal)
    }
  }

  /// A session of which it may not be said what comes of it.
  static func hidden(_ conditions: String?) -> String {
    conditions.map { String(worded: "a session: \($0), and what comes of it") }
      ?? String(worded: "a session, and what comes of it")
  }

  /// Whether a goal is about what comes out, and a prediction of that is open.
  static func isPredicted(_ goal: Goal, _ here: ActiveLesson) -> Bool {
    goal.conditions.contains { isPredicted($0, here) }
  }

  private static func isPredicted(_ goal: Expectation, _ here: ActiveLesson) -> Bool {
    guard let (_, prediction) = here.awaited else { return false }
    let leaf = GoalWords.leaf(of: goal.path)
    return GoalWords.outcomes.contains(leaf)
      || prediction.items.contains { GoalWords.leaf(of: $0.path) == leaf }
  }
}
