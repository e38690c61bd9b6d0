// MARK: Ladders

extension Layout {
  /// Columns for which ladders are made, with room behind the last upright for a mark.
  private static let ladderWidth = 78

  /// A row of a ladder in one line, however narrow the screen is: what only fills gives way, the same on
  /// each row, so that the uprights stay below each other.
  func drawn(_ line: Line) -> [Line] {
    let glyphs = Array(GlyphRow(line, unicode).glyphs)
    let uprights = glyphs.indices.filter { glyphs[$0].text == "|" && glyphs[$0].style == .faint }
    let isHeader = !line.spans.isEmpty && line.spans.allSatisfy { $0.style == .heading }
    let excess = max(0, Self.ladderWidth - columns)
    if uprights.count > 1 { return [ladderRow(glyphs, uprights, excess)] }
    guard isHeader, excess > 0 else { return wrap(line, indent: 0) }
    return [header(glyphs, excess)]
  }

  private func ladderRow(_ glyphs: [Glyph], _ uprights: [Int], _ excess: Int) -> Line {
    var row = Array(glyphs[..<uprights[0]])
    let lanes = uprights.count - 1
    for lane in 0..<lanes {
      let part = glyphs[(uprights[lane] + 1)..<uprights[lane + 1]]
      row.append(upright(glyphs[uprights[lane]]))
      row += arrow(narrowed(Array(part), by: share(lane, of: excess, lanes)))
    }
    row.append(upright(glyphs[uprights[lanes]]))
    return GlyphRow(row + glyphs[(uprights[lanes] + 1)...]).line
  }

  private func header(_ glyphs: [Glyph], _ excess: Int) -> Line {
    let words = glyphs.split(whereSeparator: \.isBlank)
    let gaps = words.count - 1
    guard gaps > 0 else { return GlyphRow(glyphs).line }
    var row = Array(glyphs[..<words[0].endIndex])
    for gap in 0..<gaps {
      let blanks = glyphs[words[gap].endIndex..<words[gap + 1].startIndex]
      row += blanks.dropLast(min(blanks.count - 1, share(gap, of: excess, gaps)))
      row += words[gap + 1]
    }
    return GlyphRow(row).line
  }

  /// What each lane gives of the excess.
  private func share(_ lane: Int, of excess: Int, _ lanes: Int) -> Int {
    excess / lanes + (lane < excess % lanes ? 1 : 0)
  }

  /// The longest fill gives way first; where none is left, the text is cut, with two dots as a mark.
  private func narrowed(_ glyphs: [Glyph], by count: Int) -> [Glyph] {
    var glyphs = glyphs
    var left = count
    while left > 0, let fill = longestFill(of: glyphs) {
      let given = min(left, fill.count - Self.shortestFill)
      glyphs.removeSubrange(fill.prefix(given))
      left -= given
    }
    guard left > 0, glyphs.count > left + 4 else { return glyphs }
    let end = glyphs.suffix(2)
    let dots = end.map { Glyph(text: ".", width: 1, style: $0.style) }
    return Array(glyphs.dropLast(left + 4)) + dots + end
  }

  private static let shortestFill = 2

  private func longestFill(of glyphs: [Glyph]) -> Range<Int>? {
    var longest = 0..<0
    var start = 0
    for place in glyphs.indices.dropFirst() where glyphs[place].text != glyphs[start].text {
      longest = longer(longest, start..<place, glyphs)
      start = place
    }
    longest = longer(longest, start..<glyphs.count, glyphs)
    return longest.count > Self.shortestFill ? longest : nil
  }

  private func longer(_ one: Range<Int>, _ other: Range<Int>, _ glyphs: [Glyph]) -> Range<Int> {
    guard other.count > one.count, " -=".contains(glyphs[other.lowerBound].text) else { return one }
    return other
  }
}

// MARK: Arrows

extension Layout {
  private func upright(_ glyph: Glyph) -> Glyph {
    unicode ? Glyph(text: "\u{2502}", width: 1, style: glyph.style) : glyph
  }

  /// With Unicode, shafts and heads are drawn; text between them stays as it is.
  private func arrow(_ glyphs: [Glyph]) -> [Glyph] {
    guard unicode else { return glyphs }
    return glyphs.indices.map { place in
      let glyph = glyphs[place]
      let isAtEnd = place < 3 || place >= glyphs.count - 3
      let isShaft =
        isAtEnd || glyphs[max(0, place - 1)].text == glyph.text
        || glyphs[min(glyphs.count - 1, place + 1)].text == glyph.text
      guard isShaft, let drawn = Self.strokes[glyph.text] else { return glyph }
      if drawn.isHead, place != 0, place != glyphs.count - 1 { return glyph }
      return Glyph(text: drawn.text, width: 1, style: glyph.style)
    }
  }

  private static let strokes: [String: (text: String, isHead: Bool)] = [
    "-": ("\u{2500}", false), "=": ("\u{2550}", false), "<": ("\u{2190}", true),
    ">": ("\u{2192}", true),
  ]
}
