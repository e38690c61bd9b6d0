import Commands
import Explanations
import Lessons
import Screens

// The prompt while the full screen has the terminal.
extension Prompt {
  /// Gives the terminal to the full screen until somebody has enough of it.
  ///
  /// - Returns: how the program is to end, where it is.
  func walkOnScreen(_ editor: LineEditor, _ remarks: Page?) -> ExitStatus? {
    let session = ScreenSession(
      renderer.appearance, interpreter.lab, history: editor.remembered)
    guard let session else {
      warn(said(.refusal, "screen.failed"))
      return nil
    }
    let outside = interpreter.surroundings
    defer { interpreter.surroundings = outside }
    let asked = ScreenAsked(session)
    interpreter.surroundings.confirm = { asked.confirm($0) }
    // Where it is typed nothing is drawn.
    interpreter.surroundings.passphrase = { _ in nil }
    interpreter.surroundings.announce = { asked.announce($0) }
    let end = session.run(
      { [unowned self] in interpreter }, said: remarks, typed: editor.remember,
      execute: { [unowned self] in executeOnScreen($0) })
    switch end {
    case .prompt: return nil
    case .quit: return .ok
    case .deserted: return .failed
    }
  }

  /// Carries out a line of the full screen. An empty one is what Enter is at the prompt.
  private func executeOnScreen(_ line: String) -> (outcome: Outcome, warnings: [String]) {
    let isEmpty = line.allSatisfy(\.isWhitespace)
    guard let line = isEmpty ? lineForEnter : line else {
      return (Outcome(), [])
    }
    let outcome = interpreter.execute(line)
    let problem = outcome.changed ? keeper.keep(interpreter.lab, in: course?.labFile ?? .own) : nil
    repeated = outcome.repeats ? line : nil
    return (outcome, [problem, keeper.keepAliases(of: &interpreter)].compactMap(\.self))
  }
}
