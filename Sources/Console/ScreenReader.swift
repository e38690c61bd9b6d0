import Screens

/// Pages for those who listen to them: one sentence a row, no tables, no rules.
enum ScreenReader {
  static func sentences(of page: Page) -> Page {
    Page(page.blocks.flatMap(sentences(of:)), next: page.next)
  }

  private static func sentences(of block: Block) -> [Block] {
    switch block {
    case .line, .paragraph, .verbatim: [block]
    case .blank, .rule: []
    case .edges(let left, let right): [.paragraph(sentence([left, right]), indent: 0)]
    case .beside(_, let right): right.flatMap(sentences(of:))
    case .table(let table):
      table.rows.map { row in .paragraph(sentence(labelled(row, table.header)), indent: 0) }
    }
  }

  /// Each cell with the heading of its column; empty ones are left out.
  private static func labelled(_ row: [Line], _ header: [Line]?) -> [Line] {
    row.enumerated().compactMap { place, cell in
      let cell = cell.withoutIndent
      guard !cell.spans.isEmpty else { return nil }
      guard let header, header.indices.contains(place) else { return cell }
      let heading = header[place].text
      return heading.allSatisfy { $0 == " " } ? cell : Line("\(heading): ") + cell
    }
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
  /// The line without blanks in front: depth is not to be heard.
  fileprivate var withoutIndent: Line {
    var spans = spans[...]
    while let first = spans.first {
      let text = first.text.drop { $0 == " " }
      if !text.isEmpty {
        return Line([Span(text: String(text), style: first.style)] + spans.dropFirst())
      }
      spans = spans.dropFirst()
    }
    return Line([])
  }
}
