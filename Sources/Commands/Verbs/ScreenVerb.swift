import Explanations
import Lab
package import Screens

/// `screen` and `walk --screen`: what is to come is shown on the whole terminal, where there is one.
enum ScreenVerb {
  static func run(_ interpreter: inout Interpreter) throws(CommandError) -> Page {
    if let refusal = interpreter.surroundings.screenRefusal() { throw CommandError(refusal) }
    interpreter.opensScreen = true
    return Page()
  }
}

extension Parameter where Value == Bool {
  /// `--screen`.
  package static var onScreen: Parameter {
    .flag("--screen", meaning: "on the whole terminal, with arrow keys")
  }
}

extension Interpreter {
  /// The first screen of a walk, or the full one: where that was asked for, or is usual.
  package mutating func walking(_ onScreen: Bool, _ page: Page) -> Page {
    var page = page
    let refusal = surroundings.screenRefusal()
    if onScreen || lab.settings[.uiWalk] == .screen {
      guard let refusal else {
        opensScreen = true
        return page
      }
      page.blocks.insert(.paragraph(Line(refusal, .warning), indent: 0), at: 0)
    } else if refusal == nil, !hasHintedAtScreen, lab.settings[.uiHints] {
      hasHintedAtScreen = true
      page.add(.paragraph(Line(said(.page, "screen.hint"), .faint), indent: 0))
    }
    return page
  }
}

extension Interpreter {
  /// Whether all that a line does is to move along a session, or to look at it with other eyes.
  public func isMove(_ line: String) -> Bool {
    guard let commands = try? aliases.commands(in: line), !commands.isEmpty
    else { return false }
    return commands.allSatisfy { typed in
      guard let name = try? table.find(typed.tokens).command.name else { return false }
      return Self.moves.contains(name)
    }
  }

  private static let moves: Set = [
    "step", "next", "finish", "continue", "back", "walk", "view", "undo", "redo",
  ]
}
