import Bytes
import Explanations
import Knowledge
public import Probing
import TLSWire
import X509

extension Screens {
  /// What a server takes: the answer in a sentence, what it rests on, and what to change.
  public static func probe(_ server: ProbedServer) -> Page {
    let report = server.report
    var blocks: [Block] = [
      .line(
        Line("PROBE  ", .heading)
          + Line(
            said(
              .probe, "title",
              ["endpoint": server.endpoint, "connections": "\(report.connections)"]))),
      .paragraph(Line(server.sentence, server.style), indent: 0),
    ]
    blocks += server.remarks.map { .paragraph(Line($0), indent: 2) }
    if let cut = report.cutShort {
      blocks.append(
        .paragraph(
          Line(
            said(.probe, report.hasTired ? "cut.tired" : "cut", ["reason": cut.words]), .warning),
          indent: 2))
    }
    blocks += [.rule, .table(Table(rows: ProbeRows.of(report)))]
    for findings in report.taken { blocks += ProbeSuiteBlocks.of(findings) }
    blocks += ProbeCertificateBlocks.of(server)
    blocks += ProbeMendBlocks.of(server)
    return Page(blocks)
  }
}

/// What holds of the whole server, a row each.
enum ProbeRows {
  static func of(_ report: ProbeReport) -> [[Line]] {
    var rows = [row("versions", versions(report))]
    rows += report.versions.compactMap { findings -> [Line]? in
      guard case .unknown(let answer) = findings.standing, report.cutShort == nil else {
        return nil
      }
      return ["", Line("\(findings.version.displayName): \(answer.words)", .faint)]
    }
    rows.append(row("client", client(report)))
    for findings in report.taken where findings.lacksHandshake {
      guard let reason = findings.handshake?.failure else { continue }
      let values = ["version": findings.version.displayName, "reason": reason]
      rows.append(row("handshake", Line(said(.probe, "handshake.none", values), .warning)))
    }
    if !report.taken.isEmpty { rows.append(row("tickets", tickets(report))) }
    if let newest = report.taken.first(where: { $0.version == .tls13 }) {
      rows.append(row("early", earlyData(newest)))
    }
    if let safely = report.renegotiatesSafely {
      let takes = report.taken.first { $0.version < .tls13 }?.handshake?.takesRenegotiation
      rows.append(row("renegotiation", renegotiation(safely, takes ?? .unknown)))
      rows.append(
        row("compression", finding("compression", report.compresses ? .yes : .no, bad: .yes)))
    }
    rows.append(row("fallback", fallback(report)))
    rows.append(row("not-asked", Line(said(.probe, "not-asked"), .faint)))
    return rows
  }

  private static func row(_ label: String, _ line: Line) -> [Line] {
    [Line(said(.probe, "row.\(label)"), .faint), line]
  }

  private static func versions(_ report: ProbeReport) -> Line {
    func names(_ matches: (VersionFindings) -> Bool) -> String {
      report.versions.filter(matches).map(\.version.displayName).joined(separator: ", ")
    }
    let old = names { $0.standing == .taken && $0.version < .tls12 }
    let new = names { $0.standing == .taken && $0.version >= .tls12 }
    let refused = names { if case .refused = $0.standing { true } else { false } }
    let unknown = names { if case .unknown = $0.standing { true } else { false } }
    let spoken = names { if case .spoken = $0.standing { true } else { false } }
    var parts = [Line(new, .good), Line(old, .bad)]
    if !spoken.isEmpty {
      parts.append(Line(said(.probe, "version.spoken", ["versions": spoken]), .warning))
    }
    if !refused.isEmpty {
      parts.append(Line(said(.probe, "version.no", ["versions": refused]), .faint))
    }
    if !unknown.isEmpty {
      parts.append(Line(said(.probe, "version.unknown", ["versions": unknown]), .warning))
    }
    let shown = parts.filter { !$0.text.isEmpty }
    return shown.dropFirst().reduce(shown.first ?? Line([])) { $0 + "; " + $1 }
  }

  private static func finding(
    _ name: String, _ finding: ProbeReport.Finding, bad: ProbeReport.Finding? = nil
  ) -> Line {
    Line(
      said(.probe, "\(name).\(finding.rawValue)"),
      finding == bad ? .bad : finding == .unknown ? .faint : .plain)
  }

