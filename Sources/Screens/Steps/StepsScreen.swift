import Bytes
import Explanations
public import Lab
import TLSEngine
import TLSKeys

extension Screens {
  /// Every step of a session in a line, past and coming.
  public static func steps(_ session: Session, eyes: Eyes) -> Page {
    let viewer = Viewer(session, eyes)
    var ahead = viewer.session
    while ahead.advance() != nil {}
    let done = session.steps.count
    var rows: [[Line]] = []
    var hidden: (actor: Actor, first: Int)?
    for (index, step) in ahead.steps.enumerated() {
      let line = StepLine(step, viewer, isComing: index >= done)
      var number = "\(index + 1)"
      // What can't be seen shares a line, up to where we stand.
      if let hidden, hidden.actor == step.actor, line.isHidden, index != done {
        rows.removeLast()
        number = "\(hidden.first)-\(number)"
      } else {
        hidden = line.isHidden ? (step.actor, index + 1) : nil
      }
      rows.append([
        Line(index + 1 == done ? ">" : " ", .heading), Line(number, .faint),
        Line(step.actor.spoken), line.line,
      ])
    }
    var blocks = SessionHeader(viewer).blocks
    if done < ahead.steps.count {
      blocks.append(.line(Line(" " + said(.step, "list.behind"), .faint)))
    }
    blocks.append(.table(Table(rows: rows)))
    return Page(
      blocks,
      next: session.isAtRest
        ? ["where"] + (session.steps.isEmpty ? [] : ["back"]) + ["knowledge"]
        : ["step", "next", "where"])
  }
}
