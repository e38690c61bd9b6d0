import Commands

extension SessionNames {
  /// The hints of a step, with its commands as they would be typed now: found by carrying them out on a copy, since
  /// one may make the session that the next one names.
  func hints(of step: Step, on interpreter: Interpreter) -> [String] {
    let document = interpreter.sessionDocument
    guard step.solution.contains(where: { $0.contains("{") }) else {
      return step.hints.map { told($0, in: document) }
    }
    var copy = interpreter
    copy.companion = nil
    let commands = step.solution.map { command in
      let filled = filled(command, in: copy.sessionDocument)
      _ = copy.executeConfined(filled)
      return (command, filled)
    }
    return step.hints.map { hint in
      let typed = commands.reduce(hint) { hint, command in
        hint.replacing(command.0, with: command.1)
      }
      return told(typed, in: document)
    }
  }
}