  private static func client(_ report: ProbeReport) -> Line {
    guard report.asksForCertificate == .yes else {
      return finding("asks", report.asksForCertificate)
    }
    return finding("requires", report.requiresCertificate)
  }

  /// Of TLS 1.3, and of the highest version before it: those were gone through to the end.
  private static func tickets(_ report: ProbeReport) -> Line {
    let newest = report.taken.first { $0.version == .tls13 }
    let older = report.taken.first { $0.version < .tls13 }
    return Line([newest, older].compactMap { $0.map(tickets) }.joined(separator: "; "))
  }

  private static func tickets(_ findings: VersionFindings) -> String {
    let values = ["version": findings.version.displayName]
    let words = said(.probe, "tickets.\(findings.givesTickets.rawValue)", values)
    guard findings.givesTickets == .yes else { return words }
    let seconds = findings.handshake?.ticketLifetime ?? 0
    let time = said(
      .probe, seconds == 1 ? "tickets.time.one" : "tickets.time", ["seconds": "\(seconds)"])
    return words + (seconds > 0 ? time : "") + alone(findings)
  }

  private static func earlyData(_ findings: VersionFindings) -> Line {
    guard let limit = findings.handshake?.earlyDataLimit else {
      // Without a ticket there is nothing under which to send it.
      return findings.givesTickets == .no
        ? Line(said(.probe, "early.no-tickets")) : Line(said(.probe, "early.unknown"), .faint)
    }
    guard limit > 0 else { return Line(said(.probe, "early.no")) }
    return Line(said(.probe, "early.yes", ["size": "\(limit)"]), .warning)
  }

  /// Whether a ticket of TLS 1.3 is taken with nothing beside it.
  private static func alone(_ findings: VersionFindings) -> String {
    guard findings.version >= .tls13 else { return "" }
    let taken = findings.handshake?.resumesWithoutExchange ?? .unknown
    return ", " + said(.probe, "tickets.alone.\(taken.rawValue)")
  }

  private static func renegotiation(
    _ safely: ProbeReport.Finding, _ takes: ProbeReport.Finding
  ) -> Line {
    finding("renegotiation", safely, bad: .no) + "; " + finding("client-begins", takes, bad: .yes)
  }

  private static func fallback(_ report: ProbeReport) -> Line {
    report.fallback.map { finding("fallback", $0) } ?? Line(said(.probe, "fallback.needless"))
  }
}

extension ProbeAnswer {
  /// What came, in words.
  public var words: String {
    switch self {
    case .flight(let flight):
      said(.probe, "answer.other-version", ["version": flight.hello.version.displayName])
    case .alert(let description): said(.probe, "answer.alert", ["alert": description.label])
    case .closed: said(.probe, "answer.closed")
    case .reset: said(.probe, "answer.reset")
    case .silent: said(.probe, "answer.silent")
    case .cutOff(let count): said(.probe, "answer.cut-off", ["count": "\(count)"])
    case .otherProtocol(let bytes):
      said(.probe, "answer.other", ["text": Self.name(bytes) ?? Self.text(bytes)])
    case .unreadable(let reason): said(.probe, "answer.unreadable", ["reason": reason])
    case .unreached(let reason): reason
    case .stopped: said(.probe, "answer.stopped")
    }
  }

  /// The first bytes of what is no text, and whose they are where that is known.
  private static func name(_ bytes: [UInt8]) -> String? {
    let line = bytes.prefix { $0 != 0x0a && $0 != 0x0d }
    guard line.isEmpty || line.contains(where: { !(0x20..<0x7f).contains($0) }) else { return nil }
    guard let other = OtherProtocol(bytes) else { return Array(bytes.prefix(16)).hex }
    return "\(other.firstLine) (\(other.words))"
  }

  /// The first line, without what a terminal would take for a command.
  private static func text(_ bytes: [UInt8]) -> String {
    let line = bytes.prefix { $0 != 0x0a && $0 != 0x0d }
    return String(decoding: line.map { (0x20..<0x7f).contains($0) ? $0 : 0x3f }, as: UTF8.self)
  }
}
