import Knowledge
import Lab

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
      "reason": .string(finding.reason), "source": .string(finding.source.description),
      "mend": finding.mend.map { .string($0) } ?? .null,
    ])
  }
}
