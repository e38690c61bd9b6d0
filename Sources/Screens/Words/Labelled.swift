import Pages

extension Block {
  /// A label at the left, text beside it; what goes on stands below the text.
  static func labelled(_ label: String, _ line: Line, width: Int = 8) -> Block {
    labelled(Line(padded(Wording.text(of: label), to: width), .faint), line, indent: 1)
  }

  /// The same with a heading at the very left.
  static func headed(_ heading: String, _ line: Line) -> Block {
    labelled(Line(padded(Wording.text(of: heading), to: 7), .heading), line, indent: 0)
  }

  /// Footnotes and the like.
  static func noted(_ mark: String, _ line: Line) -> Block {
    labelled(Line(mark, .faint), line, indent: 1)
  }

  private static func labelled(_ label: Line, _ line: Line, indent: Int) -> Block {
    // A blank label keeps its width.
    .table(Table(rows: [[label, line]], indent: indent))
  }
}
