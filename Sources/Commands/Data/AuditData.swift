import Knowledge
import Lab
import Screens

/// An audit for other programs.
enum AuditData {
  static func findings(_ audit: Audit) -> JSONValue {
    .object([
      "session": audit.session.map { .string($0) } ?? .null,
      "verdict": .string(audit.verdict.rawValue),
      "findings": .array(audit.findings.map(data)),
    ])
  }

  private static func data(_ finding: Audit.Finding) -> JSONValue {
    .object([
      "check": .string(finding.check.rawValue), "verdict": .string(finding.verdict.rawValue),
      "reason": .string(finding.reason.words),
      "source": .string(finding.deciding.requirement.source.description),
      "word": .string(finding.deciding.requirement.word.rawValue),
      "requirements": .array(finding.rulings.map(data)),
      "mend": finding.mend.map { .string($0) } ?? .null,
    ])
  }

  private static func data(_ ruling: Audit.Ruling) -> JSONValue {
    .object([
      "source": .string(ruling.requirement.source.description),
      "word": .string(ruling.requirement.word.rawValue),
      "sentence": .string(ruling.requirement.sentence),
      "quoted": .bool(ruling.requirement.isQuoted),
      "verdict": .string(ruling.verdict.rawValue), "reason": .string(ruling.reason.words),
    ])
  }
}
