import Bytes
import Knowledge
import Lab
import TLSEngine
import TLSKeys

extension SessionData {
  /// Every value that was computed, by its first derivation.
  static func keys(_ session: Session, actor: Actor?) -> JSONValue {
    .array(derivations(session, actor).map { data($0, session) })
  }

  /// One computed value.
  static func derivation(_ session: Session, _ name: String) -> JSONValue? {
    derivations(session, nil).first { $0.derivation.name.rawValue == name }
      .map { data($0, session) }
  }

  private typealias Entry = (derivation: Derivation, actor: Actor, wire: Wire)

  private static func derivations(_ session: Session, _ actor: Actor?) -> [Entry] {
    var found: [Entry] = []
    for step in session.steps where actor == nil || step.actor == actor {
      guard case .derived(let derivation) = step.effect,
        !found.contains(where: {
          $0.wire == step.wire && $0.derivation.name == derivation.name
        })
      else { continue }
      found.append((derivation, step.actor, step.wire))
    }
    return found
  }

  private static func data(_ entry: Entry, _ session: Session) -> JSONValue {
    let command = ShellCommand.recomputing(
      entry.derivation.rule, from: session.allValues(on: entry.wire))
    return .object([
      "name": .string(entry.derivation.name.rawValue),
      "value": .string(entry.derivation.value.hex),
      "inputs": .array(entry.derivation.rule.inputs.map { .string($0.rawValue) }),
      "source": .string("\(entry.derivation.rule.source)"),
      "first_by": .string(entry.actor.rawValue), "on": .string(entry.wire.rawValue),
      "openssl": command.map { .string($0.line) } ?? .null,
    ])
  }
}
