import Bytes
import Eavesdropper
import Explanations
import Knowledge
public import Lab
import Network
import TLSKeys
import TLSWire

extension Screens {
  /// Everything that the attacker has: recordings with what came of a real attempt, and the loot.
  public static func vault(_ lab: Lab) -> Page {
    let verdicts = Verdict.all(in: lab)
    let open = verdicts.count { $0.entry.state == .open }
    let partly = verdicts.count { $0.entry.state == .partly }
    let recorded = verdicts.filter {
      $0.entry.attempt != nil || $0.session.isInTheOpen && $0.entry.state == .open
    }.count
    let counts = [
      "recordings": plural(recorded, "recording"), "open": String(open), "partly": String(partly),
    ]
    var blocks: [Block] = [
      .line(
        Line("VAULT  ", .heading)
          + Line(said(.ability, partly == 0 ? "vault" : "vault.in-part", counts)))
    ]
    blocks += loot(lab) + [.rule]
    guard !verdicts.isEmpty else {
      return Page(
        blocks + [.line(Line(" " + said(.ability, "vault.empty")))], next: ["connect", "walk"])
    }
    let header = ["", "version", "key exchange", "bytes", "result"].map { Line($0, .faint) }
    let rows = verdicts.map { verdict in verdict.remembered(.row) { verdict.row } }
    blocks.append(.table(Table(header: header + [Verdict.reasonHeader], rows: rows)))
    return Page(blocks, next: suggestions(lab, verdicts), sparse: sparseVault(verdicts))
  }

  private static func loot(_ lab: Lab) -> [Block] {
    guard !lab.attacker.leaks.isEmpty else {
      return [.line(Line(" " + said(.ability, "vault.no-loot")))]
    }
    return lab.attacker.leaks.map { leak in
      let word = lab.word(for: leak)
      return .labelled(word, Line(leak.description(in: lab), .bad), width: 16)
    }
  }

  private static func suggestions(_ lab: Lab, _ verdicts: [Verdict]) -> [String] {
    if let open = verdicts.first(where: { $0.opened != nil }) {
      return ["decrypt \(open.session.id)"]
        + (verdicts.first { $0.entry.state == .sealed }.map { ["why \($0.session.id)"] } ?? [])
    }
    let first = verdicts.first?.session.id ?? "S1"
    return lab.attacker.leaks.isEmpty
      ? ["predict \(first)=open|sealed", "compromise server.key"]
      : ["why \(first)", "show sessions"]
  }

  /// What the learner thinks of the recordings, before the proof.
  public static func predicted(_ lab: Lab) -> Page {
    guard !lab.predictions.isEmpty else {
      return Page(
        lines: ["nothing is predicted yet"],
        next: [lab.sessions.last.map { "predict \($0.id)=open|sealed" } ?? "connect", "vault"])
    }
    let rows = lab.sessions.compactMap { session in
      lab.predictions[session.id].map { state in
        [
          Line(session.id, .heading), Line(session.keyExchangeName(on: session.clientWire) ?? "-"),
          Line("you said \(state.rawValue)"),
        ]
      }
    }
    return Page(
      [.line(Line("NOTED", .heading) + Line("  now prove it")), .table(Table(rows: rows))],
      next: ["compromise server.key", "vault"], sparse: Sparse.blocks(Line("NOTED", .heading), rows)
    )
  }
}

extension Verdict {
  /// One recording in the table of all.
  fileprivate var row: [Line] {
    let wire = entry.wire
    return [
      Line(name, .heading), Line(session.facts(on: wire).version?.judgedNumber ?? "-"),
      Line(session.keyExchangeName(on: wire) ?? "-"),
      Line("\(session.recording(on: wire)?.byteCount ?? 0)"), entry.state.badge, Line(reason),
    ]
  }
}

extension Recording {
  /// All bytes that passed, both ways.
  var byteCount: Int { segments.reduce(0) { $0 + $1.bytes.count } }
}
