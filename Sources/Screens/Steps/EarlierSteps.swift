import Bytes
import Explanations
import Knowledge
import Lab
import Pages
import TLSEngine
import TLSKeys
import TLSWire

/// Steps that lie behind the last one, in a line each; what one side does of one kind in a row
/// shares a line. Of a long run only the flights are told, and what went wrong.
struct EarlierSteps {
  private var groups: [Group] = []
  private let viewer: Viewer
  private let isLong: Bool

  /// Lines beyond which a run is long: more would push what matters off the screen.
  private static let limit = 20

  private struct Group {
    /// The numbers of the first and the last step.
    var first: Int
    var last: Int
    var steps: [Step]
    var kind: Kind
  }

  /// What can share a line.
  private enum Kind: Equatable {
    case single
    case sent
    case hidden
    case chosen
    case derived
    case checked(String)
  }

  /// - Parameter first: the number of the first step.
  init(_ steps: [Step], from first: Int, _ viewer: Viewer) {
    self.viewer = viewer
    let numbered = steps.enumerated().map { (number: first + $0, step: $1) }
    let all = Self.grouped(numbered) { Self.kind(of: $0, viewer) }
    isLong = all.count > Self.limit
    groups =
      isLong
      ? Self.grouped(numbered.filter { Self.isTold($0.step) }) {
        $0.sentMessage == nil ? Self.kind(of: $0, viewer) : .sent
      } : all
  }

  private static func grouped(
    _ steps: [(number: Int, step: Step)], kind: (Step) -> Kind
  ) -> [Group] {
    var groups: [Group] = []
    for (number, step) in steps {
      let kind = kind(step)
      if kind != .single, let last = groups.last, last.kind == kind,
        last.steps[0].actor == step.actor, last.steps[0].wire == step.wire
      {
        groups[groups.count - 1].steps.append(step)
        groups[groups.count - 1].last = number
      } else {
        groups.append(Group(first: number, last: number, steps: [step], kind: kind))
      }
    }
    return groups
  }

  /// Whether a step is told of in a long run.
  private static func isTold(_ step: Step) -> Bool {
    switch step.effect {
    case .send(let message): !message.isOutOfSight
    case .failed: true
    case .verified(let check): check.failed || check.skipped
    default: false
    }
  }

  var blocks: [Block] {
    let rows = groups.map { group in
      let number = group.last == group.first ? "\(group.last)" : "\(group.first)-\(group.last)"
      let step = group.steps[0]
      return [Line(number, .faint), Line(step.actor.spoken), line(of: group)]
    }
    let table = Block.table(Table(rows: rows))
    return isLong ? [table, .line(Line(" " + said(.step, "list.between"), .faint))] : [table]
  }

  private static func kind(of step: Step, _ viewer: Viewer) -> Kind {
    if StepLine(step, viewer).isHidden { return .hidden }
    return switch step.effect {
    case .decided(.remembered), .decided(.resumption), .decided(.offeredKey): .single
    case .decided: .chosen
    case .derived: .derived
    case .verified(let check): .checked(check.outcome.word)
    default: .single
    }
  }

  private func line(of group: Group) -> Line {
    guard group.steps.count > 1 else { return StepLine(group.steps[0], viewer).line }
    switch group.kind {
    case .single: return StepLine(group.steps[0], viewer).line
    case .hidden:
      return Line(said(.step, "hidden", ["viewer": viewer.name], for: .done), .faint)
    case .chosen:
      return Line(together(group, "decided", "choice"))
    case .sent:
      let names =
        Set(names(group)).count == 1 ? ["\(group.steps.count) \(names(group)[0])"] : names(group)
      return Line(together(group, "sent", "message", names))
    case .derived: return Line(together(group, "derived", "value"))
    case .checked(let word):
      return Line(together(group, "verified", "check", nil, ["outcome": word]), style(of: group))
    }
  }

  /// What several steps of one kind did, in one sentence.
  private func together(
    _ group: Group, _ entry: String, _ place: String, _ names: [String]? = nil,
    _ values: [String: String] = [:]
  ) -> String {
    let side = group.steps[0].wire.side(of: group.steps[0].actor)
    let list = (names ?? self.names(group)).joined(separator: ", ")
    return Catalogue.current.words(
      .done, of: [ExplanationKey(.step, entry)], side: side.rawValue,
      values.merging([place: list]) { value, _ in value })
  }

  private func style(of group: Group) -> Style {
    StepLine(group.steps[0], viewer).line.spans[0].style
  }

  private func names(_ group: Group) -> [String] {
    group.steps.map { step in
      switch step.effect {
      case .decided(let decision): decision.name(by: step.wire.side(of: step.actor))
      case .derived(let derivation): derivation.name.rawValue
      case .verified(let check): Wording.text(of: check.name.word)
      case .send(let message): message.title
      default: ""
      }
    }
  }
}
