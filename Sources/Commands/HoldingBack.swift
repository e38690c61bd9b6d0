import Lab
import Screens

// Who is to think first gets results without their reasons, until they ask. What other programs read,
// and what 'expect' looks at, is always whole.
extension Interpreter {
  /// Takes the reasons off the screens of an outcome, where they are to be asked for.
  ///
  /// - Parameter own: the screens as the command itself made them: that is what `why` shows.
  mutating func holdBack(_ outcome: inout Outcome, own: [Outcome.Answer]) {
    if outcome.changed { heldBack = nil }
    guard holdsReasons || lab.settings[.uiReasons] == .asked else { return }
    for place in outcome.answers.indices {
      guard case .page(let whole) = outcome.answers[place] else { continue }
      var page = whole.withoutReasons
      var isHeld = page != whole
      if own.indices.contains(place), case .page(let own) = own[place] {
        // A lesson may have folded what holds them.
        isHeld = isHeld || own.withoutReasons != own
        if isHeld { heldBack = own.asAnswer }
      }
      guard isHeld else { continue }
      page.next.append("why")
      outcome.answers[place] = .page(page)
    }
  }
}
