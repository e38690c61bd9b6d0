import Bytes
import Explanations
import Knowledge
public import Lab
import TLSEngine
import TLSKeys
import TLSWire

extension Screens {
  /// The key schedule as a tree: what follows from what, who has it, what was erased.
  ///
  /// - Parameter actor: whose memory; both ends', if none is named.
  public static func keys(_ session: Session, actor: Actor?, eyes: Eyes) -> Page {
    let viewer = Viewer(session, eyes)
    let wires = viewer.session.wires.filter { wire in
      guard let actor else { return true }
      return Side.allCases.contains { wire.actor(playing: $0) == actor }
    }
    var blocks = SessionHeader(viewer).blocks
    for wire in wires {
      if wires.count > 1 {
        let ends = [Side.client, .server].map { wire.actor(playing: $0).word }
        blocks.append(.line(Line("between \(ends[0]) and \(ends[1])", .heading)))
      }
      blocks += KeyTree(wire, actor, viewer).blocks
    }
    blocks.append(
      .paragraph(
        Line(said(.page, "schedule.direction"), .faint), indent: 1)
    )
    let names = derivationNames(session)
    return Page(
      blocks, next: names.last.map { ["show derivation \($0)", "knowledge"] } ?? ["next", "where"])
  }
}
