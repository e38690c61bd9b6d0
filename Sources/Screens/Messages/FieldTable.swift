/// The fields of a message as a table: where, which bytes, which field, what it says and is for.
struct FieldTable {
  private let rows: [(field: MessageField, depth: Int)]

  init(_ fields: [MessageField]) { rows = fields.flatMap { $0.rows() } }

  private static let header = ["off", "bytes", "field", "meaning"].map { Line($0, .faint) }

  /// The table without footnotes.
  var table: Table { Table(header: Self.header, rows: rows.map { cells($0) }) }

  /// The table, then the footnotes that words in it need, each once.
  var blocks: [Block] {
    var notes: [String] = []
    let shown = rows.map { row -> [Line] in
      guard let note = row.field.note else { return cells(row) }
      if !notes.contains(note) { notes.append(note) }
      return cells(row, note: notes.firstIndex(of: note).map { $0 + 1 })
    }
    return [.table(Table(header: Self.header, rows: shown))]
      + notes.enumerated().map { .noted("[\($0 + 1)]", Line($1, .faint)) }
  }

  /// Where, the field below those that it stands in, its bytes in front: for a look at the whole tree.
  var tree: Block {
    .table(
      Table(
        rows: rows.map { row in
          let text = row.field.text
          return [
            place(row.field), bytes(row.field),
            text.isEmpty ? name(row) : name(row) + Line("  " + text),
          ]
        }))
  }

  private func cells(_ row: (field: MessageField, depth: Int), note: Int? = nil) -> [Line] {
    let mark = note.map { "[\($0)]" } ?? ""
    return [place(row.field), bytes(row.field), name(row), Line(row.field.text + mark)]
  }

  private func place(_ field: MessageField) -> Line {
    Line(ByteText.offset(field.range.lowerBound), .faint)
  }

  private func bytes(_ field: MessageField) -> Line { Line(ByteText.brief(Array(field.bytes))) }

  private func name(_ row: (field: MessageField, depth: Int)) -> Line {
    Line(String(repeating: "  ", count: row.depth) + row.field.spokenName, .field)
  }
}
