/// Places along time from left to right, and below them, lane by lane, what is so of one thing there. Where a
/// screen is too narrow for all places, they go on in a further band below.
public struct Lanes: Hashable, Sendable {
  public var stops: [Stop]
  public var lanes: [Lane]
  /// What each mark says.
  public var legend: [Key]

  public init(stops: [Stop], lanes: [Lane], legend: [Key]) {
    (self.stops, self.lanes, self.legend) = (stops, lanes, legend)
  }

  /// A line of the legend.
  public struct Key: Hashable, Sendable {
    public var cell: Cell
    public var meaning: String

    public init(_ cell: Cell, _ meaning: String) { (self.cell, self.meaning) = (cell, meaning) }
  }

  /// A place along time.
  public struct Stop: Hashable, Sendable {
    public var label: String
    public var style: Style
    /// The day, for a band that begins here.
    public var day: String
    /// How much time passed since the place before, where that is worth a word.
    public var gap: String

    public init(_ label: String, _ style: Style, day: String, gap: String) {
      (self.label, self.style, self.day, self.gap) = (label, style, day, gap)
    }
  }

  /// One thing along time: a cell for each place.
  public struct Lane: Hashable, Sendable {
    public var label: Line
    public var cells: [Cell]

    public init(label: Line, cells: [Cell]) {
      (self.label, self.cells) = (label, cells)
    }
  }

  /// What is so at a place: a mark, on a line where the thing is there.
  public struct Cell: Hashable, Sendable {
    public enum Mark: Hashable, Sendable {
      case nothing
      /// Wholly so, or in part.
      case full, partial
      /// What it could be, and is not.
      case empty
      /// The thing begins or ends here.
      case begin, end
      /// Something befell it.
      case event
    }

    public var mark: Mark
    public var hasLine: Bool
    /// Whether it goes on from here.
    public var goesOn: Bool

    public init(_ mark: Mark, hasLine: Bool = false, goesOn: Bool = false) {
      (self.mark, self.hasLine, self.goesOn) = (mark, hasLine, goesOn)
    }
  }
}

extension Layout {
  /// The picture in lines, in as many bands as it takes.
  func lines(of picture: Lanes) -> [Line] {
    let margin = min(Self.widestLabel, picture.lanes.map { $0.label.text.columns }.max() ?? 0) + 2
    let margins = max(margin, 12)
    let room = columns - margins - 1
    let words = picture.stops.flatMap { [$0.label.columns, $0.gap.columns] }
    let least = min(room, max(3, words.max() ?? 0) + 1)
    let width = min(max(least, room / max(1, picture.stops.count)), max(least, Self.widestCell))
    let perBand = max(1, room / width)
    let starts = Array(stride(from: 0, to: picture.stops.count, by: perBand))
    let bands = starts.flatMap { start -> [Line] in
      let places = start..<min(picture.stops.count, start + perBand)
      let band = self.band(of: picture, places, margins, width)
      return start == 0 ? band : [Line("")] + band
    }
    return (bands + legend(picture.legend)).map(withoutTrailingBlanks)
  }

  private func withoutTrailingBlanks(_ line: Line) -> Line {
    var spans = line.spans
    while let last = spans.popLast() {
      let text = last.text.withoutTrailingBlanks
      guard !text.isEmpty else { continue }
      return Line(spans + [Span(text: text, style: last.style)])
    }
    return ""
  }

  private func legend(_ keys: [Lanes.Key]) -> [Line] {
    let words = keys.map { key -> Line in
      let sign = drawn(key.cell, 3).spans.first.map {
        Span(text: String($0.text.prefix(1)), style: $0.style)
      }
      let arrow = drawn(key.cell, 3).spans.last.map {
        Span(text: String($0.text.suffix(1)), style: $0.style)
      }
      let shown = key.cell.goesOn ? arrow : sign
      return Line(shown.map { [$0] } ?? []) + Line(" \(key.meaning)", .faint)
    }
    var lines: [Line] = []
    for word in words {
      if let last = lines.last, last.text.columns + word.text.columns + 3 < columns {
        lines[lines.count - 1] = last + Line("   ") + word
      } else {
        lines.append(Line(" ") + word)
      }
    }
    return lines
  }

  private static let widestLabel = 24
  private static let widestCell = 8

  private func band(
    of picture: Lanes, _ places: Range<Int>, _ margin: Int, _ width: Int
  ) -> [Line] {
    let stops = picture.stops[places]
    let day = Line(padded(stops.first?.day ?? "", margin), .faint)
    let gaps = Line(stops.map { padded($0.gap, width) }.joined(), .faint)
    let labels = stops.map { Line(padded($0.label, width), $0.style) }
    let lanes = picture.lanes.map { lane in
      lane.cells[places].reduce(fitted(lane.label, margin)) { $0 + drawn($1, width) }
    }
    return [Line(" ") + day + gaps, Line(" ") + labels.reduce(blankLine(margin), +)]
      + lanes.map { Line(" ") + $0 }
  }

  private func blankLine(_ count: Int) -> Line { Line(String(repeating: " ", count: count)) }

  /// A word in so many columns, its control characters made visible.
  private func padded(_ word: String, _ width: Int) -> String {
    let text = GlyphRow(word, unicode).line.text
    return text.columns > width
      ? text.fitting(max(1, width - 3)) + ".. "
      : text + String(repeating: " ", count: width - text.columns)
  }

  private func fitted(_ label: Line, _ width: Int) -> Line {
    Line(padded(label.text, width), label.spans.first?.style ?? .plain)
  }

  private func drawn(_ cell: Lanes.Cell, _ width: Int) -> Line {
    let line = cell.hasLine ? (unicode ? "\u{2500}" : "-") : " "
    func filled(_ text: String, _ style: Style) -> Line {
      Line(String(repeating: text, count: max(1, width - 2)), style)
    }
    let end =
      cell.goesOn
      ? Line(line + (unicode ? "\u{25b6}" : ">"), .faint) : Line(line + line, .faint)
    let rest = Line(String(repeating: line, count: max(0, width - 3)), .faint)
    switch cell.mark {
    case .nothing: return Line(line, .faint) + rest + end
    case .full: return filled(unicode ? "\u{2588}" : "#", .bad) + end
    case .partial: return filled(unicode ? "\u{2592}" : "%", .bad) + end
    case .empty: return filled(unicode ? "\u{00b7}" : ".", .good) + end
    case .begin: return Line(unicode ? "\u{251c}" : "+", .faint) + rest + end
    case .end: return Line(unicode ? "\u{2524}" : "+", .faint) + rest + end
    case .event: return Line(unicode ? "\u{25bc}" : "v", .warning) + rest + end
    }
  }
}
