import Bytes
public import Lab
import TLSEngine
import TLSKeys

extension Screens {
  /// Every step of a session in a line, past and coming.
  public static func steps(_ session: Session, view: Lab.View) -> Page {
    let sight = Sight(session, view)
    var ahead = session
    while ahead.advance() != nil {}
    let done = session.steps.count
    let rows = ahead.steps.enumerated().map { index, step in
      let line =
        index < done
        ? StepLine(step, sight).line : Line(StepPhrase(step).announcement, .faint)
      return [
        Line(index + 1 == done ? ">" : " ", .heading), Line("\(index + 1)", .faint),
        Line(sight.word(step.actor, on: step.wire)), line,
      ]
    }
    var blocks = SessionHeader(session, view).blocks
    if done < ahead.steps.count {
      blocks.append(.line(Line(" behind > : done      below it: to come", .faint)))
    }
    blocks.append(.table(Table(rows: rows)))
    return Page(
      blocks, next: session.isAtRest ? ["where", "back", "knowledge"] : ["step", "next", "where"])
  }
}
