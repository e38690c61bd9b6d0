import Commands
import Lab
import Screens

/// A goal that is not so, and what makes it so.
struct Amends {
  var goal: Goal
  var command: String
}

// What puts right what an earlier command spoilt: found by doing it in a copy of the lab.
extension Course {
  /// What makes each goal so again that was to stay so.
  func amends(_ broken: [Goal], _ step: Step, _ interpreter: Interpreter) -> [Amends] {
    broken.map { goal in
      let known = active.map {
        LessonScreens.remedy(for: $0.lesson.sessions.filled(goal, in: .null))
      }
      if let known, known != "undo" { return Amends(goal: goal, command: known) }
      return Amends(goal: goal, command: forgetting(for: goal, step, interpreter) ?? "undo")
    }
  }

  /// The theft that must be forgotten before a goal can be so: it was none that the lesson asked for.
  ///
  /// - Returns: `forget server.ephemeral`; nil where that is not what stands in the way.
  func forgetting(for goal: Goal, _ step: Step, _ interpreter: Interpreter) -> String? {
    guard let here = active, goal.isSpoiltByTheft else { return nil }
    var copy = interpreter
    copy.companion = nil
    let document = copy.document(for: here)
    let before = Bearings(here, step, document)
    let held = (step.expect + step.keep).filter { goal in
      if case .value = goal { before.holds(goal) } else { false }
    }
    let commands = unasked(in: interpreter.lab, here).map { "forget \($0)" }
    for command in commands {
      var one = copy
      guard one.executeConfined(command).error == nil else { continue }
      // Several thefts may be one too many.
      if let next = commands.first(where: { $0 != command }), !isRight(goal, step, one, held) {
        _ = one.executeConfined(next)
      }
      if isRight(goal, step, one, held) { return command }
    }
    return nil
  }

  private func isRight(
    _ goal: Goal, _ step: Step, _ interpreter: Interpreter, _ held: [Goal]
  ) -> Bool {
    guard let here = active else { return false }
    let after = Bearings(here, step, interpreter.document(for: here))
    let isSo = if case .session = goal { after.isMet(goal) } else { after.holds(goal) }
    return isSo && held.allSatisfy(after.holds)
  }

  /// What the attacker holds that no page up to this one wanted stolen, the newest first.
  private func unasked(in lab: Lab, _ here: ActiveLesson) -> [String] {
    let asked = here.lesson.pages.prefix(here.record.page + 1).flatMap { page -> [String] in
      if case .step(let step)? = page.task?.kind { step.setup + step.solution } else { [] }
    }
    .flatMap { $0.split(separator: " ").map(String.init) }
    var words: [String] = []
    if lab.attacker.loot.contains(.quantum) { words.append(Loot.quantum.rawValue) }
    for leak in lab.attacker.leaks.reversed() {
      if let word = lab.lootName(of: leak)?.word, !words.contains(word) { words.append(word) }
    }
    return words.filter { !asked.contains($0) }
  }
}

extension Goal {
  /// Whether somebody who holds too much keeps it from being so.
  fileprivate var isSpoiltByTheft: Bool {
    conditions.contains { condition in
      ["vault", "audio", "leaks", "read", "gains"].contains(GoalWords.leaf(of: condition.path))
    }
  }
}
