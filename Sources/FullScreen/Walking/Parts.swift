import Explanations
import Pages
import Screens

/// What the panes show, laid out for the size of the screen: made anew when the lab or the size is another,
/// not for every key.
struct Parts {
  var header: [Line] = []
  var ladder = NarrowLadder()
  /// The last step in full.
  var happened: [Line] = []
  /// Who can read the message that is looked at.
  var readers: Line = ""
  var standings: [Line] = []
  /// What is known since the last step, for where the table has no room.
  var news: [Line] = []
  var step: Line = ""
  var coming: Line = ""
  /// Who sends the message to whom, and who can read it.
  var headline: [Line] = []
  /// Why there is the field that is selected.
  var reasons: [Line] = []
  /// The keys that there is room for.
  var hints: Line = ""
}

extension Walk {
  /// Lays everything out anew.
  mutating func lay() {
    guard let place else {
      parts = Parts()
      parts.coming = Line(said(.page, "screen.empty"), .command)
      parts.hints = hints(columns)
      return
    }
    let arrangement = arrangement
    parts.header = lines(of: Page(place.header), columns: columns - 1)
    parts.ladder = place.ladder(columns: (arrangement.ladder?.width ?? 0) - 2)
    parts.happened = lines(of: Page(place.happened), columns: arrangement.messageColumns - 1)
    let standings = place.standings(since: earlier)
    parts.standings = lines(of: Page([standings.table]), columns: columns - 1)
    parts.news =
      standings.rows.filter(\.isNew).map { standings.folded($0) }
      + place.learned.flatMap { lines(of: Page([.line($0)]), columns: columns - 1) }
    parts.step = place.step
    parts.coming = place.coming
    parts.hints = hints(columns)
    layReaders()
    layField()
  }

  /// What stands around the fields of a message.
  mutating func layField() {
    guard let fields else { return }
    let columns = arrangement.messageColumns - 1
    let blocks = [fields.message.headline] + (fields.message.remark.map { [$0] } ?? [])
    parts.headline = lines(of: Page(blocks), columns: columns)
    parts.reasons = lines(of: Page(fields.reasons), columns: columns)
  }

  /// Who can read the message that is looked at; the last one, where it is a step.
  mutating func layReaders() {
    guard let place, let number = fields?.message.number ?? lastNumber else {
      parts.readers = ""
      return
    }
    var line = Line("[\(number)]", .heading)
    for reader in place.readers(of: number) {
      line += Line("  \(reader.name.uppercased()) ", .faint) + reader.standing
    }
    parts.readers = line
  }

  /// The messages that can be looked at.
  var numbers: [Int] { parts.ladder.rungs.filter(\.isSent).map(\.number) }

  var lastNumber: Int? { numbers.last }
}

extension Standings {
  /// A row without the table around it.
  fileprivate func folded(_ row: Row) -> Line {
    guard let item = row.cells.first else { return "" }
    return zip(header, row.cells).dropFirst().reduce(item + Line(":")) { line, cell in
      line + Line("  ") + cell.0 + Line(" ") + cell.1
    }
  }
}
