import Bytes
import Explanations
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
    if session.isInTheOpen { return connected(lab, session) }
    let eyes = lab.eyes(on: session)
    let viewer = Viewer(session, eyes)
    let seen = viewer.session.steps.suffix(played.count)
    return Page(
      SessionHeader(viewer).blocks
        + [
          .beside(
            left: Ladder(besideOther: viewer)?.blocks ?? [],
            right: happened(lab, session, viewer, Array(seen))),
          .rule, .line(Line(coming(session, eyes, viewer))),
        ],
      next: suggestions(session, viewer))
  }

  static func happened(
    _ lab: Lab, _ session: Session, _ viewer: Viewer, _ played: [Step]
  ) -> [Block] {
    var blocks: [Block] = []
    let first = session.steps.count - played.count + 1
    let earlier = played.dropLast()
    if !earlier.isEmpty {
      blocks += EarlierSteps(Array(earlier), from: max(1, first), viewer).blocks + [.blank]
    }
    if let step = played.last ?? viewer.session.steps.last {
      blocks += StepDetail(step, number: session.steps.count, viewer).blocks
      let attacked = session.isAtRest ? InterferenceBlocks(viewer.session).blocks : []
      if !attacked.isEmpty { blocks += [.blank] + attacked }
      blocks += HeardLines(Array(earlier), viewer).blocks
      let learned = LearnedLines(step, lab, viewer).lines
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
        Line(said(.step, "coming.first", ["server": session.serverName], for: .detail)),
        indent: 1)
    ]
  }

  /// Whose turn it is, and what for.
  static func coming(_ session: Session, _ eyes: Eyes, _ viewer: Viewer) -> String {
    if let next = session.next(seenBy: eyes) {
      let step = StepLine(next, viewer, isComing: true).line.text
      return said(.step, "coming", ["actor": the(next.actor.word), "step": step])
    }
    if session.awaitsOutside { return waiting(session) }
    guard let outcome = viewer.outcome, outcome != .running else {
      return said(.step, "coming.nothing")
    }
    let isBad = [.failed, .refused].contains(outcome)
    let values = ["session": session.id, "outcome": outcome.phrase]
    guard isBad, let failure = viewer.session.failure else {
      return said(.step, "coming.end", values)
    }
    let alert = ["actor": the(failure.by.word), "alert": failure.alert.description.label]
    return said(.step, "coming.end.alert", values.merging(alert) { $1 })
  }

  /// For whom this side waits.
  private static func waiting(_ session: Session) -> String {
    let others = (session.outside?.sides ?? []).map(\.spoken)
    return said(
      .step, session.isInConversation ? "coming.outside.idle" : "coming.outside",
      ["others": listed(others, "or")])
  }

  private static func suggestions(_ session: Session, _ viewer: Viewer) -> [String] {
    guard let next = session.next else {
      if session.awaitsOutside { return OutsidePeersBlocks(session).suggestions }
      return ["where", "knowledge", session.outcome == .refused ? "why \(session.id)" : "vault"]
    }
    if session.steps.isEmpty { return ["step", "next", "where"] }
    switch viewer.session.steps.last?.effect {
    case .derived(let derivation): return ["step", "show derivation \(derivation.name)", "next"]
    case .erased: return ["step", "knowledge", "back"]
    case .send(let message) where session.messages.count > 1 && !message.isOutOfSight:
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
  var isHidden: Bool {
    step.sentMessage?.isOutOfSight ?? !viewer.sees(inside: step.actor)
  }

  var line: Line {
    guard !isHidden else {
      return Line(said(.step, "hidden", ["viewer": viewer.name], for: .done), .faint)
    }
    if isComing, viewer.view != .all, !viewer.sees(inside: step.actor) {
      return Line(said(.step, "hidden.sending", for: .done), .faint)
    }
    if isComing, viewer.view != .all, case .received = step.effect {
      return Line(said(.step, "hidden.reading", for: .done), .faint)
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

extension Viewer {
  /// What a step is, what a check found left open, as far as it is seen.
  func announcement(of step: Step) -> String {
    StepLine(step, self).isHidden ? said(.step, "hidden") : StepPhrase(step).announcement
  }
}
