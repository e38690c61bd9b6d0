import Bytes
import Commands
import Knowledge
import Lab
import Probing
import Screens
import TLSWire
import X509

/// What a server takes, for other programs.
enum ProbeData {
  static func of(_ server: ProbedServer) -> JSONValue {
    let report = server.report
    return .object([
      "endpoint": .string(server.endpoint), "connections": .number(report.connections),
      "verdict": .string(report.verdict.word), "sentence": .string(server.sentence),
      "remarks": .array(server.remarks.map { .string($0) }),
      "reach": report.reach.map { .string($0.rawValue) } ?? .null,
      "complete": .bool(report.isComplete && !report.taken.contains(where: \.lacksHandshake)),
      "cut_short": report.cutShort.map { .string($0.words) } ?? .null,
      "versions": .array(report.versions.map(version)),
      "client_certificate": .object([
        "asked_for": finding(report.asksForCertificate),
        "required": finding(report.requiresCertificate),
      ]),
      "secure_renegotiation": report.renegotiatesSafely.map(finding) ?? .null,
      "not_asked": .array(ProbeReport.notAsked.map { .string($0) }),
      "compression": .bool(report.compresses),
      "fallback_scsv": report.fallback.map(finding) ?? .null,
      "certificates": .array(server.examinations.map(chain)),
      "changes": .array(
        server.obstacles.map(change) + report.weaknesses.map { change($0, report.keys) }),
    ])
  }

  private static func finding(_ finding: ProbeReport.Finding) -> JSONValue {
    .string(finding.rawValue)
  }

  private static func version(_ findings: VersionFindings) -> JSONValue {
    var object: JSONObject = ["version": .string(findings.version.displayName)]
    // Whether it speaks it, where nothing of what was offered is taken.
    if case .spoken = findings.standing { object["spoken"] = .bool(true) }
    switch findings.standing {
    case .taken: object["taken"] = .string("yes")
    case .refused(let answer):
      object["taken"] = .string("no")
      object["answer"] = .string(answer.words)
    case .spoken(let answer), .unknown(let answer):
      object["taken"] = .string("unknown")
      object["answer"] = .string(answer.words)
    }
    guard findings.standing == .taken else { return .object(object) }
    object["suites"] = .array(findings.suites.map { suite(ProbedSuite($0)) })
    object["suite_order"] = findings.order.map { .string($0.rawValue) } ?? .null
    object["suites_complete"] = .bool(findings.isComplete)
    object["groups"] = .array(findings.groups.map { .string($0.label) })
    object["group_order"] = findings.groupOrder.map { .string($0.rawValue) } ?? .null
    object["key_share_decides"] = findings.shareDecides.map(finding) ?? .null
    object["groups_complete"] = .bool(findings.hasAllGroups)
    object["prime_bits"] = findings.primeBits.map { .number($0) } ?? .null
    object["old_signature"] = findings.oldSignature.map { .string($0.label) } ?? .null
    object["tickets"] = finding(findings.givesTickets)
    object["ticket_lifetime"] = findings.handshake?.ticketLifetime.map { .number($0) } ?? .null
    object["max_early_data"] =
      findings.version >= .tls13
      ? findings.handshake?.earlyDataLimit.map { .number($0) } ?? .null : .null
    object["resumes_without_key_exchange"] =
      findings.version >= .tls13
      ? finding(findings.handshake?.resumesWithoutExchange ?? .unknown) : .null
    object["client_renegotiation"] =
      findings.version < .tls13
      ? finding(findings.handshake?.takesRenegotiation ?? .unknown) : .null
    object["handshake"] =
      findings.handshake.map { .string($0.isEstablished ? "established" : $0.failure ?? "unknown") }
      ?? .null
    return .object(object)
  }

  private static func suite(_ suite: ProbedSuite) -> JSONValue {
    .object([
      "name": .string(suite.name), "number": .string(suite.suite.hexadecimal),
      "exchange": .string(suite.exchange.rawValue),
      "opens_with_server_key": .bool(suite.opensWithServerKey),
      "null": .bool(suite.isNull), "weak": .bool(suite.isWeak),
    ])
  }

  private static func chain(_ examination: CertificateExamination) -> JSONValue {
    let failed = examination.checks.compactMap { check in check.failure.map { (check, $0) } }
    return .object([
      "chain": .array(
        examination.chain.map { certificate in
          .object([
            "subject": .string(certificate.subject), "issuer": .string(certificate.issuer),
            "dns_names": .array(certificate.dnsNames.map { .string($0) }),
            "names": .array(certificate.subjectNames.map { .string($0.text) }),
            "not_before": certificate.notBefore.map { .number(Int($0)) } ?? .null,
            "not_after": certificate.notAfter.map { .number(Int($0)) } ?? .null,
            "pem": .string(certificate.pem),
          ])
        }),
      "checks_not_made": .array(
        examination.checks.filter(\.skipped).map { .string($0.name.rawValue) }),
      "failed_checks": .array(
        failed.map { check, failure in
          .object(["name": .string(check.name.rawValue), "reason": .string(failure.reason)])
        }),
      "order": .string(BundleOrder.word(for: examination.chain)),
    ])
  }

  private static func change(_ obstacle: ProbeObstacle) -> JSONValue {
    .object([
      "name": .string(obstacle.name), "words": .string(obstacle.words),
      "configuration": .object([:]),
    ])
  }

  private static func change(_ weakness: Weakness, _ keys: ProbeReport.Keys) -> JSONValue {
    .object([
      "name": .string(weakness.name), "words": .string(weakness.words),
      "configuration": .object(JSONObject(weakness.mends(for: keys).mapValues { .string($0) })),
    ])
  }
}

extension Verdict {
  /// By which other programs know it.
  fileprivate var word: String {
    switch self {
    case .open: "open"
    case .opensWithKey: "opens_with_key"
    case .opensWithSharedKey: "opens_with_shared_key"
    case .sealed: "sealed"
    case .sealedSoFar: "sealed_so_far"
    case .unknown: "unknown"
    }
  }
}
