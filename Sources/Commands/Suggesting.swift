import Lab
import Screens

extension Interpreter {
  /// What is worth typing next where a screen does not say so itself.
  var usualNext: [String] {
    if let next = companion?.usualNext { return next }
    guard let session = lab.currentSession else { return ["connect", "walk", "help"] }
    if !session.isAtRest { return ["step", "next", "continue"] }
    if session.outcome == .established, lab.attacker.leaks.isEmpty {
      return ["list", "vault", "compromise server.key"]
    }
    return lab.attacker.leaks.isEmpty ? ["list", "walk"] : ["vault", "why \(session.id)"]
  }

  /// Ends the last screen of an outcome with commands, if it has none.
  func suggestNext(_ outcome: inout Outcome) {
    guard outcome.error == nil, !outcome.quits, case .page(var page)? = outcome.answers.last,
      page.next.isEmpty, !page.blocks.isEmpty
    else { return }
    page.next = usualNext
    outcome.answers[outcome.answers.count - 1] = .page(page)
  }
}
