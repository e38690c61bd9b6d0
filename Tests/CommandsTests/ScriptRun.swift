import Commands
import Lab
import Screens

/// A script that runs on a lab of its own, and everything that it printed.
struct ScriptRun {
  var script: Script
  var interpreter = Interpreter(Typed.beginning)
  var text = ""

  init(_ text: String, name: String = "demo.tlslab") {
    script = Script(name: name, text: text)
  }

  mutating func finish(keepGoing: Bool = false) -> Commands.ExitStatus {
    var shown = ""
    let status = script.run(on: &interpreter, keepGoing: keepGoing) { event, _ in
      switch event {
      case .said(let text): shown += text + "\n"
      case .began, .claimed: break
      case .came(let outcome): shown += outcome.page.plainText
      }
    }
    text = shown
    return status
  }
}

extension Page {
  /// The page as a terminal of 80 columns without colour has it.
  var plainText: String {
    Layout(width: 80).lines(of: self).map { $0.text + "\n" }.joined()
  }
}
