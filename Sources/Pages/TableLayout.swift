/// Tables on a screen: columns as wide as what stands in them, and where that is too much, the cells
/// break between words.
extension Layout {
  func lines(of table: Table) -> [Line] {
    let rows = (table.header.map { [$0] } ?? []) + table.rows
    let cells = rows.map { $0.map { GlyphRow($0, unicode) } }
    guard table.isComparison else { return lines(of: cells, indent: table.indent) }
    let widths = comparedWidths(cells, indent: table.indent)
    return cells.flatMap { row in
      var own = widths
      if row.count == 2 { own = [widths[0], widths[1] + 2 + widths[2]] }
      return lines(of: row, own, indent: table.indent)
    }
  }

  /// What three columns get: the first what it needs, but not more than a third; the other two share
  /// the rest.
  private func comparedWidths(_ cells: [[GlyphRow]], indent: Int) -> [Int] {
    let room = columns - indent - 4
    let label = min(cells.compactMap { $0.first?.width }.max() ?? 0, room / 3)
    return [label, (room - label) / 2, (room - label) / 2]
  }

  private func lines(of cells: [[GlyphRow]], indent: Int) -> [Line] {
    let needs = ColumnNeeds(cells, room: columns - indent)
    let widths = needs.mustFold ? needs.withoutLast.widths : needs.widths
    return cells.flatMap { row in
      guard row.count == needs.count, let last = row.last, last.width > 0,
        needs.mustFold || needs.breaksWord(of: last, at: widths.last ?? 0)
      else { return lines(of: row, widths, indent: indent) }
      // What does not fit beside the others stands below them.
      return lines(of: Array(row.dropLast()), widths, indent: indent)
        + wrap(last.line, indent: indent + Self.foldedIndent)
    }
  }

  fileprivate static let foldedIndent = 6

  private func lines(of row: [GlyphRow], _ widths: [Int], indent: Int) -> [Line] {
    let parts = zip(row, widths).map { cell, width in
      // What goes on in the next line stands below the first word.
      let hanging = min(cell.hanging, width / 2)
      return cell.broken(first: width, rest: width - hanging).enumerated().map { place, piece in
        place == 0 || hanging == 0 ? piece : GlyphRow(blanks(hanging) + piece.line, unicode)
      }
    }
    let height = max(1, parts.map(\.count).max() ?? 1)
    return (0..<height).map { level in
      var line = blanks(indent)
      var pending = 0
      for (column, part) in parts.enumerated() {
        let cell = level < part.count ? part[level] : GlyphRow([])
        if cell.width > 0 {
          line += blanks(pending) + cell.line
          pending = 0
        }
        pending += widths[column] - cell.width + 2
      }
      return line
    }
  }
}

/// How wide the columns of a table would be, how narrow they can be, and the room that there is.
private struct ColumnNeeds {
  /// What each column needs to stay in one line.
  private var wanted: [Int]
  /// What each needs to keep its words whole; a word of more than half the room is none to keep.
  private var least: [Int]
  private let room: Int

  /// Cells up to this stay in one line: bytes, counts.
  private static let short = 16

  init(_ cells: [[GlyphRow]], room: Int) {
    let count = cells.map(\.count).max() ?? 0
    func widest(_ width: (GlyphRow) -> Int) -> [Int] {
      (0..<count).map { column in
        cells.compactMap { column < $0.count ? width($0[column]) : nil }.max() ?? 0
      }
    }
    self.room = room
    wanted = widest(\.width)
    least = widest { cell in
      cell.width <= Self.short ? cell.width : min(max(cell.widestWord, Self.short), room / 2)
    }
    if let last = least.last { least[count - 1] = min(last, room / 3) }
  }

  var count: Int { wanted.count }

  private var available: Int { room - 2 * max(0, count - 1) }

  /// Whether what is in the last column has to stand below the others, so that their words stay whole.
  var mustFold: Bool {
    guard count > 1, let last = wanted.last, last > Self.short else { return false }
    return wanted.reduce(0, +) > available && least.reduce(0, +) > available
  }

  /// Whether a cell of the last column has a word that breaks there, and would not in a line of its own.
  func breaksWord(of cell: GlyphRow, at width: Int) -> Bool {
    let word = cell.widestWord
    return word > width && word <= room - Layout.foldedIndent
  }

  var withoutLast: ColumnNeeds {
    var needs = self
    needs.wanted.removeLast()
    needs.least.removeLast()
    return needs
  }

  /// What each column gets: what it needs, and where that is too much, the widest give way.
  var widths: [Int] {
    var widths = wanted
    guard let last = widths.last, widths.reduce(0, +) > available else { return widths }
    let others = widths.dropLast().reduce(0, +)
    // The last column gives way first, but not below what a few words need.
    widths[count - 1] = max(min(last, room / 3), available - others)
    while widths.reduce(0, +) > available, let column = widest(of: widths), widths[column] > 1 {
      widths[column] -= 1
    }
    return widths
  }

  /// The widest column that can do with less; where none can, the widest of all.
  private func widest(of widths: [Int]) -> Int? {
    let patient = widths.indices.filter { widths[$0] > least[$0] }
    return (patient.isEmpty ? Array(widths.indices) : patient).max {
      (widths[$0], $1) < (widths[$1], $0)
    }
  }
}
