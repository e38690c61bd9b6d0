import Explanations
import Lab
import Pages
import Screens

extension Walk {
  /// What is to be seen now.
  public func grid() -> Grid {
    var grid = Grid(rows: rows, columns: columns, unicode: unicode)
    guard !isTooSmall else {
      drawTooSmall(&grid)
      return grid
    }
    let arrangement = arrangement
    if case .remarks? = over {
      grid.put(parts.header, from: 0, in: arrangement.header)
      drawPanes(&grid, arrangement)
      drawRemarks(&grid, arrangement.middle)
    } else if over == nil {
      grid.put(parts.header, from: 0, in: arrangement.header)
      drawPanes(&grid, arrangement)
    } else {
      drawOverlay(&grid)
    }
    drawStep(&grid, arrangement)
    drawBottom(&grid, arrangement.bottom)
    return grid
  }

  private func drawTooSmall(_ grid: inout Grid) {
    let least = [
      "columns": "\(Arrangement.leastColumns)", "rows": "\(Arrangement.leastRows)",
    ]
    let words = Line(said(.page, "screen.small", least))
    grid.put(words, row: 0, in: Area(top: 0, left: 0, height: 1, width: columns))
  }

  private func drawPanes(_ grid: inout Grid, _ arrangement: Arrangement) {
    var middle = arrangement.middle
    grid.rule(row: 0, in: middle.takeTop(1))
    if let area = arrangement.ladder { drawLadder(&grid, area) }
    if let area = arrangement.message {
      drawRight(&grid, area)
      if arrangement.ladder != nil {
        grid.upright(column: area.left - 1, from: area.top, to: area.bottom)
      }
    }
    drawStandings(&grid, arrangement)
  }

  // MARK: The ladder

  private func drawLadder(_ grid: inout Grid, _ area: Area) {
    grid.mark(area, as: .pane(.ladder))
    var rest = area
    let top = rest.takeTop(1)
    grid.put(Line(" ") + parts.ladder.header, row: 0, in: top)
    if focus == .ladder { grid.light(row: top.top, columns: top.left..<top.right) }
    let rungs = parts.ladder.rungs
    let here = rungs.lastIndex(where: \.isSent)
    let chosen = fields.flatMap { fields in
      rungs.firstIndex { $0.number == fields.message.number }
    }
    var lines = rungs.enumerated().map { place, rung in
      Line(place == here ? ">" : " ", .heading) + rung.line
    }
    if rungs.isEmpty { lines = [Line(" " + said(.connection, "ladder.empty"), .faint)] }
    lines += parts.ladder.legend
    let first = rest.first(showing: chosen ?? here ?? 0, of: lines.count)
    grid.put(lines, from: first, in: rest, lit: chosen)
    for (place, rung) in rungs.enumerated() where rung.isSent && place >= first {
      guard place - first < rest.height else { break }
      let row = Area(top: rest.top + place - first, left: rest.left, height: 1, width: rest.width)
      grid.mark(row, as: .message(rung.number))
    }
  }

  // MARK: What is below

  private func drawStandings(_ grid: inout Grid, _ arrangement: Arrangement) {
    var area = arrangement.standings
    grid.mark(area, as: .pane(.standings))
    let rule = Area(top: area.top - 1, left: 0, height: 1, width: columns)
    let heading = Line(" " + said(.page, "screen.standings") + " ", .heading)
    grid.rule(row: 0, in: rule, heading, isLit: focus == .standings)
    grid.put(parts.readers, row: 0, in: area.takeTop(1))
    guard arrangement.isStandingsFolded else {
      return grid.put(parts.standings, from: standingsOffset, in: area)
    }
    grid.put(parts.news, from: 0, in: area)
  }

  private func drawStep(_ grid: inout Grid, _ arrangement: Arrangement) {
    grid.put(parts.step, row: 0, in: arrangement.step)
    grid.put(parts.coming, row: 1, in: arrangement.step)
    // A rule would take a row: the step stands out by itself.
    grid.embolden(row: arrangement.step.top)
  }

  private func drawBottom(_ grid: inout Grid, _ area: Area) {
    if let input {
      let mark = input.purpose == .command ? ":" : "/"
      let before = end(of: input.before, fitting: area.width - 4)
      grid.put(Line(mark, .heading) + Line(before + input.behind), row: 0, in: area)
      grid.cursor = Grid.Place(row: area.top, column: min(area.right - 1, 1 + before.columns))
    } else if let note {
      grid.put(note, row: 0, in: area)
    } else {
      grid.put(parts.hints, row: 0, in: area)
    }
  }

