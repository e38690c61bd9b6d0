import Screens

extension ProseBlock {
  /// Prose as it stands on a screen.
  static func screen(_ markdown: String) -> [Block] {
    var blocks: [Block] = []
    // Only this is kept of the block before: Swift 6.3.1, optimizing, releases the block twice.
    var followsItem: Bool?
    for block in Self.blocks(of: markdown) {
      if let followsItem, !(followsItem && block.isItem) { blocks.append(.blank) }
      blocks += block.screen
      followsItem = block.isItem
    }
    return blocks
  }

  var isItem: Bool { if case .item = self { true } else { false } }

  private var screen: [Block] {
    switch self {
    case .paragraph(let inlines): [.paragraph(Self.line(inlines), indent: 0)]
    case .quote(let inlines): [.paragraph(Self.line(inlines), indent: 4)]
    case .item(let mark, let inlines):
      [.table(Table(rows: [[Line(mark), Self.line(inlines)]], indent: 1))]
    case .code(let lines): lines.map { .verbatim($0, indent: 4) }
    }
  }

  /// A sentence or two as one line: a goal, a hint, an answer.
  static func line(_ markdown: String) -> Line {
    let inlines = blocks(of: markdown).flatMap { block -> [Inline] in
      switch block {
      case .paragraph(let inlines), .item(_, let inlines), .quote(let inlines): inlines
      case .code(let lines): lines.map { .code($0) }
      }
    }
    return line(inlines)
  }

  private static func line(_ inlines: [Inline]) -> Line {
    inlines.reduce(Line("")) { line, inline in
      switch inline {
      case .text(let text):
        line
          + Line(
            text.replacing(" \u{a7}", with: " \(String(worded: "section")) ").replacing(
              "\u{a7}", with: String(worded: "section ")))
      // Quotes, because colour alone would not tell where a command ends.
      case .code(let text): line + Line("'") + Line(text, .command) + Line("'")
      case .strong(let text): line + Line(text, .heading)
      }
    }
  }
}
