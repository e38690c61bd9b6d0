import Bytes
import Pages
import Screens

/// The fields of a message as rows that open and close, with the one that is selected.
struct FieldRows {
  let message: TakenApart
  private(set) var rows: [Row] = []
  private(set) var lines: [Line] = []
  private(set) var selected = 0
  private var opened: Set<Place> = []

  /// A row: a field, a heading, or a line of text.
  struct Row {
    var part: Int
    var field: MessageField?
    var depth: Int
    var line: Line
    var isOpen: Bool

    /// Whether it says a text, or its own bytes have these digits; of a field with others in it those are asked.
    func holds(_ text: String) -> Bool {
      if line.text.lowercased().contains(text.lowercased()) { return true }
      guard let field, field.children.isEmpty || !isOpen else { return false }
      return [UInt8](hex: text).map { !$0.isEmpty && field.bytes.contains($0) } ?? false
    }
  }

  /// Where a field is, which stays what it is when the message is taken apart anew.
  private struct Place: Hashable {
    var part: Int
    var path: [String]
    var start: Int
  }

  init(_ message: TakenApart) {
    self.message = message
    arrange()
    // What only holds the others together is open from the start.
    for row in rows where row.field?.content == .structure { opened.insert(place(row)) }
    arrange()
    selected = rows.firstIndex { $0.field != nil } ?? 0
  }

  /// The same message as others see it, or at another step: what is open stays open.
  init(_ message: TakenApart, like other: FieldRows) {
    self.message = message
    opened = other.opened
    arrange()
    selected = max(0, min(other.selected, rows.count - 1))
  }

  var row: Row? { rows.indices.contains(selected) ? rows[selected] : nil }

  /// The part whose bytes are looked at.
  var part: TakenApart.Part? {
    let place = row?.part ?? 0
    return message.parts.indices.contains(place) ? message.parts[place] : nil
  }

  /// Why there is what is selected.
  var reasons: [Block] {
    guard let field = row?.field, let part else { return [] }
    return message.reasons(for: field, in: part)
  }

  mutating func move(by count: Int) { select(selected + count) }

  mutating func select(_ place: Int) {
    selected = max(0, min(rows.count - 1, place))
  }

  /// Selects the innermost row that has a byte.
  mutating func select(byte: Int, of part: Int) {
    let fitting = rows.indices.filter { place in
      rows[place].part == part && rows[place].field?.range.contains(byte) == true
    }
    if let inner = fitting.max(by: { rows[$0].depth < rows[$1].depth }) { selected = inner }
  }

  /// Opens what is closed and has something in it, closes what is open; of a field with nothing in it the
  /// one around it is closed.
  ///
  /// - Returns: whether anything was done.
  mutating func turn() -> Bool {
    guard let row, let field = row.field else { return false }
    guard field.children.isEmpty else {
      if row.isOpen { opened.remove(place(row)) } else { opened.insert(place(row)) }
      arrange()
      return true
    }
    guard let around = rows[..<selected].lastIndex(where: { $0.depth < row.depth }),
      rows[around].field != nil
    else { return false }
    selected = around
    return turn()
  }

  private func place(_ row: Row) -> Place {
    Place(part: row.part, path: row.field?.path ?? [], start: row.field?.range.lowerBound ?? 0)
  }

  private mutating func arrange() {
    rows = message.parts.enumerated().flatMap { number, part in
      let heading = part.heading.map {
        [Row(part: number, field: nil, depth: 0, line: $0, isOpen: true)]
      }
      let text = Layout(width: Self.textWidth, unicode: true).lines(of: Page(part.text))
      return (heading ?? []) + part.fields.flatMap { rows(of: $0, in: number, depth: 0) }
        + text.map { Row(part: number, field: nil, depth: 0, line: $0, isOpen: true) }
    }
    lines = rows.map(\.line)
  }

  /// Lines that somebody said are cut at the edge of the pane and not before.
  private static let textWidth = 400

  private func rows(of field: MessageField, in part: Int, depth: Int) -> [Row] {
    var row = Row(part: part, field: field, depth: depth, line: "", isOpen: false)
    row.isOpen = opened.contains(place(row))
    row.line = line(field, depth, row.isOpen)
    guard row.isOpen else { return [row] }
    return [row] + field.children.flatMap { rows(of: $0, in: part, depth: depth + 1) }
  }

  private func line(_ field: MessageField, _ depth: Int, _ isOpen: Bool) -> Line {
    let mark = field.children.isEmpty ? "  " : (isOpen ? "- " : "+ ")
    let name = Line(field.spokenName, .field)
    let text = field.text
    return Line(String(repeating: "  ", count: depth) + mark, .faint)
      + (text.isEmpty ? name : name + Line("  " + text))
  }
}
