import Eavesdropper
import Explanations
import Knowledge
import Lab
import TLSKeys
import TLSWire

/// What an attempt says of the handshakes after the first.
struct FurtherHandshakes {
  let opened: Attempt.Opened
  let verdict: Verdict

  /// Every further handshake with what opened it, and of one that stays closed what it would take.
  var blocks: [Block] {
    var blocks: [Block] = []
    for (index, attempt) in opened.further.enumerated() {
      guard case .opened(let next) = attempt else { continue }
      let number = String(index + 2)
      let text =
        next.by.first.map {
          let way = FormulaWords(rule: $0.rule).verb
          return said(.reason, "way.further.by", ["number": number, "way": way])
        } ?? said(.reason, "way.further", ["number": number])
      blocks.append(.labelled("then", Line(text)))
    }
    return blocks + unopened
  }

  private var unopened: [Block] {
    guard opened.damaged > 0 else { return [] }
    let count = plural(opened.damaged, "record")
    guard let number = opened.sealedHandshake else { return keyless + damaged }
    let text = said(
      .reason, "way.further.sealed", ["records": count, "number": String(number)])
    return [.labelled("sealed", Line(text, .good))] + WhySealed(verdict).missing
  }

  /// Of each side how many records are under keys that the attacker does not have.
  private var keyless: [Block] {
    Side.allCases.compactMap { side in
      let count = opened.keyless?.count { $0 == side } ?? 0
      guard count > 0 else { return nil }
      let sender = verdict.entry.wire.actor(playing: side).word
      let text = said(
        .reason, "way.keyless", ["records": plural(count, "record"), "sender": sender])
      return .labelled("sealed", Line(text, .good))
    }
  }

  private var damaged: [Block] {
    let count = opened.damaged - (opened.keyless?.count ?? 0)
    guard count > 0 else { return [] }
    let text = said(.reason, "way.damaged", ["records": plural(count, "record")])
    return [.labelled("damaged", Line(text, .warning))]
  }
}
