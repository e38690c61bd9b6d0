public import Commands
import Lab
import Platform
import Screens

/// `tlslab explain`: the reference at the shell.
public struct Explainer {
  private let appearance: Appearance

  public init(appearance: Appearance) { self.appearance = appearance }

  /// - Parameter topic: what is to be explained; all topics are listed if it is nil.
  /// - Returns: how the program is to end: badly, if nothing has that name.
  public func run(_ topic: String?) -> ExitStatus {
    var interpreter = Interpreter(Lab(seed: 0))
    let outcome = interpreter.execute(topic.map { "explain \($0)" } ?? "explain")
    let renderer = Renderer(appearance: appearance, hints: false)
    let text = renderer.text(of: outcome.page, for: interpreter.lab.settings)
    if outcome.status == .ok {
      Terminal.write(text)
    } else {
      Terminal.complain(text)
    }
    return outcome.status
  }
}
