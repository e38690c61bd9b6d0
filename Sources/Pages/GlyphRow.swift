/// Characters in a row, each with its style and the columns it takes: what a line becomes once its
/// control characters are made visible.
struct GlyphRow {
  private let content: Content

  /// Most lines are printable ASCII and fit: those are never taken apart.
  private enum Content {
    case ascii(Line, width: Int)
    case glyphs(ArraySlice<Glyph>)
  }

  init(_ glyphs: [Glyph]) { self.init(glyphs[...]) }

  init(_ line: Line, _ unicode: Bool) {
    let line = line.filled(unicode)
    if let width = line.asciiWidth {
      content = .ascii(line, width: width)
    } else {
      content = .glyphs(Self.glyphs(of: line, unicode))
    }
  }

  init(_ text: String, _ unicode: Bool) { self.init(Line(text), unicode) }

  private init(_ glyphs: ArraySlice<Glyph>) { content = .glyphs(glyphs) }

  private static func glyphs(of line: Line, _ unicode: Bool) -> ArraySlice<Glyph> {
    line.spans.flatMap { span in
      span.text.unicodeScalars.map { $0.glyph(unicode: unicode, span.style) }
    }[...]
  }

  var glyphs: ArraySlice<Glyph> {
    switch content {
    case .ascii(let line, _): Self.glyphs(of: line, false)
    case .glyphs(let glyphs): glyphs
    }
  }

  var width: Int {
    switch content {
    case .ascii(_, let width): width
    case .glyphs(let glyphs): glyphs.reduce(0) { $0 + $1.width }
    }
  }

  /// The same question as of ``width``, of which a long row is not looked at to its end each time.
  func isWider(than limit: Int) -> Bool {
    guard case .glyphs(let glyphs) = content else { return width > limit }
    var width = 0
    for glyph in glyphs {
      width += glyph.width
      if width > limit { return true }
    }
    return false
  }

  /// The columns of the widest word, with the blanks before it that begin the row.
  var widestWord: Int {
    var (widest, current, begun) = (0, 0, false)
    for glyph in glyphs {
      begun = begun || !glyph.isBlank
      current = glyph.isBlank && begun ? 0 : current + glyph.width
      widest = max(widest, current)
    }
    return widest
  }

  var leadingBlanks: Int {
    switch content {
    case .ascii(let line, _): line.text.utf8.prefix { $0 == 0x20 }.count
    case .glyphs(let glyphs): glyphs.prefix(while: \.isBlank).count
    }
  }

  /// The characters put together again.
  var line: Line {
    switch content {
    case .ascii(let line, _): Line(joining: line.spans)
    case .glyphs(let glyphs):
      Line(joining: glyphs.lazy.map { Span(text: $0.text, style: $0.style) })
    }
  }

  /// The first characters, as many as fit, and the rest. At least one goes to the first part.
  func split(at width: Int) -> (GlyphRow, GlyphRow) {
    let glyphs = glyphs
    var used = 0
    var end = glyphs.startIndex
    while end < glyphs.endIndex, used + glyphs[end].width <= width || end == glyphs.startIndex {
      used += glyphs[end].width
      end += 1
    }
    return (GlyphRow(glyphs[..<end]), GlyphRow(glyphs[end...]))
  }

  /// Columns before its first word where a mark of a tree stands there, such as `+-`; 0 where none does.
  var hanging: Int {
    let mark = glyphs.prefix { " +-|".contains($0.text) }
    let width = mark.reduce(0) { $0 + $1.width }
    let isMark = mark.last?.isBlank == true && !mark.allSatisfy(\.isBlank)
    return isMark && 2 * width < self.width ? width : 0
  }

  /// The row in pieces that fit, broken between words; a word that is too long is broken inside.
  func broken(first: Int, rest: Int) -> [GlyphRow] {
    if case .ascii(let line, let width) = content, width <= first,
      line.text.utf8.last.map({ $0 != 0x20 }) ?? true
    {
      return width == 0 ? [] : [self]
    }
    return brokenApart(first: first, rest: rest)
  }

