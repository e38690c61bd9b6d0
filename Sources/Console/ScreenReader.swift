import Screens

/// Pages for those who listen to them: one sentence a row, no tables, no rules.
enum ScreenReader {
  static func sentences(of page: Page) -> Page {
    Page(page.blocks.flatMap(sentences(of:)), next: page.next)
  }

  private static func sentences(of block: Block) -> [Block] {
    switch block {
    case .line, .paragraph, .verbatim, .data: [block]
    case .drawn(_, let spoken): spoken.isEmpty ? [] : [.paragraph(Line(spoken), indent: 0)]
    case .blank, .rule, .lanes: []
    case .edges(let left, let right): [.paragraph(sentence([left, withoutBar(right)]), indent: 0)]
    case .beside(_, let right): right.flatMap(sentences(of:))
    case .table(let table) where table.isComparison:
      table.rows.map { row in .paragraph(sentence(compared(row, table.header)), indent: 0) }
    case .table(let table):
      table.rows.map { row in .paragraph(sentence(labelled(row, table.header)), indent: 0) }
    }
  }

  /// Each cell with the heading of its column; empty ones are left out.
  private static func labelled(_ row: [Line], _ header: [Line]?) -> [Line] {
    row.enumerated().compactMap { place, cell in
      let cell = cell.withoutPadding
      guard !cell.spans.isEmpty else { return nil }
      guard let header, header.indices.contains(place) else { return cell }
      let heading = header[place].text
      return heading.allSatisfy { $0 == " " } ? cell : Line("\(heading): ") + cell
    }
  }

  /// What two things have in common, or what each has; the mark in front says no more than that.
  private static func compared(_ row: [Line], _ header: [Line]?) -> [Line] {
    guard row.count > 2 else {
      return row.prefix(1).map { Line(String($0.text.dropFirst(2))) } + ["the same"]
        + row.dropFirst()
    }
    let label = row.prefix(1).map { Line(String($0.text.dropFirst(2))) }
    return label + ["different"]
      + labelled(Array(row.dropFirst()), header.map { Array($0.dropFirst()) })
  }

  /// A bar that only repeats a number is nothing to hear.
  private static func withoutBar(_ line: Line) -> Line {
    Line(
      line.spans.map { Span(text: $0.text.replacing(/\s\[[#.]+\]/, with: ""), style: $0.style) })
  }

  private static func sentence(_ parts: [Line]) -> Line {
    var sentence = Line("")
    for part in parts where !part.text.isEmpty {
      if !sentence.spans.isEmpty { sentence += Line(", ") }
      sentence += part
    }
    return sentence + Line(".")
  }
}

extension Line {
  /// The line without blanks at its ends: depth and columns are not to be heard.
  fileprivate var withoutPadding: Line {
    var spans = spans
    while let first = spans.first {
      spans[0].text = String(first.text.drop { $0 == " " })
      if !spans[0].text.isEmpty { break }
      spans.removeFirst()
    }
    while let last = spans.last, last.text.last == " " {
      spans[spans.count - 1].text.removeLast()
      if spans[spans.count - 1].text.isEmpty { spans.removeLast() }
    }
    return Line(spans)
  }
}
