import Explanations
import Lab
import Pages
import Screens

// The right pane: the last step, or a message with its bytes, its fields and their reasons.
extension Walk {
  func drawRight(_ grid: inout Grid, _ area: Area) {
    grid.mark(area, as: .pane(.message))
    guard let fields else {
      grid.put(parts.happened, from: stepOffset, in: area)
      return
    }
    var rest = area
    drawHeadline(&grid, &rest)
    let reasonArea = rest.takeBottom(max(3, rest.height / 3))
    if rest.width >= Self.besideColumns {
      let right = rest.takeRight(Self.wideBytes)
      grid.upright(column: right.left, from: right.top, to: right.bottom)
      drawFields(&grid, rest, fields)
      drawBytes(&grid, right.indented(by: 1), fields)
    } else {
      let bytesArea = rest.takeBottom(max(3, rest.height / 3))
      drawFields(&grid, rest, fields)
      drawBytes(&grid, bytesArea, fields)
    }
    drawReasons(&grid, reasonArea)
  }

  /// Sixteen bytes a row as text take so many columns, with the rule beside them and the mark at the edge.
  private static let wideBytes = 75
  /// From so many columns on the bytes stand beside the fields.
  private static let besideColumns = 120

  private func drawHeadline(_ grid: inout Grid, _ rest: inout Area) {
    let area = rest.takeTop(min(3, parts.headline.count))
    grid.put(parts.headline, from: 0, in: area)
    if focus == .message { grid.light(row: area.top, columns: area.left..<area.right) }
  }

  private func drawFields(_ grid: inout Grid, _ area: Area, _ fields: FieldRows) {
    let lines = fields.lines
    let first = area.first(showing: fields.selected, of: lines.count)
    grid.put(lines, from: first, in: area, lit: fields.selected)
    for place in first..<max(first, min(lines.count, first + area.height)) {
      let row = Area(
        top: area.top + place - first, left: area.left, height: 1, width: area.width)
      grid.mark(row, as: .field(place))
    }
  }

  private func drawBytes(_ grid: inout Grid, _ area: Area, _ fields: FieldRows) {
    guard let part = fields.part, !part.bytes.isEmpty, area.height > 0 else { return }
    let count = area.width >= Self.wideBytes - 2 ? 16 : 8
    let rows = (part.bytes.count + count - 1) / count
    let range = fields.row?.field?.range ?? 0..<0
    let first = area.first(showing: range.lowerBound / count, of: rows)
    for row in 0..<min(area.height, rows - first) {
      let start = (first + row) * count
      let (line, columns) = part.row(from: start, by: count)
      var inner = area
      inner.width -= 1
      grid.put(line, row: row, in: inner)
      for (place, digits) in columns.enumerated() {
        let shown =
          area.left + digits.lowerBound..<min(area.right - 1, area.left + digits.upperBound)
        if range.contains(start + place) { grid.light(row: area.top + row, columns: shown) }
        grid.mark(
          Area(top: area.top + row, left: shown.lowerBound, height: 1, width: shown.count),
          as: .byte(part: fields.row?.part ?? 0, offset: start + place))
      }
    }
    grid.edge(of: area, hasAbove: first > 0, hasBelow: first + area.height < rows)
  }

  private func drawReasons(_ grid: inout Grid, _ area: Area) {
    guard area.height > 1 else { return }
    var rest = area
    grid.rule(row: 0, in: rest.takeTop(1))
    grid.put(parts.reasons, from: 0, in: rest)
  }
}

extension Area {
  /// The last columns, taken away from it.
  fileprivate mutating func takeRight(_ columns: Int) -> Area {
    let columns = max(0, min(columns, width))
    width -= columns
    return Area(top: top, left: right, height: height, width: columns)
  }

  fileprivate func indented(by columns: Int) -> Area {
    var area = self
    _ = area.takeLeft(columns)
    return area
  }
}