  private func brokenApart(first: Int, rest: Int) -> [GlyphRow] {
    var pieces: [GlyphRow] = []
    var left = GlyphRow(glyphs)
    while left.isWider(than: pieces.isEmpty ? first : rest) {
      let (head, _) = left.split(at: max(1, pieces.isEmpty ? first : rest))
      let end = head.glyphs.endIndex
      let indent = left.glyphs.startIndex + left.leadingBlanks
      var cut = end
      if end < left.glyphs.endIndex, !left.glyphs[end].isBlank,
        let blank = head.glyphs.lastIndex(where: \.isBlank), blank > indent, !isMark(head, blank)
      {
        cut = blank
      } else if end < left.glyphs.endIndex, !left.glyphs[end].isBlank {
        cut = head.lastJoint ?? end
      }
      pieces.append(GlyphRow(left.glyphs[..<cut]).withoutTrailingBlanks)
      left = GlyphRow(left.glyphs[cut...].drop(while: \.isBlank))
    }
    if !left.glyphs.isEmpty { pieces.append(left.withoutTrailingBlanks) }
    return pieces
  }

  /// Whether nothing but a mark stands before a blank: it does not stand alone in a line.
  private func isMark(_ head: GlyphRow, _ blank: Int) -> Bool {
    head.glyphs[..<blank].allSatisfy { " +-|".contains($0.text) }
  }

  /// Behind the last character that joins parts of a word, if it is not too early in the row.
  private var lastJoint: Int? {
    let glyphs = glyphs
    guard let joint = glyphs.lastIndex(where: { "_-.".contains($0.text) }),
      joint > glyphs.startIndex + glyphs.count / 3
    else { return nil }
    return joint + 1
  }

  private var withoutTrailingBlanks: GlyphRow {
    let glyphs = glyphs
    let end = glyphs.lastIndex { !$0.isBlank }.map { $0 + 1 } ?? glyphs.startIndex
    return GlyphRow(glyphs[..<end])
  }
}

/// One character as a terminal has it, or the escape that stands for one.
public struct Glyph: Hashable, Sendable {
  public var text: String
  /// The columns that it takes.
  public var width: Int
  public var style: Style

  public init(text: String, width: Int, style: Style) {
    self.text = text
    self.width = width
    self.style = style
  }

  var isBlank: Bool { text == " " }
}

extension Line {
  /// The line's characters one by one, everything made visible that is none to be read.
  public func glyphs(unicode: Bool) -> [Glyph] { Array(GlyphRow(self, unicode).glyphs) }

  /// The line with text in place of room.
  public func filled(_ unicode: Bool) -> Line {
    guard spans.contains(where: { $0.room != nil }) else { return self }
    return Line(joining: spans.map { span in span.filled(unicode) })
  }

  /// The columns of a line of nothing but printable ASCII; nil for any other.
  fileprivate var asciiWidth: Int? {
    var width = 0
    for span in spans {
      guard span.text.utf8.allSatisfy({ (0x20...0x7e).contains($0) }) else { return nil }
      width += span.text.utf8.count
    }
    return width
  }

  /// Spans of one style become one; those without text vanish.
  fileprivate init(joining parts: some Sequence<Span>) {
    var spans: [Span] = []
    for part in parts where !part.text.isEmpty {
      if spans.last?.style == part.style {
        spans[spans.count - 1].text += part.text
      } else {
        spans.append(part)
      }
    }
    self.init(spans)
  }
}

extension Span {
  fileprivate func filled(_ unicode: Bool) -> Span {
    guard let room else { return self }
    var row = GlyphRow(text, unicode)
    // A blank and one piece of the fill at least.
    if row.width > room.columns - 2 {
      let (head, _) = row.split(at: max(1, room.columns - 4))
      row = GlyphRow(head.line + "..", unicode)
    }
    let rest = String(repeating: room.fill, count: max(0, room.columns - 1 - row.width))
    return Span(text: row.line.text + " " + rest, style: style)
  }
}
