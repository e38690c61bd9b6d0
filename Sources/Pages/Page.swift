/// One screen or one answer, before anyone decides on colour, width or file format.
///
/// The result comes first, detail below it, the next useful commands last.
public struct Page: Hashable, Sendable {
  public var blocks: [Block]
  /// Commands worth typing next; shown as the last line unless hints are off.
  public var next: [String]
  /// The same for a projector, in few words; nil where the page has no shorter form.
  public var sparse: [Block]?

  public init(_ blocks: [Block] = [], next: [String] = [], sparse: [Block]? = nil) {
    self.blocks = blocks
    self.next = next
    self.sparse = sparse
  }

  /// A page of plain lines.
  public init(lines: [Wording], next: [String] = []) {
    self.init(lines.map { .line(Line($0)) }, next: next)
  }

  /// A page of lines that were made elsewhere.
  @_disfavoredOverload
  public init(lines: some Sequence<String>, next: [String] = []) {
    self.init(lines.map { .line(Line($0)) }, next: next)
  }

  public mutating func add(_ block: Block) { blocks.append(block) }

  public mutating func add(_ line: Line) { blocks.append(.line(line)) }

  /// Puts another page below this one, in both forms.
  public mutating func append(_ other: Page) {
    if sparse != nil || other.sparse != nil {
      sparse = Self.joined(sparse ?? blocks, other.sparse ?? other.blocks)
    }
    blocks = Self.joined(blocks, other.blocks)
    next = other.next
  }

  private static func joined(_ above: [Block], _ below: [Block]) -> [Block] {
    if above.isEmpty || below.isEmpty { return above + below }
    return above + (below.first == .blank ? [] : [.blank]) + below
  }

  /// The page as a class sees it: in few words, where it has any.
  public var presented: Page { sparse.map { Page($0, next: ["m"]) } ?? self }
}

/// A part of a page that is laid out as one.
public enum Block: Hashable, Sendable {
  case line(Line)
  case blank
  /// A line of a drawing, and the sentence that says the same to those who listen; empty where
  /// there is nothing to say.
  case drawn(Line, spoken: String)
  /// A horizontal rule across the page.
  case rule
  /// One line with a part at the left edge and a part at the right edge.
  case edges(left: Line, right: Line)
  /// Running text, broken between words; every line is indented.
  case paragraph(Line, indent: Int)
  case table(Table)
  /// A picture along time, which says nothing that no sentence says beside it.
  case lanes(Lanes)
  /// Text that must stay as it is, such as a command to copy; broken nowhere.
  case verbatim(String, indent: Int)
  /// A line for other programs, as long as it is.
  case data(String)
  /// Something to look at on the left of what matters, where the screen is wide enough for both;
  /// elsewhere what matters alone.
  indirect case beside(left: [Block], right: [Block])
}

/// Columns of text. The last one takes the width that is left, and is broken between words.
public struct Table: Hashable, Sendable {
  public var header: [Line]?
  public var rows: [[Line]]
  /// Blanks before the first column.
  public var indent: Int
  /// Whether it holds two things against each other: then the last two columns are equally wide,
  /// and a row that lacks the last one has the room of both.
  public var isComparison: Bool

  public init(
    header: [Line]? = nil, rows: [[Line]], indent: Int = 1, isComparison: Bool = false
  ) {
    self.header = header.map { $0.map(\.worded) }
    self.rows = rows
    self.indent = indent
    self.isComparison = isComparison
  }
}

/// A line of text, each run with its meaning.
public struct Line: Hashable, Sendable, ExpressibleByStringLiteral,
  ExpressibleByStringInterpolation
{
  public var spans: [Span]

  /// Fixed words and what is filled in, in the language that was chosen; a command is the same in all.
  public init(_ words: Wording, _ style: Style = .plain) {
    self.init(of: style == .command ? words.english : words.text, style)
  }

  /// Text that says itself, such as a name or a command. It is generic so that a literal is never taken for
  /// that: in a long expression the compiler would prefer `String` to words, disfavoured or not.
  @_disfavoredOverload
  public init(_ text: some StringProtocol, _ style: Style = .plain) {
    self.init(of: String(text), style)
  }

  private init(of text: String, _ style: Style) {
    spans = text.isEmpty ? [] : [Span(text: text, style: style)]
  }

  public init(stringLiteral value: String) { self.init(Wording(stringLiteral: value)) }

  public init(stringInterpolation: Wording.StringInterpolation) {
    self.init(Wording(stringInterpolation: stringInterpolation))
  }

  public init(_ spans: [Span]) { self.spans = spans }

  /// The text alone.
  public var text: String { spans.map(\.text).joined() }

  /// The same where each run is words, such as the head of a column.
  fileprivate var worded: Line {
    Line(
      spans.map { span in
        var own = span
        own.text = Wording.text(of: span.text)
        return own
      })
  }

  public static func + (left: Line, right: Line) -> Line { Line(left.spans + right.spans) }

  public static func += (left: inout Line, right: Line) { left.spans += right.spans }
}

/// A run of text with one meaning.
public struct Span: Hashable, Sendable {
  public var text: String
  public var style: Style
  /// Where it is to take a number of columns, whatever its characters take on this screen.
  public var room: Room?
  /// Whether it says why a result is as it is, or what follows from it: left out where reasons are
  /// held back.
  public var isReason = false

  public init(text: String, style: Style, room: Room? = nil) {
    self.text = text
    self.style = style
    self.room = room
  }

  /// Exactly so many columns: text that is longer is cut and ends in two dots, behind it come a blank
  /// and the fill.
  public struct Room: Hashable, Sendable {
    public var columns: Int
    public var fill: Character

    public init(_ columns: Int, fill: Character) {
      self.columns = columns
      self.fill = fill
    }
  }
}

/// What a run of text is, for those who have colours. Words carry the meaning, colour never alone.
public enum Style: Hashable, Sendable, CaseIterable {
  case plain
  case heading
  /// Of less weight: offsets, folded bytes.
  case faint
  /// Good for those who communicate: verified, sealed, safe.
  case good
  /// Bad for them: failed, open, fooled.
  case bad
  case warning
  case secret
  case field
  /// Something to type.
  case command
}
