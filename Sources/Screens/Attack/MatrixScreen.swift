import Bytes
import Explanations
public import Lab
import TLSKeys
import TLSWire

extension Screens {
  /// What every theft would open: a row for each recording, a column for each kind of loot.
  public static func matrix(_ lab: Lab) -> Page {
    let matrix = lab.matrix
    let title = Line("MATRIX  ", .heading) + Line(said(.ability, "matrix"))
    guard !matrix.rows.isEmpty else {
      return Page(
        [.line(title), .line(Line(" " + said(.ability, "vault.empty")))], next: ["connect"])
    }
    let blocks: [Block] = [.line(title), .rule, .table(table(of: matrix, lab)), .blank]
    return Page(
      blocks + columns(of: matrix, lab) + notes(under: matrix),
      next: ["why \(matrix.rows[0].session)", "compromise server.key", "vault"],
      sparse: sparseMatrix(matrix))
  }

  private static func table(of matrix: Matrix, _ lab: Lab) -> Table {
    let count = matrix.columns.count + matrix.files.count
    let numbers = (0..<count).map { Line(String($0 + 1), .faint) }
    let sessions = Dictionary(
      lab.sessions.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    let rows = matrix.rows.map { row -> [Line] in
      let session = sessions[row.session]
      let what = session.map { session in
        [
          session.facts(on: row.wire).version?.number,
          session.facts(on: row.wire).keyExchangeWord?.uppercased(),
        ].compactMap { $0 }.joined(separator: " ")
      }
      let name = session?.wires.count == 1 ? row.session : "\(row.session).\(row.wire.rawValue)"
      return [Line(name, .heading), Line(what ?? "-")]
        + (row.states.map { $0?.cell ?? Line("n/a", .warning) } + row.ofFiles.map(\.cell))
    }
    return Table(header: [Line(""), Line("")] + numbers, rows: rows)
  }

  private static func columns(of matrix: Matrix, _ lab: Lab) -> [Block] {
    let files = matrix.files.enumerated().map { number, file in
      Block.labelled(
        "\(matrix.columns.count + number + 1)",
        Line(said(.ability, "matrix.file", ["file": file])), width: 4)
    }
    return matrix.columns.enumerated().map { number, column in
      .labelled(
        "\(number + 1)",
        Line(
          column?.inMatrix(lab) ?? said(.ability, "matrix.everything", ["number": String(number)])),
        width: 4)
    } + files
  }

  private static func notes(under matrix: Matrix) -> [Block] {
    var blocks: [Block] = []
    let missing = matrix.unavailable.map(\.rawValue)
    if !missing.isEmpty {
      blocks += [
        .blank,
        .paragraph(
          Line(said(.ability, "matrix.unavailable", ["loot": listed(missing)]), .faint).asReason,
          indent: 1),
      ]
    }
    if matrix.rows.contains(where: { $0.states.contains(nil) }) {
      blocks.append(
        .paragraph(Line(said(.ability, "matrix.uncomputed"), .faint).asReason, indent: 1))
    }
    let hasUnread = matrix.rows.contains { $0.states.contains(.unreadable) }
    blocks.append(
      .paragraph(
        Line(
          said(.ability, hasUnread ? "matrix.legend.unreadable" : "matrix.legend"), .faint),
        indent: 1))
    return blocks
  }
}

extension VaultState {
  /// The state in few letters.
  fileprivate var cell: Line {
    switch self {
    case .open: Line("OPEN", .bad)
    case .partly: Line("part", .bad)
    case .sealed: Line("-", .good)
    case .notRecorded: Line("off", .faint)
    case .unreadable: Line("?", .warning)
    case .empty: Line("none", .faint)
    }
  }
}

extension Loot {
  fileprivate func inMatrix(_ lab: Lab) -> String {
    let keys = lab.world.number(of: self)
    return switch self {
    case .quantum: said(.ability, "matrix.quantum", ["loot": rawValue])
    case _ where isOfOneSession: said(.ability, "matrix.each-session", ["loot": rawValue])
    case _ where keys > 1:
      said(.ability, "matrix.each-key", ["loot": rawValue, "number": "\(keys)"])
    default: rawValue
    }
  }
}
