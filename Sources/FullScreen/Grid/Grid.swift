public import Pages

/// One place of a screen.
public struct Cell: Hashable, Sendable {
  /// What stands there; empty behind a character that is two columns wide.
  public var text: String
  public var style: Style
  /// Whether it is selected.
  public var isLit: Bool

  static let blank = Cell(text: " ", style: .plain, isLit: false)
}

/// What a place of a screen stands for, when somebody clicks on it.
enum Target: Hashable, Sendable {
  case message(Int)
  case field(Int)
  case byte(part: Int, offset: Int)
  case choice(Int)
  case pane(Pane)
}

/// A screen full of characters, before any terminal has seen it. What does not fit is cut, and marked as
/// cut; nothing is ever written outside.
public struct Grid: Sendable {
  public let rows: Int
  public let columns: Int
  /// Row after row.
  public private(set) var cells: [Cell]
  /// Where the cursor stands; nil: out of sight.
  public internal(set) var cursor: Place?
  let unicode: Bool
  private var targets: [(area: Area, target: Target)] = []

  /// A row and a column, counted from 0.
  public struct Place: Hashable, Sendable {
    public var row: Int
    public var column: Int
  }

  init(rows: Int, columns: Int, unicode: Bool) {
    self.rows = max(0, rows)
    self.columns = max(0, columns)
    self.unicode = unicode
    cells = Array(repeating: .blank, count: self.rows * self.columns)
  }

  /// What a row says, without blanks at its end.
  public func text(ofRow row: Int) -> String {
    guard (0..<rows).contains(row) else { return "" }
    return cells[row * columns..<(row + 1) * columns].map(\.text).joined().withoutTrailingBlanks
  }

  /// What an area says, row after row.
  func text(in area: Area) -> [String] {
    (area.top..<max(area.top, area.bottom)).filter((0..<rows).contains).map { row in
      let from = row * columns + max(0, min(columns, area.left))
      let to = row * columns + max(0, min(columns, area.right))
      return cells[from..<max(from, to)].map(\.text).joined().withoutTrailingBlanks
    }
  }

  /// What stands for more than there is room for.
  var more: String { unicode ? "\u{2026}" : ".." }

  /// What stands at a place.
  func target(row: Int, column: Int) -> Target? {
    let hits = targets.filter { $0.area.contains(row: row, column: column) }
    // Of what lies in something else the inner one is meant.
    return hits.min { $0.area.size < $1.area.size }?.target
  }

  mutating func mark(_ area: Area, as target: Target) { targets.append((area, target)) }

  /// Writes a line into a row of an area; what does not fit is marked as cut.
  mutating func put(_ line: Line, row: Int, in area: Area, isLit: Bool = false) {
    var glyphs = line.glyphs(unicode: unicode)
    if glyphs.reduce(0, { $0 + $1.width }) > area.width { glyphs = cut(glyphs, to: area.width) }
    var column = area.left
    for glyph in glyphs {
      put(glyph, row: area.top + row, column: column, isLit)
      column += glyph.width
    }
    guard isLit else { return }
    while column < area.right {
      put(Glyph(text: " ", width: 1, style: .plain), row: area.top + row, column: column, true)
      column += 1
    }
  }

  private func cut(_ glyphs: [Glyph], to width: Int) -> [Glyph] {
    let mark = Line(more, .faint).glyphs(unicode: unicode)
    let room = width - mark.count
    guard room >= 0 else { return Array(mark.prefix(max(0, width))) }
    var used = 0
    let kept = glyphs.prefix { glyph in
      used += glyph.width
      return used <= room
    }
    return kept + mark
  }

  private mutating func put(_ glyph: Glyph, row: Int, column: Int, _ isLit: Bool) {
    guard (0..<rows).contains(row) else { return }
    if glyph.width == 1 {
      guard (0..<columns).contains(column) else { return }
      cells[row * columns + column] = Cell(text: glyph.text, style: glyph.style, isLit: isLit)
      return
    }
    // An escape stands for one character and takes several places.
    let pieces = glyph.text.count == glyph.width ? glyph.text.map(String.init) : [glyph.text]
    for place in 0..<glyph.width where (0..<columns).contains(column + place) {
      cells[row * columns + column + place] = Cell(
        text: place < pieces.count ? pieces[place] : "", style: glyph.style, isLit: isLit)
    }
  }

  /// Lights what stands in a part of a row already.
  mutating func light(row: Int, columns range: Range<Int>) {
    guard (0..<rows).contains(row) else { return }
    for column in range.clamped(to: 0..<columns) { cells[row * columns + column].isLit = true }
  }

  /// A rule across an area's row, with a heading in it where there is one.
  mutating func rule(row: Int, in area: Area, _ heading: Line = "", isLit: Bool = false) {
    let dash = unicode ? "\u{2500}" : "-"
    put(Line(String(repeating: dash, count: max(0, area.width)), .faint), row: row, in: area)
    guard !heading.text.isEmpty else { return }
    var inner = area
    inner.left += 1
    inner.width = min(inner.width - 1, heading.text.columns)
    put(heading, row: row, in: inner)
    if isLit { light(row: area.top + row, columns: inner.left..<inner.right) }
  }

  /// A line from top to bottom.
  mutating func upright(column: Int, from top: Int, to bottom: Int) {
    let bar = Line(unicode ? "\u{2502}" : "|", .faint)
    for row in top..<max(top, bottom) {
      put(bar, row: 0, in: Area(top: row, left: column, height: 1, width: 1))
    }
  }

  /// As many lines as an area holds, from one of them on. At the edge stands where there are more.
  mutating func put(_ lines: [Line], from first: Int, in area: Area, lit: Int? = nil) {
    guard area.height > 0, area.width > 1 else { return }
    var inner = area
    inner.width -= 1
    for row in 0..<area.height where lines.indices.contains(first + row) {
      put(lines[first + row], row: row, in: inner, isLit: lit == first + row)
    }
    edge(of: area, hasAbove: first > 0, hasBelow: first + area.height < lines.count)
  }

  /// Marks at the right edge of an area that there is more.
  mutating func edge(of area: Area, hasAbove: Bool, hasBelow: Bool) {
    let edge = Area(top: area.top, left: area.right - 1, height: area.height, width: 1)
    if hasAbove { put(Line(unicode ? "\u{2191}" : "^", .heading), row: 0, in: edge) }
    if hasBelow {
      put(Line(unicode ? "\u{2193}" : "v", .heading), row: area.height - 1, in: edge)
    }
  }

  /// Takes away what stands in an area.
  mutating func clear(_ area: Area) {
    for row in 0..<rows {
      for column in 0..<columns where area.contains(row: row, column: column) {
        cells[row * columns + column] = .blank
      }
    }
  }

  /// Gives what stands plainly in a row more weight.
  mutating func embolden(row: Int) {
    guard (0..<rows).contains(row) else { return }
    for place in row * columns..<(row + 1) * columns where cells[place].style == .plain {
      cells[place].style = .heading
    }
  }
}
