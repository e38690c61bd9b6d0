public import Lab

// Single steps, for those who write down a whole session.
extension Screens {
  /// One step in a line: its number, who acted, what was done.
  ///
  /// - Parameter number: counted from 1; the empty line for one that was not played.
  public static func line(ofStep number: Int, in session: Session, eyes: Eyes) -> Line {
    line(ofStep: number, Viewer(session, eyes))
  }

  /// The same for somebody whose eyes are there already.
  public static func line(ofStep number: Int, _ viewer: Viewer) -> Line {
    guard viewer.session.steps.indices.contains(number - 1) else { return "" }
    let step = viewer.session.steps[number - 1]
    return Line("\(number)  ", .faint) + Line("\(step.actor.spoken) ")
      + StepLine(step, viewer).line
  }

  /// One step in full, as it is shown when it is played.
  ///
  /// - Parameter number: counted from 1; nothing for one that was not played.
  public static func detail(ofStep number: Int, in session: Session, eyes: Eyes) -> [Block] {
    detail(ofStep: number, Viewer(session, eyes))
  }

  /// The same for somebody whose eyes are there already.
  public static func detail(ofStep number: Int, _ viewer: Viewer) -> [Block] {
    guard viewer.session.steps.indices.contains(number - 1) else { return [] }
    return StepDetail(viewer.session.steps[number - 1], number: number, viewer).blocks
  }
}
