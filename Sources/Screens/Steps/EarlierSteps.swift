import Bytes
import Knowledge
import Lab
import TLSEngine
import TLSKeys
import TLSWire

/// Steps that lie behind the last one, in a line each; what one side does of one kind in a row
/// shares a line.
struct EarlierSteps {
  private var groups: [Group] = []
  private let sight: Sight

  private struct Group {
    var first: Int
    var steps: [Step]
    var kind: Kind
  }

  /// What can share a line.
  private enum Kind: Equatable {
    case single
    case hidden
    case chosen
    case derived
    case checked(String)
  }

  /// - Parameter first: the number of the first step.
  init(_ steps: [Step], from first: Int, _ sight: Sight) {
    self.sight = sight
    for (index, step) in steps.enumerated() {
      let kind = kind(of: step)
      let last = groups.indices.last
      if let last, kind != .single, groups[last].kind == kind,
        groups[last].steps[0].actor == step.actor, groups[last].steps[0].wire == step.wire
      {
        groups[last].steps.append(step)
      } else {
        groups.append(Group(first: first + index, steps: [step], kind: kind))
      }
    }
  }

  var table: Block {
    .table(
      Table(
        rows: groups.map { group in
          let last = group.first + group.steps.count - 1
          let number = last == group.first ? "\(last)" : "\(group.first)-\(last)"
          let step = group.steps[0]
          return [
            Line(number, .faint), Line(sight.word(step.actor, on: step.wire)), line(of: group),
          ]
        }))
  }

  private func kind(of step: Step) -> Kind {
    if step.sentMessage == nil, !sight.sees(inside: step.actor) { return .hidden }
    return switch step.effect {
    case .decided: .chosen
    case .derived: .derived
    case .verified(let check): .checked(check.outcome.word)
    default: .single
    }
  }

  private func line(of group: Group) -> Line {
    guard group.steps.count > 1 else { return StepLine(group.steps[0], sight).line }
    switch group.kind {
    case .single: return StepLine(group.steps[0], sight).line
    case .hidden:
      return Line("works in its memory: not visible for \(sight.viewer)", .faint)
    case .chosen:
      let side = group.steps[0].wire.side(of: group.steps[0].actor)
      let verb = side == .server ? "chooses" : "takes the server's choice:"
      return Line("\(verb) \(names(group).joined(separator: ", "))")
    case .derived: return Line("derives \(names(group).joined(separator: ", "))")
    case .checked(let word):
      return Line("checks \(names(group).joined(separator: ", ")): \(word)", style(of: group))
    }
  }

  private func style(of group: Group) -> Style {
    StepLine(group.steps[0], sight).line.spans[0].style
  }

  private func names(_ group: Group) -> [String] {
    group.steps.map { step in
      switch step.effect {
      case .decided(let decision): decision.name
      case .derived(let derivation): derivation.name.rawValue
      case .verified(let check): check.name.word
      default: ""
      }
    }
  }
}

extension Decision {
  /// What was chosen, without a verb.
  var name: String {
    switch self {
    case .version(let version): version.displayName
    case .suite(let suite): suite.label
    case .group(let group): "group \(group.label)"
    case .signatureScheme(let scheme): "\(scheme.label) for signatures"
    case .applicationProtocol(let name): "\(name) as application protocol"
    case .extendedMasterSecret(let used): "extended master secret \(used ? "on" : "off")"
    case .encryptThenMAC(let used): "encrypt-then-MAC \(used ? "on" : "off")"
    case .substitutedPreMasterSecret: "a random pre-master secret"
    case .ignored(let kind): "to ignore \(kind.title)"
    }
  }
}
