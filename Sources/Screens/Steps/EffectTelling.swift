import Bytes
import Explanations
import Knowledge
import Lab
import TLSEngine
import TLSKeys
import TLSWire

/// What the catalogue says of an effect, with the names and numbers of this session.
///
/// Every screen that speaks of what an endpoint did speaks through this.
struct EffectTelling {
  let effect: Effect
  let side: Side
  /// The names of the catalogue's entries, the most exact one first.
  let keys: ExplanationCandidates
  /// What fills the places of the phrases.
  let values: [String: String]

  init(_ effect: Effect, by side: Side) {
    self.effect = effect
    self.side = side
    keys = ExplanationKey.step(effect.path)
    values =
      if case .failed(let failure, _) = effect {
        ["failure": failure.words(by: side == .server ? .server : .client)]
      } else {
        effect.values
      }
  }

  init(_ step: Step) { self.init(step.effect, by: step.wire.side(of: step.actor)) }

  /// - Parameter detail: the end of a name, where one thing is told in several ways.
  func words(
    _ use: PhraseUse, _ detail: String? = nil, _ more: [String: String] = [:]
  ) -> String {
    let path = detail.map { keys[0].name + "." + $0 }
    return Catalogue.current.words(
      use, of: path.map(ExplanationKey.step) ?? keys, side: side.rawValue,
      values.merging(more) { _, new in new })
  }

  /// What was chosen, without a verb: `group x25519`.
  var choice: String { words(.brief) }
}

extension Effect {
  fileprivate var values: [String: String] {
    switch self {
    case .received(let message), .send(let message): ["message": message.title]
    case .decided(let decision): decision.values
    case .generated(let made):
      ["value": ((made.publicPart ?? made.secretPart)?.name.rawValue) ?? ""]
    case .recalled(let value): ["value": value.name.rawValue]
    case .derived(let derivation): ["value": derivation.name.rawValue]
    case .verified(let check): ["check": check.name.phrase, "outcome": check.outcome.word]
    case .install(let keys): ["sender": keys.sender.spoken]
    case .deliver(let data): ["size": ByteText.count(data.count)]
    case .erased(let names): ["value": names.first?.rawValue ?? "", "count": String(names.count)]
    case .failed(let failure, _): ["failure": failure.words]
    case .signed, .established, .truncated, .close: [:]
    }
  }
}

extension Decision {
  /// What was chosen, without a verb.
  ///
  /// - Parameter side: the one that chose.
  func name(by side: Side) -> String { EffectTelling(.decided(self), by: side).choice }

  fileprivate var values: [String: String] {
    switch self {
    case .version(let version): ["version": version.judgedName]
    case .suite(let suite): ["suite": suite.label]
    case .group(let group), .retry(let group?): ["group": group.label]
    case .signatureScheme(let scheme): ["scheme": scheme.label]
    case .applicationProtocol(let name): ["protocol": name]
    case .recordSizeLimit(let limit): ["size": ByteText.count(limit)]
    case .ignored(let kind): ["message": kind.title]
    default: [:]
    }
  }
}
