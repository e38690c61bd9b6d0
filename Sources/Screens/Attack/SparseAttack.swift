import Bytes
import Eavesdropper
import Explanations
import Knowledge
import Lab
import Pages
import TLSKeys
import TLSWire

// What the attacker has and what it is worth, for a projector.
extension Screens {
  static func sparseVault(_ verdicts: [Verdict]) -> [Block] {
    let open = verdicts.count { $0.entry.state == .open || $0.entry.state == .partly }
    let recorded = plural(verdicts.count { $0.entry.attempt != nil }, "recording")
    let heading = Line("VAULT: \(recorded), \(open) open", .heading)
    return Sparse.blocks(heading, verdicts.map { $0.sparse() })
  }

  static func sparseTheft(
    _ lab: Lab, _ loot: String, _ verdicts: [Verdict], computing: Bool = false
  ) -> [Block] {
    let predicted = lab.settledPredictions
    let rows = verdicts.map { verdict in
      let said = predicted[verdict.session.id].map { Line("you said \($0.rawValue)") }
      return verdict.sparse(computing: computing) + [said ?? ""]
    }
    return Sparse.blocks(Line("STOLEN: \(loot)", .heading), rows)
  }

  /// The way from what was stolen to what was said; or what is missing.
  static func sparseReason(_ lab: Lab, _ session: Session, _ verdicts: [Verdict]) -> [Block] {
    if let failure = session.failure, !session.isEndedByAlert,
      session.interceptor == nil || session.outcome != .fooled
    {
      let alert = failure.alert.description
      let cause = failure.failure.words(by: failure.by)
      return Sparse.blocks(
        session.outcome.badge + Line("  \(session.id)", .heading),
        [
          Sparse.row(failure.by.word, Line(cause, .bad)), Sparse.row("alert", Line(alert.label)),
        ])
    }
    guard let verdict = verdicts.first else {
      return Sparse.blocks(session.outcome.badge + Line("  \(session.id)", .heading))
    }
    let heading = verdict.entry.state.badge + Line("  \(verdict.name)", .heading)
    guard verdict.opened != nil else {
      return Sparse.blocks(
        heading,
        [Sparse.row("because", Line(verdict.reason))]
          + verdict.sparseMissing(said(.reason, "missing.short")))
    }
    return Sparse.steps(heading, verdict.sparsePath)
  }

  static func sparseMatrix(_ matrix: Matrix) -> [Block] {
    var nothing: [String] = []
    var rows: [[Line]] = []
    let columns = matrix.columns.map { $0?.rawValue } + matrix.files
    for (place, column) in columns.enumerated() {
      guard let loot = column else { continue }
      func names(_ state: VaultState?) -> [String] {
        matrix.rows.filter { ($0.states + $0.ofFiles)[place] == state }
          .map { $0.wire == .direct ? $0.session : "\($0.session).\($0.wire.rawValue)" }
      }
      let open = names(.open)
      let partly = names(.partly).map { said(.ability, "matrix.partly.short", ["session": $0]) }
      let untried = names(nil).map { said(.ability, "matrix.untried.short", ["session": $0]) }
      let read = Line((open + partly).joined(separator: "  "), .bad)
      if open.isEmpty, partly.isEmpty, untried.isEmpty {
        nothing.append(loot)
      } else {
        let gap = read.text.isEmpty || untried.isEmpty ? "" : "  "
        rows.append([
          Line(loot, .heading), read + Line(gap + untried.joined(separator: "  "), .warning),
        ])
      }
    }
    if !nothing.isEmpty {
      rows.append(Sparse.row(said(.ability, "matrix.nothing"), Line(listed(nothing), .good)))
    }
    return Sparse.blocks(Line(said(.ability, "matrix.short"), .heading), rows)
  }
}

extension Verdict {
  /// Which recording, by what exchange, and whether it is open.
  fileprivate func sparse(computing: Bool = false) -> [Line] {
    [
      Line(name, .heading), Line(session.keyExchangeName(on: entry.wire) ?? "-"),
      badge(computing: computing),
    ]
  }

  /// Each secret that would open it.
  fileprivate func sparseMissing(_ label: String) -> [[Line]] {
    guard case .sealed? = entry.attempt, !lab.reason(for: entry, of: session).isOfRecording else {
      return []
    }
    let names = lab.missingSecrets(of: session, on: entry.wire).map { secrets in
      secrets.map(\.name.rawValue).joined(separator: String(worded: " and "))
    }
    return names.enumerated().map { place, name in
      Sparse.row(place == 0 ? label : "", Line(name, .secret))
    }
  }

  /// The values on the way, the stolen one first.
  fileprivate var sparsePath: [(label: String, line: Line)] {
    let rules = path
    let stolen = Set(lab.attacker.leaks.map(\.name))
    let first = rules.lazy.flatMap(\.inputs).first { stolen.contains($0) }
    let wire: [String] = rules.map(\.output.rawValue).filter {
      !$0.hasSuffix("_hash") && !$0.hasSuffix("_IV") && !$0.hasSuffix(".write_iv")
    }
    let start = first.map { [(label: "stolen", line: Line($0.rawValue, .bad))] } ?? []
    return start
      + wire.enumerated().map { place, name in
        (label: place == wire.count - 1 ? "open" : "", line: Line(name, .field))
      }
  }
}
