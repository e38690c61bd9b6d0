import Pages

/// The fields of a message as boxes, four bytes a row, as the RFCs draw them. Rows that would only
/// repeat themselves are folded into one with slashes.
struct ByteDiagram {
  private var lines: [String] = []
  private var legend: [String] = []
  private var cells: [Cell] = []
  private var used = 0

  private struct Cell {
    var label: String
    var bytes: Int
  }

  private static let bytesInARow = 4
  /// Characters of one byte.
  private static let scale = 16

  init(_ fields: [MessageField]) {
    lines.append(
      String(worded: " bytes ") + (0..<4).map { padded("\($0)", to: Self.scale) }.joined())
    lines.append(Self.border)
    for row in fields.flatMap({ $0.rows() }) where !row.field.bytes.isEmpty { add(row.field) }
    endRow()
  }

  /// The drawing, then the names that were too long for their boxes.
  var blocks: [Block] {
    var blocks: [Block] = lines.map { .line(Line($0)) }
    for text in legend { blocks.append(.line(Line(" \(text)", .field))) }
    return blocks
  }

  private mutating func add(_ field: MessageField) {
    var left = field.bytes.count
    let first = min(left, Self.bytesInARow - used)
    let name = "\(field.spokenName) (\(field.bytes.count))"
    // The name stands in the largest box of the field.
    let isFolded = left - first >= 2 * Self.bytesInARow
    let later = min(Self.bytesInARow, left - first)
    put(first, isFolded || later > first ? "" : name)
    left -= first
    if isFolded {
      let whole = left / Self.bytesInARow
      let text = String(worded: "/ \(name): \(whole) rows of four")
      lines.append("       " + padded(text, to: 4 * Self.scale) + "/")
      lines.append(Self.border)
      left -= whole * Self.bytesInARow
      put(left, "")
    } else {
      while left > 0 {
        let count = min(Self.bytesInARow, left)
        put(count, count == later && later > first ? name : "")
        left -= count
      }
    }
  }

  private mutating func put(_ count: Int, _ label: String) {
    guard count > 0 else { return }
    cells.append(Cell(label: label, bytes: count))
    used += count
    if used == Self.bytesInARow { endRow() }
  }

  private mutating func endRow() {
    guard !cells.isEmpty else { return }
    var line = "       "
    for cell in cells {
      let width = cell.bytes * Self.scale - 1
      line += "|" + padded(fitted(cell.label, width), to: width)
    }
    lines.append(line + "|")
    lines.append(Self.border)
    cells = []
    used = 0
  }

  private mutating func fitted(_ label: String, _ width: Int) -> String {
    guard label.count > width else { return label }
    let mark = "[\(legend.count + 1)]"
    legend.append("\(mark) \(label)")
    return mark
  }

  private static let border =
    "       " + String(repeating: "+" + String(repeating: "-", count: scale - 1), count: 4) + "+"
}
