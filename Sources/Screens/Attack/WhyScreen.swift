import Bytes
import Eavesdropper
import Explanations
import Knowledge
public import Lab
import Pages
import TLSEngine
import TLSKeys
import TLSWire

extension Screens {
  /// Why something is as it is.
  ///
  /// - Parameter thing: a session (`S1`, `S3.client`, `last`): why its recording is open or sealed,
  ///   and why the session was refused; a value, of the current session or with the session in
  ///   front (`S1 master_secret`): by which way the attacker gets it, or what is missing.
  /// - Returns: nil when there is no such thing.
  public static func why(_ lab: Lab, thing: String) -> Page? {
    let words = thing.split(separator: " ").map(String.init)
    guard let first = words.first else { return nil }
    let parts = first.split(separator: ".", maxSplits: 1).map(String.init)
    if let session = lab.session(first) ?? parts.first.flatMap(lab.session) {
      if words.count > 1 { return WhyValue(lab, session, words[1])?.page }
      return whySession(lab, session, wire: parts.count > 1 ? Wire(rawValue: parts[1]) : nil)
    }
    guard let session = lab.currentSession ?? lab.sessions.last else { return nil }
    return WhyValue(lab, session, first)?.page
  }

  private static func whySession(_ lab: Lab, _ session: Session, wire: Wire?) -> Page {
    var blocks: [Block] = []
    let viewer = Viewer(session, lab.eyes(on: session))
    if let failure = viewer.session.failure {
      blocks += FailureBlocks(viewer.session, failure.failure, failure.alert, failure.by).blocks
      blocks.append(.blank)
    }
    if let side = session.sealedAlert {
      let actor = session.clientWire.actor(playing: side).spoken
      let text = said(.failure, "ended.sealed-alert", ["actor": actor])
      blocks += [.paragraph(Line(text, .bad), indent: 1), .blank]
    }
    if session.isInTheOpen {
      blocks += OpenTalkBlocks(session, viewer)?.advice ?? []
    } else if viewer.outcome == .fooled {
      blocks += fooled(session) + [.blank]
    }
    let verdicts = lab.vault(of: session).filter { wire == nil || $0.wire == wire }
      .map { Verdict($0, of: session, in: lab) }
    for verdict in verdicts {
      if blocks.last != nil, blocks.last != .blank { blocks.append(.blank) }
      blocks += heading(verdict)
      blocks += verdict.opened == nil ? WhySealed(verdict).blocks : path(verdict)
    }
    let others = lab.sessions.map(\.id).filter { $0 != session.id }
    return Page(
      blocks,
      next: ["decrypt \(session.id)"] + (others.last.map { ["why \($0)"] } ?? []) + ["vault"],
      sparse: sparseReason(lab, viewer.session, verdicts)
    ).asAnswer
  }

  /// Why the client took the attacker for the server.
  private static func fooled(_ session: Session) -> [Block] {
    let checks = session.checks(by: .client).filter { $0.name.rawValue.hasPrefix("certificate.") }
    let skipped = checks.filter(\.skipped).map { Wording.text(of: $0.name.word) }
    let first = session.steps.firstIndex { step in
      if step.actor == .client, case .verified(let check) = step.effect { return check.skipped }
      return false
    }
    var blocks: [Block] = [
      .line(
        session.outcome.badge + Line("  \(session.id)  " + said(.deed, "between.fooled.client"))
      ),
      .rule,
    ]
    if let certificate = session.certificate(on: .clientSide) {
      blocks.append(.labelled("shown", Line(certificate.summary)))
    }
    if !skipped.isEmpty {
      let checks = listed(skipped)
      let text =
        first.map {
          said(.connection, "not-checked.from", ["checks": checks, "step": String($0 + 1)])
        } ?? said(.connection, "not-checked", ["checks": checks])
      blocks.append(.labelled("NOT", Line(text, .bad)))
    }
    let reason =
      session.isBelievedByKey ? "between.fooled.reason.shared-key" : "between.fooled.reason"
    return blocks + [.labelled("so", Line(said(.deed, reason)))]
  }

  /// The way from what was stolen to the data.
  private static func path(_ verdict: Verdict) -> [Block] {
    let rules = verdict.path
    let sentence =
      verdict.opened?.using.isEmpty == true
      ? said(.reason, "way.no-cipher") : said(.reason, "way.steps")
    // What is only open in part has a reason for that, too.
    let limit: [Block] =
      verdict.entry.state == .partly
      ? [.paragraph(Line(verdict.reason, .warning), indent: 1), .blank] : []
    return limit + [
      .paragraph(Line(sentence), indent: 1),
      KnowledgePath(rules, verdict.lab).table,
    ]
  }
}

/// A path of rules from given values to a wanted one.
struct KnowledgePath {
  let rules: [Rule]
  private let stolen: Set<ValueName>

  init(_ rules: [Rule], _ lab: Lab) {
    self.rules = rules
    stolen = Set(lab.attacker.leaks.map(\.name))
  }

  var table: Block {
    var derived: Set<ValueName> = []
    let rows = rules.enumerated().map { index, rule -> [Line] in
      defer { derived.insert(rule.output) }
      return [
        Line("\(index + 1)", .faint), Line(rule.output.rawValue, .field), Line("<-", .faint),
        inputs(of: rule, derived),
      ]
    }
    return .table(Table(rows: rows))
  }

  private func inputs(of rule: Rule, _ derived: Set<ValueName>) -> Line {
    var line = Line("")
    for (place, input) in rule.inputs.enumerated() {
      if place > 0 { line += " + " }
      line += Line(input.rawValue, .field)
      if stolen.contains(input) {
        line += Line(" " + said(.reason, "way.input.stolen"), .bad)
      } else if input == .earlierMasterSecret {
        line += Line(" " + said(.reason, "way.input.earlier"), .faint)
      } else if !derived.contains(input) {
        line += Line(" " + said(.reason, "way.input.wire"), .faint)
      }
    }
    return line
  }
}
