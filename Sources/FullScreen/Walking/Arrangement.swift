import Screens

/// Where everything stands on a screen of some size.
struct Arrangement: Hashable {
  var header: Area
  var ladder: Area?
  var message: Area?
  var standings: Area
  var step: Area
  var bottom: Area
  /// All that lies between header and step.
  var middle: Area

  /// On less nothing can be arranged.
  static let leastRows = 16
  static let leastColumns = 60

  /// Where ladder and message have no room beside each other, one of them stands alone.
  private static let bothColumns = 76
  /// From so many rows on the table of who knows what has room.
  private static let manyRows = 28
  private static let foldedRows = 3

  var isStandingsFolded: Bool { standings.height <= Self.foldedRows }

  /// The columns that a message has, or would have if it stood there.
  var messageColumns: Int { message?.width ?? middle.width }

  /// - Parameters:
  ///   - headerRows: how many lines the header takes.
  ///   - standingsRows: how many the table of who knows what would like.
  init(
    rows: Int, columns: Int, focus: Pane, headerRows: Int, standingsRows: Int,
    hasTwoWires: Bool = false
  ) {
    var rest = Area(top: 0, left: 0, height: rows, width: columns)
    header = rest.takeTop(min(2, max(1, headerRows)))
    bottom = rest.takeBottom(1)
    step = rest.takeBottom(2)
    middle = rest
    // One row for the rule above each.
    let least = Self.foldedRows
    var wanted = rows < Self.manyRows ? least : min(standingsRows, max(least, rows / 3))
    if focus == .standings { wanted = max(wanted, min(standingsRows, rest.height / 2)) }
    standings = rest.takeBottom(max(least, wanted) + 1)
    _ = standings.takeTop(1)
    _ = rest.takeTop(1)
    guard columns >= Self.bothColumns else {
      ladder = focus == .ladder ? rest : nil
      message = focus == .ladder ? nil : rest
      return
    }
    ladder = rest.takeLeft(Self.ladderColumns(of: columns, hasTwoWires))
    _ = rest.takeLeft(1)
    message = rest
  }

  /// What is left for the message is enough for the words of a page.
  private static func ladderColumns(of columns: Int, _ hasTwoWires: Bool) -> Int {
    let share = hasTwoWires ? columns / 2 : columns * 3 / 8
    return max(30, min(hasTwoWires ? 72 : 46, share, columns - 43))
  }
}

extension Walk {
  var arrangement: Arrangement {
    Arrangement(
      rows: rows, columns: columns, focus: focus, headerRows: parts.header.count,
      standingsRows: parts.standings.count + 1, hasTwoWires: place?.hasTwoWires == true)
  }

  /// Whether there is room for anything.
  var isTooSmall: Bool {
    rows < Arrangement.leastRows || columns < Arrangement.leastColumns
  }
}
