import Explanations
import Knowledge
import X509

/// What came of all checks of a chain, in a few lines: what somebody who asks wants to know first.
enum ChainVerdict {
  static func blocks(_ examination: CertificateExamination) -> [Block] {
    var rows = examination.checks.flatMap { check -> [Block] in
      guard let failure = check.failure else { return [] }
      let line = check.outcome.badge + Line("  \(check.name.phrase): ")
      return [.line(line + Line(failure.words, .bad))] + failure.placeRows
    }
    func names(_ chosen: (Check) -> Bool) -> [String] {
      examination.checks.filter(chosen).map(\.name.short)
    }
    let passed = names { $0.outcome == .passed }
    let order = BundleOrderBlocks.rows(examination.chain)
    rows += order
    let isRight = BundleOrder(examination.chain)?.isHarmless ?? true
    if !passed.isEmpty, isRight {
      rows.append(.labelled("verified", Line(listed(passed), .good)))
    } else if !passed.isEmpty {
      // Others, who don't put it right, verify nothing of it.
      let text = said(.failure, "order.passed", ["checks": listed(passed)])
      rows.append(.labelled("in order", Line(text, .warning)))
    }
    let left = names(\.skipped)
    if !left.isEmpty {
      let text = said(.connection, "not-checked", ["checks": listed(left)])
      rows.append(.labelled("NOT", Line(text, .warning)))
    }
    return rows + [.blank]
  }
}
