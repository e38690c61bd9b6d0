import Bytes
import Explanations
import Knowledge
public import Lab
import TLSEngine
import TLSKeys
import TLSWire

extension Screens {
  /// Keys for another protocol out of a session, at both ends, and how they come about (RFC 5705).
  ///
  /// - Parameters:
  ///   - label: what they are for, as IANA registered it.
  ///   - context: what both sides know beside; nil: nothing.
  ///   - count: bytes.
  /// - Returns: nil where the session is not established.
  public static func exporter(
    _ lab: Lab, _ session: Session, label: String, context: String?, count: Int
  ) -> Page? {
    let bytes = context.map { Array($0.utf8) }
    // An end that is a program outside keeps what it made to itself.
    let client = session.client.map { $0.export(label: label, context: bytes, count: count) }
    let server = session.server.map { $0.export(label: label, context: bytes, count: count) }
    let made = [client, server].compactMap { $0 }
    guard !made.contains(nil), let first = made.compactMap({ $0 }).first else { return nil }
    var blocks: [Block] = [
      .edges(
        left: Line("EXPORTER  ", .heading) + Line(label, .field)
          + Line("  \(ByteText.count(count))"), right: Line(session.id)), .rule,
      .labelled(
        "is",
        Line(said(.page, "exporter"))),
    ]
    let sees = isVisible(lab, session)
    blocks +=
      ends(lab, session, client ?? nil, server ?? nil, sees: sees) + [.blank]
      + steps(lab.view == .server ? (server ?? nil) ?? first : first, sees: sees)
    return Page(blocks, next: ["show keys", "knowledge"])
  }

  private static func ends(
    _ lab: Lab, _ session: Session, _ client: Export?, _ server: Export?, sees: Bool
  ) -> [Block] {
    guard sees else {
      return [
        .labelled(
          "value",
          Line(
            "// // // //  "
              + said(.page, "value.not_visible", ["viewer": the(lab.view.rawValue)]), .faint))
      ]
    }
    // One end does not see what the other made of it.
    guard let client, lab.view != .server else { return server.map { rows("server", $0) } ?? [] }
    guard let server, lab.view != .client else { return rows("client", client) }
    let other =
      client.value == server.value
      ? [Block.labelled("server", Line("the same", .good))]
      : rows("server", server)
        + [
          .labelled(
            "so", Line(said(.page, "exporter.differs"), .bad))
        ]
    let thief =
      isKnown(lab, session)
      ? Line(said(.page, "exporter.stolen"), .bad) : Line("nothing", .good)
    return rows("client", client) + other + [.labelled("attacker", thief)]
  }

  private static func rows(_ label: String, _ export: Export) -> [Block] {
    ByteText.rows(export.value).enumerated().map { index, digits in
      .labelled(index == 0 ? label : "", Line(digits, .secret))
    }
  }

  /// Whether whoever looks has the secret behind it: the ends, and who is in between, have one with
  /// each.
  private static func isVisible(_ lab: Lab, _ session: Session) -> Bool {
    switch lab.view {
    case .all, .client, .server, .proxy: true
    case .eavesdropper: isKnown(lab, session)
    case .interceptor: session.interceptor != nil || isKnown(lab, session)
    }
  }

  /// Whether the secret behind it follows from what the attacker holds.
  private static func isKnown(_ lab: Lab, _ session: Session) -> Bool {
    let known = lab.closure(of: session, on: session.clientWire).known
    return known.contains(
      session.facts(on: session.clientWire).version == .tls13
        ? .exporterMasterSecret : .masterSecret)
  }

  /// - Parameter sees: whether the commands, which hold the secrets, may be shown.
  private static func steps(_ export: Export, sees: Bool) -> [Block] {
    export.derivations.flatMap { derivation -> [Block] in
      let command =
        sees ? ShellCommand.recomputing(derivation.rule, from: export.values) : nil
      return [
        .labelled("formula", Line(FormulaWords(rule: derivation.rule).symbols)),
        .labelled("source", Line(derivation.rule.source.cited)),
      ] + (command.map { [.verbatim($0.line, indent: 1)] } ?? [])
    }
  }
}
