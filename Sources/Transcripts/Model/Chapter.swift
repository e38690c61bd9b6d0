import Screens

/// A part of a transcript that is told in words, tables and drawings.
public struct Chapter: Hashable, Sendable, Encodable {
  /// `result`, `ladder`, `knowledge`, `opened`, `theft`.
  public var id: String
  public var title: String
  public var blocks: [ChapterBlock]
  /// What is heard, as WAV: a page plays it, other formats leave it out.
  public var sound: [UInt8]?

  private enum CodingKeys: String, CodingKey { case id, title, blocks }
}

/// A block of a chapter. Which members are there depends on its kind.
public struct ChapterBlock: Hashable, Sendable, Encodable {
  public var kind: Kind
  /// The runs of text of a line or paragraph.
  public var text: [ChapterSpan]?
  /// The cells of a table, row by row.
  public var header: [[ChapterSpan]]?
  public var rows: [[[ChapterSpan]]]?
  /// What a drawing says, for those who can't see it.
  public var spoken: String?

  public enum Kind: String, Hashable, Sendable, Encodable {
    case line
    case paragraph
    case table
    /// To be shown with characters of one width, as it stands.
    case drawing
    /// A command or another text to copy, as it stands.
    case verbatim
    case rule
    case blank
  }
}

/// A run of text with one meaning.
public struct ChapterSpan: Hashable, Sendable, Encodable {
  public var text: String
  /// `heading`, `faint`, `good`, `bad`, `warning`, `secret`, `field`, `command`; nil: plain.
  public var style: String?
}

extension Chapter {
  init(_ id: String, _ title: Wording, _ blocks: [Block]) {
    self.init(id: id, title: title.text, blocks: ChapterBlock.blocks(blocks), sound: nil)
  }
}

extension ChapterBlock {
  private init(_ kind: Kind, _ line: Line) {
    self.init(kind: kind, text: line.chapterSpans)
  }

  /// The blocks that those of a screen become; rows that follow each other become one table.
  static func blocks(_ blocks: [Block]) -> [ChapterBlock] {
    var found: [ChapterBlock] = []
    for block in blocks.flatMap(Self.blocks) {
      if block.kind == .table, block.header == nil, let last = found.last, last.kind == .table,
        last.header == nil, last.columns == block.columns
      {
        found[found.count - 1].rows = (last.rows ?? []) + (block.rows ?? [])
      } else {
        found.append(block)
      }
    }
    return found
  }

  private var columns: Int { rows?.first?.count ?? 0 }

  private static func blocks(_ block: Block) -> [ChapterBlock] {
    switch block {
    case .line(let line): [ChapterBlock(.line, line)]
    case .blank: [ChapterBlock(kind: .blank)]
    case .drawn(let line, let spoken):
      [ChapterBlock(kind: .drawing, text: line.chapterSpans, spoken: spoken)]
    case .rule: [ChapterBlock(kind: .rule)]
    case .edges(let left, let right): [ChapterBlock(.line, left + Line("   ") + right)]
    case .paragraph(let line, _): [ChapterBlock(.paragraph, line)]
    case .table(let table):
      [
        ChapterBlock(
          kind: .table, header: table.header?.map(\.chapterSpans),
          rows: table.rows.map { $0.map(\.chapterSpans) })
      ]
    case .lanes:
      Layout(width: 100).lines(of: Page([block])).map {
        ChapterBlock(kind: .drawing, text: $0.chapterSpans, spoken: "")
      }
    case .verbatim(let text, _), .data(let text): [ChapterBlock(.verbatim, Line(text))]
    case .beside(let left, let right): (left + right).flatMap(Self.blocks)
    }
  }

  /// All text in it.
  public var plainText: String {
    let cells = (header ?? []) + (rows ?? []).flatMap { $0 } + [text ?? []]
    return cells.flatMap { $0 }.map(\.text).joined(separator: " ")
  }
}

extension Line {
  fileprivate var chapterSpans: [ChapterSpan] {
    var joined: [ChapterSpan] = []
    var wasReason = true
    for span in filled(true).spans {
      let style = span.style == .plain ? nil : "\(span.style)"
      // Paper holds no reason back: it goes on where the result ends.
      if span.isReason, !wasReason, let last = joined.last, last.style == style {
        joined[joined.count - 1].text += span.text
      } else {
        joined.append(ChapterSpan(text: span.text, style: style))
      }
      wasReason = span.isReason
    }
    return joined
  }
}
