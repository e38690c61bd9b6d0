import Bytes
import Knowledge
public import Lab
import TLSEngine
import TLSKeys
import TLSWire

extension Screens {
  /// What has just happened: the last step in full, those before it in a line each, what somebody
  /// learned by it, and whose turn it is.
  ///
  /// - Parameter played: the steps just played, oldest first; after going back, none.
  public static func step(_ lab: Lab, played: [Step]) -> Page {
    guard let session = lab.currentSession else {
      return Page(lines: ["no session yet"], next: ["walk", "connect"])
    }
    let viewer = Viewer(session, lab.eyes(on: session))
    let header = SessionHeader(session, lab.view).blocks
    let ladder = Ladder(besideOther: session, viewer)?.blocks ?? []
    return Page(
      header + [.beside(left: ladder, right: happened(lab, session, viewer, played))]
        + [.rule, .line(Line(coming(session, viewer)))],
      next: suggestions(session))
  }

  private static func happened(
    _ lab: Lab, _ session: Session, _ viewer: Viewer, _ played: [Step]
  ) -> [Block] {
    var blocks: [Block] = []
    let first = session.steps.count - played.count + 1
    let earlier = played.dropLast()
    if !earlier.isEmpty {
      blocks += EarlierSteps(Array(earlier), from: max(1, first), viewer).blocks + [.blank]
    }
    if let step = played.last ?? session.steps.last {
      blocks += StepDetail(step, number: session.steps.count, viewer).blocks
      let attacked = session.isAtRest ? InterferenceBlocks(session).blocks : []
      if !attacked.isEmpty { blocks += [.blank] + attacked }
      let learned = LearnedLines(step, lab, session, viewer).lines
      if !learned.isEmpty { blocks.append(.blank) }
      for (index, line) in learned.enumerated() {
        blocks.append(.headed(index == 0 ? "LEARNED" : "", line))
      }
    } else {
      blocks += beginning(session)
    }
    return blocks
  }

  private static func beginning(_ session: Session) -> [Block] {
    [
      .paragraph(
        Line(
          "Nothing has happened yet. A client wants to reach \(session.serverName)."
            + " Each step from here on is one thing that one side does."), indent: 1)
    ]
  }

  /// Whose turn it is, and what for.
  private static func coming(_ session: Session, _ viewer: Viewer) -> String {
    guard let next = session.next else {
      if session.awaitsOutside { return waiting(session) }
      guard session.outcome != .running else { return "nothing is under way any more" }
      let isBad = [.failed, .refused].contains(session.outcome)
      let alert = (isBad ? session.failure : nil).map {
        ": the \(viewer.word($0.by, on: session.clientWire)) says \($0.alert.description.label)"
      }
      return "the end: \(session.id) \(session.outcome.phrase)\(alert ?? "")"
    }
    let line = StepLine(next, viewer, isComing: true).line
    return "next: the \(viewer.word(next.actor, on: next.wire)) \(line.text)"
  }

  /// For whom this side waits.
  private static func waiting(_ session: Session) -> String {
    let others = (session.outside?.sides ?? []).map(\.rawValue)
    return session.isInConversation
      ? "nothing is under way; more can come from the \(listed(others, "or")) outside"
      : "next: what the \(listed(others, "or")) outside sends"
  }

  private static func suggestions(_ session: Session) -> [String] {
    guard let next = session.next else {
      if session.awaitsOutside { return OutsidePeersBlocks(session).suggestions }
      return ["where", "knowledge", session.outcome == .refused ? "why \(session.id)" : "vault"]
    }
    if session.steps.isEmpty { return ["step", "next", "where"] }
    switch session.steps.last?.effect {
    case .derived(let derivation): return ["step", "show derivation \(derivation.name)", "next"]
    case .erased: return ["step", "knowledge", "back"]
    case .send where session.messages.count > 1:
      return ["step", "show message \(session.messages.count)", "where"]
    default:
      return next.sentMessage == nil ? ["step", "next", "back"] : ["next", "where", "back"]
    }
  }
}

/// A step in one line, as far as the viewer can know of it.
struct StepLine {
  let step: Step
  let viewer: Viewer
  /// Whether it has not been played: what a check finds is yet to be seen.
  let isComing: Bool

  init(_ step: Step, _ viewer: Viewer, isComing: Bool = false) {
    self.step = step
    self.viewer = viewer
    self.isComing = isComing
  }

  /// Whether the viewer knows only that somebody does something.
  var isHidden: Bool { step.sentMessage == nil && !viewer.sees(inside: step.actor) }

  var line: Line {
    guard !isHidden else {
      return Line("works in its memory: not visible for \(viewer.name)", .faint)
    }
    guard step.sentMessage == nil || viewer.sees(step.wire) else {
      return Line("sends something on another wire", .faint)
    }
    let phrase = StepPhrase(step)
    return isComing ? Line(phrase.announcement, .faint) : Line(phrase.summary, style)
  }

  private var style: Style {
    switch step.effect {
    case .verified(let check): check.failed ? .bad : (check.skipped ? .warning : .good)
    case .failed: .bad
    default: .plain
    }
  }
}
