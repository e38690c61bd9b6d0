// A screen says what came of something, and why. Whoever is to think first gets the result alone.
extension Line {
  /// The same line as a reason.
  public var asReason: Line { marked(true) }

  fileprivate func marked(_ isReason: Bool) -> Line {
    Line(
      spans.map { span in
        var marked = span
        marked.isReason = isReason
        return marked
      })
  }

  fileprivate var hasReasons: Bool { spans.contains(where: \.isReason) }

  fileprivate var withoutReasons: Line { hasReasons ? Line(spans.filter { !$0.isReason }) : self }

  /// Whether nothing but reasons stands in it.
  fileprivate var isReason: Bool { hasReasons && spans.allSatisfy(\.isReason) }
}

extension Block {
  /// The same block with all that it says as reasons.
  public var asReason: Block { marked(true) }

  fileprivate func marked(_ isReason: Bool) -> Block {
    switch self {
    case .line(let line): return .line(line.marked(isReason))
    case .drawn(let line, let spoken): return .drawn(line.marked(isReason), spoken: spoken)
    case .edges(let left, let right):
      return .edges(left: left.marked(isReason), right: right.marked(isReason))
    case .paragraph(let line, let indent):
      return .paragraph(line.marked(isReason), indent: indent)
    case .table(var table):
      table.header = table.header?.map { $0.marked(isReason) }
      table.rows = table.rows.map { row in row.map { $0.marked(isReason) } }
      return .table(table)
    case .beside(let left, let right):
      return .beside(
        left: left.map { $0.marked(isReason) }, right: right.map { $0.marked(isReason) })
    case .blank, .rule, .verbatim, .data, .lanes: return self
    }
  }

  /// The block without its reasons; nil where nothing is left.
  fileprivate var withoutReasons: Block? {
    switch self {
    case .line(let line): return line.isReason ? nil : .line(line.withoutReasons)
    case .drawn(let line, let spoken):
      return line.isReason ? nil : .drawn(line.withoutReasons, spoken: spoken)
    case .edges(let left, let right):
      if left.isReason, right.isReason || right.text.isEmpty { return nil }
      return .edges(left: left.withoutReasons, right: right.withoutReasons)
    case .paragraph(let line, let indent):
      return line.isReason ? nil : .paragraph(line.withoutReasons, indent: indent)
    case .table(let table): return table.withoutReasons.map(Block.table)
    case .beside(let left, let right):
      return .beside(left: left.withoutReasons, right: right.withoutReasons)
    case .blank, .rule, .verbatim, .data, .lanes: return self
    }
  }
}

extension Table {
  /// A column whose header is a reason goes, and so does a row that is nothing else.
  fileprivate var withoutReasons: Table? {
    let kept = header?.map { !$0.isReason }
    func cells(_ row: [Line]) -> [Line] {
      row.enumerated().filter { place, _ in
        guard let kept, kept.indices.contains(place) else { return true }
        return kept[place]
      }.map(\.element.withoutReasons)
    }
    var table = self
    table.header = header.map(cells)
    table.rows = rows.filter { row in
      !(row.contains(where: \.isReason) && row.allSatisfy { $0.isReason || $0.text.isEmpty })
    }.map(cells)
    return table.rows.isEmpty && !rows.isEmpty ? nil : table
  }
}

extension [Block] {
  /// Blanks that stood around what is gone are gone with it.
  fileprivate var withoutReasons: [Block] {
    var kept: [Block] = []
    var hasGone = false
    for block in self {
      guard let block = block.withoutReasons else {
        hasGone = true
        continue
      }
      if block == .blank, hasGone, kept.isEmpty || kept.last == .blank { continue }
      if block != .blank { hasGone = false }
      kept.append(block)
    }
    while hasGone, kept.last == .blank { kept.removeLast() }
    return kept
  }
}

extension Page {
  /// The page as an answer to the question why: nothing in it can be held back.
  public var asAnswer: Page {
    Page(
      blocks.map { $0.marked(false) }, next: next, sparse: sparse?.map { $0.marked(false) })
  }

  /// The page with its results alone: no reason, and nothing that follows from them.
  public var withoutReasons: Page {
    Page(blocks.withoutReasons, next: next, sparse: sparse?.withoutReasons)
  }
}
