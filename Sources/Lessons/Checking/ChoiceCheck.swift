import Lab
import Screens

/// Whether choices can be told apart, and whether each of them can come about: where not, nobody can answer but by
/// luck.
struct ChoiceCheck {
  struct Problem {
    var line: Int?
    var what: Wording
    var instead: Wording
  }

  /// What is wrong with what a page asks.
  static func problems(in task: Task) -> [Problem] {
    switch task.kind {
    case .step: []
    case .prediction(let prediction):
      prediction.items.enumerated().flatMap { place, item in
        problems(in: item, task.line(of: "predict", place))
      }
    case .question(let question):
      doubled(question).map { place, text in
        doubled(text, task.line(of: "choices", place))
      }
    }
  }

  /// What is wrong with what only a quiz asks.
  static func problems(in quiz: [Question]) -> [Problem] {
    quiz.flatMap { doubled($0) }.map { doubled($0.text, nil) }
  }

  // MARK: Twice

  private static func doubled(_ question: Question) -> [(place: Int, text: String)] {
    guard case .choices(let choices) = question.answer else { return [] }
    return doubled(choices.map(\.text))
  }

  /// Choices that stand there before, as a learner reads them; what is still to be written is not one of them.
  private static func doubled(_ choices: [String]) -> [(place: Int, text: String)] {
    let plain = choices.map { $0.lowercased().split(separator: " ").joined(separator: " ") }
    return choices.indices.filter { place in
      !plain[place].isEmpty && !choices[place].contains(Linter.gap)
        && plain[..<place].contains(plain[place])
    }.map { ($0, choices[$0]) }
  }

  private static func doubled(_ text: String, _ line: Int?) -> Problem {
    Problem(
      line: line, what: "the choice '\(text)' stands twice",
      instead: "a learner must be able to tell one from the other")
  }

  // MARK: Values

  private static func problems(in item: Prediction.Item, _ line: Int) -> [Problem] {
    let fact = GoalWords.leaf(of: item.path)
    let strange = item.choices.filter { choice in
      item.path.hasPrefix("sessions.") && choice != "null" && isValue(choice, of: fact) == false
    }
    return doubled(item.choices).map { doubled($0.text, line) }
      + strange.map { choice in
        Problem(
          line: line, what: "'\(fact)' is never '\(choice)'",
          instead: "a value that it can have, as 'state sessions.last' prints it")
      }
  }

  /// Whether a fact of a session can have a value; nil where its values are no closed list.
  private static func isValue(_ value: String, of fact: String) -> Bool? {
    switch fact {
    case "vault": VaultState(rawValue: value) != nil
    case "audio": HeardCall.State(rawValue: value) != nil
    case "outcome": Session.Outcome(rawValue: value) != nil
    case "early_data": ["accepted", "rejected"].contains(value)
    default: nil
    }
  }
}
