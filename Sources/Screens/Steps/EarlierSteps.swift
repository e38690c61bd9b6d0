import Bytes
import Knowledge
import Lab
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
      return [Line(number, .faint), Line(step.actor.word), line(of: group)]
    }
    let table = Block.table(Table(rows: rows))
    return isLong ? [table, .line(Line(" list  shows what happened in between", .faint))] : [table]
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
      return Line("works out of sight of \(viewer.name)", .faint)
    case .chosen:
      let side = group.steps[0].wire.side(of: group.steps[0].actor)
      let verb = side == .server ? "chooses" : "takes the server's choice:"
      return Line("\(verb) \(names(group).joined(separator: ", "))")
    case .sent:
      let names =
        Set(names(group)).count == 1 ? ["\(group.steps.count) \(names(group)[0])"] : names(group)
      return Line("sends \(names.joined(separator: ", "))")
    case .derived: return Line("derives \(names(group).joined(separator: ", "))")
    case .checked(let word):
      return Line("checks \(names(group).joined(separator: ", ")): \(word)", style(of: group))
    }
  }

  private func style(of group: Group) -> Style {
    StepLine(group.steps[0], viewer).line.spans[0].style
  }

  private func names(_ group: Group) -> [String] {
    group.steps.map { step in
      switch step.effect {
      case .decided(let decision): decision.name
      case .derived(let derivation): derivation.name.rawValue
      case .verified(let check): check.name.word
      case .send(let message): message.title
      default: ""
      }
    }
  }
}

extension Decision {
  /// What was chosen, without a verb.
  var name: String {
    switch self {
    case .version(let version): version.judgedName
    case .suite(let suite): suite.label
    case .group(let group): "group \(group.label)"
    case .signatureScheme(let scheme): "\(scheme.label) for signatures"
    case .applicationProtocol(let name): "\(name) as application protocol"
    case .extendedMasterSecret(let used): "extended master secret \(used ? "on" : "off")"
    case .encryptThenMAC(let used): "encrypt-then-MAC \(used ? "on" : "off")"
    case .retry(let group?): "a second ClientHello, with a key in \(group.label)"
    case .retry(nil): "a second ClientHello"
    case .offeredKey(.resumption): "to offer the key of an earlier session"
    case .offeredKey(.external): "to offer a key that both have had before"
    case .preSharedKey(let kind, let withDiffieHellman):
      (kind == .resumption ? "the key of an earlier session" : "the key that both have had before")
        + (withDiffieHellman ? ", with Diffie-Hellman" : ", alone")
    case .earlyData(let taken): taken ? "early data is taken" : "early data is not taken"
    case .noClientCertificate: "to go on without a client certificate"
    case .substitutedPreMasterSecret: "a random pre-master secret"
    case .recordSizeLimit(let limit): "records of at most \(ByteText.count(limit))"
    case .resumption(.ticket): "to resume the session in the ticket"
    case .resumption(.sessionID): "to resume the session of that identifier"
    case .resumption(nil): "a full handshake"
    case .remembered(.ticket): "to keep the ticket"
    case .remembered(.sessionID): "to keep the session under its identifier"
    case .stapled: "the stapled OCSP response"
    case .renegotiation(accepted: true): "a further handshake, under the keys of this one"
    case .renegotiation(accepted: false): "to go on with the keys that are there"
    case .ignored(let kind): "to ignore \(kind.title)"
    }
  }
}
