import Knowledge
public import Lab
import TLSKeys

extension Screens {
  /// Settings or a session held against today's advice: a verdict for each check, the reason, where
  /// the advice is written, and the command that mends.
  public static func audit(_ audit: Audit) -> Page {
    let subject = audit.session.map { "what \($0) agreed on" } ?? "the settings in force"
    let counts = AuditVerdict.allCases.compactMap { verdict -> String? in
      let count = audit.count(of: verdict)
      return count == 0 ? nil : "\(count) \(verdict.word)"
    }
    var long: [String] = []
    var rows: [[Line]] = []
    for finding in audit.findings {
      rows.append([
        finding.verdict.badge, Line(finding.title, .heading),
        Line(finding.reason) + Line("   \(finding.source.cited)", .faint),
      ])
      guard let mend = finding.mend else { continue }
      // A list of names is too long for a column, and must stay in one piece to be copied.
      if mend.count <= longest {
        rows.append(["", "", Line("mend: ", .faint) + Line(mend, .command)])
      } else {
        if !long.contains(mend) { long.append(mend) }
        let number = (long.firstIndex(of: mend) ?? 0) + 1
        rows.append(["", "", Line("mend: the command [\(number)] below", .faint)])
      }
    }
    var blocks: [Block] = [
      .line(
        Line("AUDIT  ", .heading) + Line("\(subject): ")
          + Line(counts.joined(separator: ", "), audit.verdict.style)),
      .rule, .table(Table(rows: rows)),
    ]
    for (index, command) in long.enumerated() {
      blocks += [.blank, .line(Line(" [\(index + 1)]", .faint)), .verbatim(command, indent: 1)]
    }
    blocks += unmended(audit)
    return Page(blocks, next: suggestions(audit))
  }

  /// A note, where a real program should do something otherwise.
  private static func unmended(_ audit: Audit) -> [Block] {
    let isUnmended = audit.findings.contains { finding in
      [.weak, .bad].contains(finding.verdict) && finding.mend == nil
    }
    guard isUnmended, !audit.outside.isEmpty else { return [] }
    let who = listed(audit.outside.map { "the real \($0.rawValue)" })
    return [
      .blank,
      .paragraph(
        Line("What \(who) should do otherwise no setting of this lab mends.", .faint), indent: 1),
    ]
  }

  /// Letters of a command that still fits into the column.
  private static let longest = 100

  private static func suggestions(_ audit: Audit) -> [String] {
    let short = audit.findings.compactMap(\.mend).filter { $0.count <= 40 }
    let next = short.prefix(2) + (audit.session == nil ? ["settings"] : ["audit"])
    return Array(next)
  }
}

extension AuditVerdict {
  fileprivate var word: String {
    switch self {
    case .good: "good"
    case .weak: "weak"
    case .bad: "bad"
    case .unknown: "not known"
    }
  }

  fileprivate var style: Style {
    switch self {
    case .good: .good
    case .weak: .warning
    case .bad: .bad
    case .unknown: .faint
    }
  }

  /// The word in brackets.
  fileprivate var badge: Line {
    switch self {
    case .good: Line("[GOOD]", style)
    case .weak: Line("[WEAK]", style)
    case .bad: Line("[BAD]", style)
    case .unknown: Line("[-]", style)
    }
  }
}
