import Bytes
import Explanations
import Knowledge
import Lab
import Pages
import TLSEngine
import TLSKeys
import TLSWire

/// Who has one value of a session, and by which way the attacker gets it or what is missing.
struct WhyValue {
  let lab: Lab
  let session: Session
  let name: ValueName
  let wire: Wire

  /// Nil when the session has no such value.
  init?(_ lab: Lab, _ session: Session, _ text: String) {
    let name = ValueName(typed: text)
    let wire = session.wires.first { wire in
      let rules = session.facts(on: wire).schedule?.rules ?? []
      return session.ledger.values(on: wire)[name] != nil
        || rules.contains { $0.output == name || $0.inputs.contains(name) }
    }
    guard let wire else { return nil }
    self.lab = lab
    self.session = session
    self.name = name
    self.wire = wire
  }

  var page: Page {
    let words = ValueWords(name)
    var blocks: [Block] = [
      .line(
        Line("WHY  ", .heading) + Line("\(session.id)  ") + Line(name.rawValue, .field)
          + Line("  the \(words.noun)")), .rule,
    ]
    let sentence = words.sentence(in: session.facts(on: wire).version)
    if !sentence.isEmpty { blocks.append(.labelled("is", Line(sentence))) }
    blocks += Side.allCases.map { side in
      let actor = wire.actor(playing: side)
      return .labelled(actor.word, Line(standing(of: actor, side)))
    }
    blocks += attacker(isSecret: words.isSecret)
    return Page(blocks, next: ["show derivation \(name)", "why \(session.id)", "knowledge"])
  }

  private func attacker(isSecret: Bool) -> [Block] {
    let closure = lab.closure(of: session, on: wire)
    let label = session.interceptor == nil ? "attacker" : "listener"
    if let rules = closure.path(to: name) {
      let has =
        isSecret ? Line(said(.ability, "has.yes"), .bad) : Line(said(.ability, "has.open"))
      let path = rules.isEmpty ? [] : [KnowledgePath(rules, lab).table]
      return [.labelled(label, has)] + path
    }
    let missing = closure.missing(for: name, kept: .keptBetweenSessions).map { set in
      set.sorted().map(\.rawValue).joined(separator: String(worded: " and "))
    }
    return [
      .labelled(label, Line(said(.ability, "has.no"), .good)),
      .labelled("missing", Line(listed(missing, "or"), .secret)),
    ]
  }

  private func standing(of actor: Actor, _ side: Side) -> String {
    if let step = session.ledger.erasure(of: name, by: actor, on: wire) {
      return said(.ability, "has.erased", ["step": String(step)])
    }
    if name == .serverPrivateKey {
      return side == .server ? said(.ability, "has.owns") : said(.ability, "has.never")
    }
    return session.ledger.held(by: actor, on: wire)[name] == nil
      ? said(.ability, "has.no") : said(.ability, "has.yes")
  }
}
