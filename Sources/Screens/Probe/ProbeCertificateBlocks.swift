import CryptoPrimitives
import Explanations
import Knowledge
import Probing
import X509

/// The certificates that a server showed, and what is wrong with them.
enum ProbeCertificateBlocks {
  static func of(_ server: ProbedServer) -> [Block] {
    guard !server.examinations.isEmpty else {
      let line =
        server.isAnonymous
        ? Line(said(.probe, "certificate.none"), .bad)
        : Line(said(.probe, "certificate.unknown"), .faint)
      return [.blank, .paragraph(line, indent: 0)]
    }
    return server.examinations.flatMap { [.blank] + blocks($0) }
  }

  private static func blocks(_ examination: CertificateExamination) -> [Block] {
    guard let own = examination.chain.first else { return [] }
    let above = examination.chain.dropFirst().map(\.subject)
    let all = own.subjectNames.map(\.text)
    let names = all.isEmpty ? "-" : all.joined(separator: ", ")
    var rows = [
      row("subject", "\(own.subject), \(own.publicKey.kind.word)"),
      row("names", names),
      row("issuer", own.issuer),
      row("chain", above.isEmpty ? said(.probe, "chain.alone") : above.joined(separator: "; ")),
    ]
    let order = BundleOrder(examination.chain)
    if let order {
      rows.append([Line(said(.probe, "row.order"), .faint), Line(order.words, .warning)])
    }
    let failed = examination.checks.compactMap { check in
      check.failure.map { (check, $0) }
    }
    rows += failed.map { check, failure in
      [check.outcome.badge, Line("\(check.name.phrase): ") + Line(failure.words, .bad)]
    }
    if failed.isEmpty {
      rows.append([
        Line(said(.probe, "row.judged"), .faint), Line(said(.probe, "certificate.good"), .good),
      ])
    }
    let left = examination.checks.filter(\.skipped).map(\.name.short)
    if !left.isEmpty { rows.append(row("not-checked", listed(left))) }
    return [
      .line(Line(said(.probe, "certificate.title"), .heading)), .table(Table(rows: rows)),
    ]
  }

  private static func row(_ label: String, _ text: String) -> [Line] {
    [Line(said(.probe, "row.\(label)"), .faint), Line(text)]
  }
}
