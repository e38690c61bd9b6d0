import Commands
import Lab
import Screens

// Whoever has said what will come may do it at once: it counts for the page that asks for it.
extension Course {
  /// The step behind the prediction of this page, once that is made.
  private func ahead(_ document: JSONValue) -> (step: Step, task: Task)? {
    guard var next = active, case .prediction? = next.page.task?.kind, next.isPassed,
      !next.isLastPage
    else { return nil }
    next.record.page += 1
    guard let task = next.told(in: document).page.task, case .step(let step) = task.kind,
      step.setup.isEmpty, !task.isOptional, !next.isPassed(task)
    else { return nil }
    return (step, task)
  }

  /// Remembers how the lab was when the prediction was made.
  mutating func beginAhead(_ document: JSONValue) {
    if let (step, task) = ahead(document) { beginDeeds(of: step, task, document) }
  }

  /// A command that changes the lab turns the page of a prediction that is made.
  mutating func goAhead(
    _ typed: TypedCommand, _ outcome: inout Outcome, _ interpreter: Interpreter
  ) {
    guard outcome.changed, outcome.error == nil, !typed.isTravel, active?.reopened == nil,
      let command = interpreter.table.words(of: typed)?.command,
      ![.learn, .teach, .files].contains(command.group),
      let (step, task) = ahead(interpreter.sessionDocument)
    else { return }
    active?.record.page += 1
    missed = []
    folded = nil
    follow(typed, through: step, of: task, &outcome, interpreter)
    if let here = active?.told(in: interpreter.sessionDocument), !here.isPassed(task) {
      outcome.add(Page([.blank] + LessonScreens.asked(task, here), next: step.help))
    }
  }
}
