import Explanations
import Knowledge
public import Lab
import Pages
import TLSKeys

extension Screens {
  /// Settings or a session held against the standards: a verdict for each check, the reason, the
  /// sentence by which it is judged, and the command that mends.
  public static func audit(_ audit: Audit) -> Page {
    let subject =
      audit.session.map { said(.audit, "subject.session", ["session": $0]) }
      ?? said(.audit, "subject.settings")
    let counts = AuditVerdict.allCases.compactMap { verdict -> String? in
      let count = audit.count(of: verdict)
      return count == 0 ? nil : "\(count) \(Wording.text(of: verdict.word))"
    }
    var long: [String] = []
    let rows = audit.findings.flatMap { Self.rows(of: $0, &long) }
    var blocks: [Block] = [
      .line(
        Line("AUDIT  ", .heading) + Line("\(subject): ")
          + Line(counts.joined(separator: ", "), audit.verdict.style))
    ]
    blocks += whose(audit)
    blocks += [.rule, .table(Table(rows: rows))]
    for (index, command) in long.enumerated() {
      blocks += [.blank, .line(Line(" [\(index + 1)]", .faint)), .verbatim(command, indent: 1)]
    }
    blocks += unmended(audit)
    return Page(blocks, next: suggestions(audit))
  }

  /// - Parameter long: commands that are too long for a column, each once.
  private static func rows(of finding: Audit.Finding, _ long: inout [String]) -> [[Line]] {
    var rows: [[Line]] = [
      [finding.verdict.badge, Line(finding.check.title, .heading), Line(finding.reason.words)],
      ["", "", finding.deciding.requirement.line],
    ]
    guard let mend = finding.mend else { return rows }
    // A list of names must stay in one piece to be copied.
    if mend.count <= longest {
      rows.append(["", "", Line("mend: ", .faint) + Line(mend, .command)])
    } else {
      if !long.contains(mend) { long.append(mend) }
      let number = (long.firstIndex(of: mend) ?? 0) + 1
      rows.append(["", "", Line("mend: the command [\(number)] below", .faint)])
    }
    return rows
  }

  /// Whose settings were judged, where one might think of others.
  private static func whose(_ audit: Audit) -> [Block] {
    guard let session = audit.unjudged else { return [] }
    return [
      .paragraph(
        Line(said(.audit, "unjudged") + " ", .faint) + Line("audit \(session)", .command), indent: 1
      )
    ]
  }

  /// A note, where a real program should do something otherwise.
  private static func unmended(_ audit: Audit) -> [Block] {
    let isUnmended = audit.findings.contains { finding in
      [.weak, .bad].contains(finding.verdict) && finding.mend == nil
    }
    guard isUnmended, !audit.outside.isEmpty else { return [] }
    let ends = ["ends": listed(audit.outside.map(\.rawValue))]
    return [
      .blank,
      .paragraph(Line(said(.audit, "unmended", ends), .faint), indent: 1),
    ]
  }

  /// Letters of a command that still fits into the column.
  private static let longest = 100

  private static func suggestions(_ audit: Audit) -> [String] {
    let short = audit.findings.compactMap(\.mend).filter { $0.count <= 40 }
    let real = audit.unjudged.map { ["audit \($0)"] } ?? []
    return real + short.prefix(2 - real.count)
      + (audit.session == nil ? ["settings"] : ["audit settings"])
  }
}

extension Requirement {
  /// Where it stands, how much it demands, and what it says; in quotation marks as it is written.
  fileprivate var line: Line {
    let said = isQuoted ? "\"\(sentence)\"" : sentence
    return Line("\(source.cited), \(word.rawValue): \(said)", .faint)
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
