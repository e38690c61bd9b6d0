import Eavesdropper
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
      let how = next.by.first.map { ": \(FormulaWords(rule: $0.rule).verb)" } ?? ""
      blocks.append(
        .labelled("then", Line("handshake \(index + 2), under the keys before, opens too\(how)")))
    }
    return blocks + unopened
  }

  private var unopened: [Block] {
    guard opened.damaged > 0 else { return [] }
    let count = plural(opened.damaged, "record")
    guard let number = opened.sealedHandshake else {
      return [.labelled("damaged", Line("\(count) did not open", .warning))]
    }
    let text =
      "\(count) under the keys of handshake \(number); it was read, but its secret is another one"
    return [.labelled("sealed", Line(text, .good))] + WhySealed(verdict).missing
  }
}
