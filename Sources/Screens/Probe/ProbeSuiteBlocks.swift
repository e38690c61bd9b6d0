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
          + Line(order("suites", findings.order, findings.suites.count))),
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
    let title = order("groups", findings.groupOrder, findings.groups.count)
    blocks.append(
      .paragraph(
        Line(said(.probe, "groups.title"), .field) + Line(title + ": ") + Line(names), indent: 1))
    if !findings.hasAllGroups {
      blocks.append(.paragraph(Line(said(.probe, "groups.some"), .faint), indent: 1))
    }
    return blocks
  }

  private static func order(
    _ what: String, _ order: VersionFindings.Order?, _ count: Int
  ) -> String {
    guard let order else { return "" }
    return ", " + said(.probe, "order.\(order.rawValue)")
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
