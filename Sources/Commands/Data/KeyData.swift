import Bytes
import Knowledge
import Lab
import TLSEngine
import TLSKeys

extension SessionData {
  /// Every value that was computed, by its first derivation, as far as the view's eyes see it.
  static func keys(_ session: Session, actor: Actor?, _ view: Lab.View) -> JSONValue {
    .array(derivations(session, actor, view).map { data($0, session) })
  }

  /// One computed value.
  static func derivation(_ session: Session, _ name: String, _ view: Lab.View) -> JSONValue? {
    derivations(session, nil, view).first { $0.derivation.name == ValueName(typed: name) }
      .map { data($0, session) }
  }

  private typealias Entry = (derivation: Derivation, actor: Actor, wire: Wire)

  private static func derivations(
    _ session: Session, _ actor: Actor?, _ view: Lab.View
  ) -> [Entry] {
    var found: [Entry] = []
    for step in session.steps where actor == nil || step.actor == actor {
      // Nobody sees what another has computed.
      guard view == .all || view.rawValue == step.actor.rawValue else { continue }
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
      entry.derivation.rule, from: session.ledger.values(on: entry.wire))
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
