/// A part of a screen.
struct Area: Hashable, Sendable {
  var top: Int
  var left: Int
  var height: Int
  var width: Int

  var bottom: Int { top + height }
  var right: Int { left + width }
  var size: Int { height * width }

  func contains(row: Int, column: Int) -> Bool {
    (top..<max(top, bottom)).contains(row) && (left..<max(left, right)).contains(column)
  }

  /// The first rows, taken away from it.
  mutating func takeTop(_ rows: Int) -> Area {
    let rows = max(0, min(rows, height))
    defer {
      top += rows
      height -= rows
    }
    return Area(top: top, left: left, height: rows, width: width)
  }

  /// The last rows, taken away from it.
  mutating func takeBottom(_ rows: Int) -> Area {
    let rows = max(0, min(rows, height))
    height -= rows
    return Area(top: bottom, left: left, height: rows, width: width)
  }

  /// The first columns, taken away from it.
  mutating func takeLeft(_ columns: Int) -> Area {
    let columns = max(0, min(columns, width))
    defer {
      left += columns
      width -= columns
    }
    return Area(top: top, left: left, height: height, width: columns)
  }
}

/// A part that is looked at by itself.
enum Pane: Hashable, Sendable, CaseIterable {
  case ladder, message, standings
}
