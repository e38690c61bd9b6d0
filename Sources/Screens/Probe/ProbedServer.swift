import Explanations
public import Probing
import TLSWire
public import X509

/// A server that was asked, as its pages and its data tell of it.
public struct ProbedServer: Sendable {
  /// Its address, as it was typed.
  public var endpoint: String
  /// What passes there.
  public var traffic: Traffic
  public var report: ProbeReport
  /// What is to be said of each chain that it showed.
  public var examinations: [CertificateExamination]

  /// What somebody would read who could.
  public enum Traffic: String, Hashable, Sendable, CaseIterable {
    case calls
    case mail
    case messages
    case connections
  }

  public init(
    endpoint: String, traffic: Traffic, report: ProbeReport, examinations: [CertificateExamination]
  ) {
    self.endpoint = endpoint
    self.traffic = traffic
    self.report = report
    self.examinations = examinations
  }

  /// The answer in one sentence: who can read what was recorded.
  public var sentence: String {
    let traffic = said(.probe, "traffic.\(traffic.rawValue)")
    switch report.verdict {
    case .open(let count):
      return said(.probe, "verdict.open", ["traffic": traffic, "suites": suiteCount(count)])
    case .opensWithKey(let rsa, let fixed):
      let exchange = said(.probe, rsa > 0 ? "key-of.rsa" : "key-of.fixed")
      return said(
        .probe, "verdict.key",
        ["traffic": traffic, "suites": suiteCount(rsa + fixed), "exchange": exchange])
    case .opensWithSharedKey(let count):
      return said(
        .probe, "verdict.shared-key", ["traffic": traffic, "suites": suiteCount(count)])
    case .sealed where isAnonymous, .sealedSoFar where isAnonymous:
      return said(.probe, "verdict.anonymous", ["traffic": traffic])
    case .sealed: return said(.probe, "verdict.sealed", ["traffic": traffic])
    case .sealedSoFar: return said(.probe, "verdict.sealed-so-far", ["traffic": traffic])
    case .unknown: return said(.probe, "verdict.unknown")
    }
  }

  var style: Style {
    switch report.verdict {
    case .open, .opensWithKey, .opensWithSharedKey: .bad
    case .sealed where isAnonymous, .sealedSoFar where isAnonymous: .bad
    case .sealed: .good
    case .sealedSoFar, .unknown: .warning
    }
  }

  /// What is to be added to the sentence, where something is.
  public var remarks: [String] {
    var remarks: [String] = []
    if let reach = report.reach { remarks.append(said(.probe, "reach.\(reach.rawValue)")) }
    if case .open = report.verdict,
      let count = Optional(report.suites.filter({ $0.opensWithServerKey && !$0.isNull }).count),
      count > 0
    {
      remarks.append(said(.probe, "open.key-too", ["suites": suiteCount(count)]))
    }
    remarks += sharedKeyRemarks
    let anonymous = report.suites.filter { $0.exchange == .anonymous }.count
    if anonymous > 0, !isAnonymous {
      remarks.append(said(.probe, "open.between", ["suites": suiteCount(anonymous)]))
    }
    if report.gives(.yes, before: .tls13) { remarks.append(said(.probe, "tickets.key")) }
    if let alone = report.resumesWithoutExchange, report.gives(.yes, from: .tls13) {
      let newest = report.taken.first { $0.version >= .tls13 }
      let early =
        alone == .no ? newest?.handshake?.earlyDataLimit.map { $0 > 0 ? ".some" : ".none" } : nil
      remarks.append(said(.probe, "tickets.early.\(alone.rawValue)\(early ?? "")"))
    }
    return remarks
  }
}

extension ProbedServer {
  /// What a key that both had before opens beside the verdict, and what is not known for want of one.
  private var sharedKeyRemarks: [String] {
    var remarks: [String] = []
    let shared = report.suites.filter { $0.exchange == .shared && !$0.isNull }.count
    switch report.verdict {
    case .open, .opensWithKey:
      if shared > 0 {
        remarks.append(said(.probe, "open.shared-key-too", ["suites": suiteCount(shared)]))
      }
    default: break
    }
    for findings in report.versions {
      guard case .spoken = findings.standing else { continue }
      remarks.append(
        said(
          .probe, report.hasSharedKey ? "spoken.psk" : "spoken",
          ["version": findings.version.displayName]))
    }
    return remarks
  }
}

extension ProbeReport {
  /// Whether it gives tickets before a version. One of those opens the recording of the session that got it
  /// (RFC 5077 §5).
  fileprivate func gives(_ finding: Finding, before version: ProtocolVersion) -> Bool {
    taken.contains { $0.version < version && $0.givesTickets == finding }
  }

  /// The same from a version on, where new keys are agreed on beside a ticket (RFC 8446 §2.2).
  fileprivate func gives(_ finding: Finding, from version: ProtocolVersion) -> Bool {
    taken.contains { $0.version >= version && $0.givesTickets == finding }
  }
}

extension VersionFindings {
  /// Whether it gives tickets: in TLS 1.2 its ServerHello says so (RFC 5077 §3.2), in TLS 1.3 they come.
  public var givesTickets: ProbeReport.Finding {
    if version < .tls13, let hello = first?.hello { return hello.has(.sessionTicket) ? .yes : .no }
    return handshake?.tickets.map { $0 > 0 ? .yes : .no } ?? .unknown
  }
}

/// `1 suite`, `4 suites`.
func suiteCount(_ count: Int) -> String {
  count == 1 ? said(.probe, "suite.one") : said(.probe, "suite.many", ["count": "\(count)"])
}
