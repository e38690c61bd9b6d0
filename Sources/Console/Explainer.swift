public import Commands
import Lab
public import Platform
import Screens

/// `tlslab explain` and `tlslab search`: the reference at the shell.
public struct Explainer {
  private let appearance: Appearance
  private let lessons: URL?

  /// - Parameter lessons: the folder that `--lessons` names.
  public init(appearance: Appearance, lessons: URL? = nil) {
    self.appearance = appearance
    self.lessons = lessons
  }

  /// - Parameter line: what would be typed at the prompt: `explain nonce`.
  /// - Returns: how the program is to end: badly, if nothing was found.
  public func run(_ line: String) -> ExitStatus {
    var interpreter = Interpreter(Lab(seed: 0), table: .program)
    interpreter.companion = LessonFolder.course(in: lessons)
    let outcome = interpreter.execute(line)
    let renderer = Renderer(appearance: appearance, hints: false)
    let text = renderer.shown(outcome.page, for: interpreter.lab.settings)
    if outcome.status == .ok {
      Terminal.write(text)
    } else {
      Terminal.complain(text)
    }
    return outcome.status
  }
}
