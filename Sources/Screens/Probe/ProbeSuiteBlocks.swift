import Bytes
import Explanations
import Probing
import TLSWire

/// What a server takes in one version, in its order.
enum ProbeSuiteBlocks {
  static func of(_ findings: VersionFindings) -> [Block] {
    var blocks: [Block] = [
      .blank,
      .line(
        Line(findings.version.displayName, .heading)
          + Line(order(findings.order))),
      .table(Table(rows: findings.suites.map { row(ProbedSuite($0)) })),
    ]
    if !findings.isComplete {
      blocks.append(.paragraph(Line(said(.probe, "suites.some"), .warning), indent: 1))
    }
    if let bits = findings.primeBits {
      let line = Line(said(.probe, "prime", ["bits": "\(bits)"]), bits < 2048 ? .bad : .plain)
      blocks.append(.paragraph(line, indent: 1))
    }
    guard !findings.groups.isEmpty else { return blocks }
    let names = findings.groups.map(\.label).joined(separator: ", ")
    let title = groupOrder(findings)
    blocks.append(
      .paragraph(
        Line(said(.probe, "groups.title"), .field) + Line(title + ": ") + Line(names), indent: 1))
    if let limit = findings.groupLimit {
      let words = said(.probe, "groups.some.\(limit.rawValue)")
      blocks.append(.paragraph(Line(words, .faint), indent: 1))
    }
    return blocks
  }

  private static func order(_ order: VersionFindings.Order?) -> String {
    guard let order else { return "" }
    return ", " + said(.probe, "order.\(order.rawValue)")
  }

  /// In TLS 1.3 the order may count only where the client sends no key at once.
  private static func groupOrder(_ findings: VersionFindings) -> String {
    guard let order = findings.groupOrder else { return "" }
    switch findings.shareDecides {
    case .yes?: return ", " + said(.probe, "order.share.\(order.rawValue)")
    case .no?: return self.order(order)
    case .unknown?: return ", " + said(.probe, "order.taken")
    case nil:
      return findings.version < .tls13 ? self.order(order) : ", " + said(.probe, "order.taken")
    }
  }

  private static func row(_ suite: ProbedSuite) -> [Line] {
    let isOpen = suite.opensWithServerKey || suite.exchange == .anonymous
    var words = [said(.probe, "exchange.\(suite.exchange.rawValue)")]
    if suite.isNull { words.append(said(.probe, "cipher.none")) }
    if suite.isWeak { words.append(said(.probe, "cipher.broken")) }
    let style: Style =
      isOpen || suite.isNull ? .bad : suite.isWeak || suite.exchange == .shared ? .warning : .good
    return [
      Line(suite.name, .field), Line(words.joined(separator: ", "), style),
    ]
  }
}
