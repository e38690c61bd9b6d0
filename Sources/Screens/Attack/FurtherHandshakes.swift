import Eavesdropper
import Explanations
import Knowledge
import TLSKeys

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
    guard let number = opened.sealedHandshake else {
      let text = said(.reason, "way.damaged", ["records": count])
      return [.labelled("damaged", Line(text, .warning))]
    }
    let text = said(
      .reason, "way.further.sealed", ["records": count, "number": String(number)])
    return [.labelled("sealed", Line(text, .good))] + WhySealed(verdict).missing
  }
}