  /// Of a line that is too long its end, with a mark that something stands before it.
  private func end(of text: String, fitting width: Int) -> String {
    guard text.columns > width else { return text }
    let mark = unicode ? "\u{2026}" : ".."
    var rest = text[...]
    while !rest.isEmpty, rest.columns > width - mark.columns { rest.removeFirst() }
    return mark + rest
  }

  /// As many keys as there is room for; help and the way out always.
  func hints(_ width: Int) -> Line {
    func text(_ binding: Binding) -> String {
      "\(binding.label(unicode: unicode)) \(binding.word)"
    }
    let always = [Binding.leave, .help].map(text)
    var room = width - always.reduce(0) { $0 + $1.columns + 2 }
    var shown: [String] = []
    for binding in Binding.allCases where ![.leave, .help, .redraw].contains(binding) {
      let hint = text(binding)
      guard hint.columns + 2 <= room else { continue }
      room -= hint.columns + 2
      shown.append(hint)
    }
    return Line((shown + always).joined(separator: "  "), .faint)
  }
}

// MARK: What lies above

extension Walk {
  /// Where it lies.
  var overlayArea: Area {
    var area = Area(top: 0, left: 0, height: arrangement.middle.bottom - 1, width: columns)
    if case .choice? = over { _ = area.takeTop(2) }
    return area
  }

  var overlayLines: [Line] {
    switch over {
    case .page(let page, _), .remarks(let page): lines(of: page, columns: columns - 1)
    case .help: lines(of: help, columns: columns - 1)
    case .choice(_, let choices, _), .candidates(let choices): Self.rows(of: choices)
    case nil: []
    }
  }

  private static func rows(of choices: [Choice]) -> [Line] {
    let width = choices.map(\.name.columns).max() ?? 0
    return choices.map { choice in
      let room = String(repeating: " ", count: width - choice.name.columns + 2)
      return Line(" ") + Line(choice.name, .command) + Line(room + choice.meaning)
    }
  }

  /// The keys, one a row.
  private var help: Page {
    let rows = Binding.allCases.map { binding in
      [Line(binding.label(unicode: unicode), .command), Line(binding.meaning)]
    }
    return Page([
      .line(Line(said(.page, "screen.help"), .heading)), .blank, .table(Table(rows: rows)), .blank,
      .paragraph(Line(said(.page, "screen.help", for: .detail)), indent: 1),
    ])
  }

  /// As low as they find room; a rule parts them from the panes.
  private func drawRemarks(_ grid: inout Grid, _ middle: Area) {
    let lines = overlayLines
    var middle = middle
    var area = middle.takeBottom(lines.count + 1)
    grid.clear(area)
    grid.rule(row: 0, in: area.takeTop(1))
    grid.put(lines, from: 0, in: area)
  }

  private func drawOverlay(_ grid: inout Grid) {
    let area = overlayArea
    let full = Area(top: 0, left: 0, height: area.bottom + 1, width: columns)
    let closing = Line(" " + said(.page, "screen.closing") + " ", .faint)
    grid.rule(row: area.bottom, in: full, closing)
    let lines = overlayLines
    switch over {
    case .page(_, let offset), .help(let offset): grid.put(lines, from: offset, in: area)
    case .choice(let title, let choices, let selected):
      grid.put(title, row: 0, in: full)
      let first = area.first(showing: selected, of: lines.count)
      grid.put(lines, from: first, in: area, lit: selected)
      // Where nothing can be lit, this tells.
      grid.put(
        Line(">", .heading), row: selected - first,
        in: Area(top: area.top, left: area.left, height: area.height, width: 1), isLit: true)
      for place in choices.indices where (first..<first + area.height).contains(place) {
        let row = Area(
          top: area.top + place - first, left: area.left, height: 1, width: area.width)
        grid.mark(row, as: .choice(place))
      }
    case .candidates: grid.put(lines, from: 0, in: area)
    case .remarks, nil: break
    }
  }
}

extension Area {
  /// The first of so many lines that are shown, so that one of them is.
  func first(showing line: Int, of count: Int) -> Int {
    max(0, min(line - height / 2, count - height))
  }
}
