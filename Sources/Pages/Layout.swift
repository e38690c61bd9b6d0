import Explanations

/// Turns a page into lines that fit a screen.
///
/// Lines break between words and nothing is cut away. Whatever shown data could do to a terminal,
/// it does not: control characters become visible escapes.
public struct Layout: Hashable, Sendable {
  /// Columns of the screen. The last one stays free: terminals differ in what they do there.
  public var width: Int
  /// Whether lines are drawn with Unicode characters, and other scripts shown as they are.
  public var unicode: Bool

  /// - Parameter unicode: nil where the letters of the language decide.
  public init(width: Int = 80, unicode: Bool? = nil) {
    self.width = max(Self.narrowest, width)
    self.unicode = unicode ?? Language.needsUnicode
  }

  /// No screen is laid out for fewer columns.
  public static let narrowest = 40

  var columns: Int { max(Self.narrowest, width) - 1 }

  /// The page as lines, none wider than the screen.
  ///
  /// - Parameter hints: whether the commands worth typing next come last.
  public func lines(of page: Page, hints: Bool = true) -> [Line] {
    var lines = page.blocks.flatMap(lines(of:))
    if hints, !page.next.isEmpty { lines += hintLines(page.next) }
    return lines
  }

  /// The page as text without colours; no line ends in blanks.
  public func text(of page: Page, hints: Bool = true) -> String {
    lines(of: page, hints: hints).map { $0.text.withoutTrailingBlanks + "\n" }.joined()
  }

  private func lines(of block: Block) -> [Line] {
    switch block {
    case .line(let line): return wrap(line, indent: 0)
    case .drawn(let line, _): return drawn(line)
    case .blank: return [""]
    case .rule: return [Line(String(repeating: unicode ? "\u{2500}" : "-", count: columns), .faint)]
    case .edges(let left, let right): return edges(left, right)
    case .paragraph(let line, let indent): return wrap(line, indent: indent)
    case .table(let table): return lines(of: table)
    case .lanes(let picture): return lines(of: picture)
    case .verbatim(let text, let indent): return continued(text, indent: indent)
    case .data(let text): return [Line(text)]
    case .beside(let left, let right): return lines(of: left, beside: right)
    }
  }

  private func hintLines(_ commands: [String]) -> [Line] {
    let label = Wording.text(of: "type")
    let begin = GlyphRow(Line(label), unicode).width
    var rows: [[String]] = [[]]
    var used = begin
    for command in commands {
      let needed = GlyphRow(command, unicode).width + 3
      if used + needed > columns, rows.last?.isEmpty == false {
        rows.append([])
        used = begin
      }
      rows[rows.count - 1].append(command)
      used += needed
    }
    return rows.enumerated().flatMap { index, row in
      var line = index == 0 ? Line(label, .faint) : blanks(begin)
      for command in row { line += Line("   ") + Line(command, .command) }
      return wrap(line, indent: 0)
    }
  }
}

// MARK: Two parts side by side

extension Layout {
  /// Columns that the left part takes.
  public static let leftColumns = 41
  /// No screen narrower than this shows a left part: the right one keeps what 80 columns give it.
  private static let wideEnough = 120

  private func lines(of left: [Block], beside right: [Block]) -> [Line] {
    guard width >= Self.wideEnough, !left.isEmpty else { return right.flatMap(lines(of:)) }
    let narrow = Layout(width: Self.leftColumns + 1, unicode: unicode)
    let rest = Layout(width: width - Self.leftColumns - 2, unicode: unicode)
    let lefts = left.flatMap(narrow.lines(of:))
    let rights = right.flatMap(rest.lines(of:))
    return (0..<max(lefts.count, rights.count)).map { row in
      let line = row < lefts.count ? lefts[row] : ""
      let padding = blanks(Self.leftColumns - GlyphRow(line, unicode).width)
      let right = row < rights.count ? rights[row] : ""
      let upright = (unicode ? "\u{2502}" : "|") + (right.text.isEmpty ? "" : " ")
      return line + padding + Line(upright, .faint) + right
    }
  }
}

// MARK: Lines

extension Layout {
  func wrap(_ line: Line, indent: Int) -> [Line] {
    let own = GlyphRow(line, unicode)
    let begin = min(indent, columns / 2)
    // What goes on in the next line stands below what it belongs to.
    let hanging = min(own.leadingBlanks + begin, columns / 2)
    var rows: [Line] = []
    for (index, row) in own.broken(first: columns - begin, rest: columns - hanging).enumerated() {
      rows.append(blanks(index == 0 ? begin : hanging) + row.line)
    }
    return rows.isEmpty ? [""] : rows
  }

  private func edges(_ left: Line, _ right: Line) -> [Line] {
    guard !right.text.isEmpty else { return wrap(left, indent: 0) }
    let gap = columns - GlyphRow(left, unicode).width - GlyphRow(right, unicode).width
    guard gap >= 2 else {
      return shortened(left, by: 2 - gap).map { edges($0, right) }
        ?? wrap(left, indent: 0) + wrap(right, indent: 4)
    }
    return [GlyphRow(left, unicode).line + blanks(gap) + GlyphRow(right, unicode).line]
  }

  /// A line of which the end is by the way, and is cut; nil where it does not end so, or too little is left.
  private func shortened(_ line: Line, by excess: Int) -> Line? {
    guard line.spans.count > 1, let last = line.spans.last, last.style == .faint else { return nil }
    let row = GlyphRow(Line([last]), unicode)
    let room = row.width - excess - Self.cutMark.count
    guard room >= Self.leastOfTitle else { return nil }
    return Line(Array(line.spans.dropLast())) + row.split(at: room).0.line
      + Line(Self.cutMark, .faint)
  }

  private static let cutMark = " .."
  /// Columns of a title that still say something.
  private static let leastOfTitle = 8

  /// A shell's way to go on in the next line: the backslash and the end of line vanish. Between single quotes
  /// they would stay: there the quotes end before them, and begin again behind.
  private func continued(_ text: String, indent: Int) -> [Line] {
    var rest = GlyphRow(text, unicode)
    var rows: [Line] = []
    var begin = min(indent, columns / 2)
    var quotes = ShellQuotes()
    var lead = ""
    while rest.isWider(than: columns - begin - lead.count) {
      let widest = columns - begin - lead.count - 1
      var room = widest
      var (head, tail) = rest.split(at: room)
      var state = quotes.behind(head.line.text)
      while room > 1, state.isEscaped || room == widest && state.mark == "'" {
        room -= 1
        (head, tail) = rest.split(at: room)
        state = quotes.behind(head.line.text)
      }
      quotes = state
      let isQuoted = quotes.mark == "'"
      rows.append(blanks(begin) + Line(lead) + head.line + (isQuoted ? "'\\" : "\\"))
      lead = isQuoted ? "'" : ""
      rest = tail
      begin = 0
    }
    return rows + [blanks(begin) + Line(lead) + rest.line]
  }

  func blanks(_ count: Int) -> Line { Line(String(repeating: " ", count: max(0, count))) }
}
