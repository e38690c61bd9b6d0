import Pages
public import Platform

/// Shows what is taller than the terminal a screen at a time, and is never in the way: of the keys it takes
/// the blank and the arrows; any other one is the first of the next command.
public enum Pager {
  /// Where somebody has typed ahead, or pasted several lines, or wants no pages (`PAGER=cat`), all of it is
  /// shown at once.
  ///
  /// - Returns: the key with which it was left, which begins the next line.
  @discardableResult
  public static func show(
    _ shown: Shown, environment: [String: String] = ProcessInfo.processInfo.environment
  ) -> Terminal.Key? {
    var pages = PagedText(shown, size: Terminal.size)
    guard Terminal.isInputTerminal, Terminal.isOutputTerminal, wantsPages(environment),
      !pages.isAtEnd, !Terminal.hasInput
    else {
      Terminal.write(shown)
      return nil
    }
    Terminal.write(pages.seen)
    while !pages.isAtEnd {
      Terminal.write(pages.line)
      let key = Terminal.readKey(tellingOfResize: true)
      Terminal.write("\r\u{1b}[K")
      guard let more = pages.answer(to: key, size: { Terminal.size }) else {
        if key == .interrupted { Interrupt.clear() } else { Terminal.putBack(key) }
        return key
      }
      Terminal.write(more)
    }
    return nil
  }

  /// `PAGER=cat` is how one says so elsewhere too.
  static func wantsPages(_ environment: [String: String]) -> Bool {
    environment["TERM"] != "dumb" && environment["PAGER"] != "cat"
  }
}

/// A long text, and how much of it stands on the screen.
struct PagedText {
  private let lines: [Substring]
  private var size: Terminal.Size
  /// The first line on the screen, and the first one below it.
  private var top = 0
  private var next = 0

  init(_ shown: Shown, size: Terminal.Size) {
    var lines = shown.text.split(separator: "\n", omittingEmptySubsequences: false)
    if lines.last?.isEmpty == true { lines.removeLast() }
    self.lines = lines
    self.size = size
    next = end(from: 0)
  }

  var isAtEnd: Bool { next == lines.count }

  /// What stands on the screen.
  var seen: Shown { text(top..<next) }

  /// The line below it.
  var line: Shown {
    let place = String(worded: "-- \(next) of \(lines.count) lines")
    let keys = [
      String(worded: ": Space or arrows show more, or type the next command"),
      String(worded: ": Space shows more"), "",
    ]
    // No word is cut: the longest line that fits.
    let fitting = keys.map { place + $0 }.first { $0.columns < size.width }
    return Shown(fitting ?? String(place.prefix(max(1, size.width - 1))))
  }

  /// - Returns: what is to be written; nil: the key is not for the pager.
  mutating func answer(to key: Terminal.Key, size now: () -> Terminal.Size) -> Shown? {
    switch key {
    case .character(" "), .pageDown, .right:
      let from = next
      top = next
      next = end(from: next)
      return text(from..<next)
    case .down, .character("\r"), .character("\n"): return lineDown()
    case .up: return drawn(from: top - 1)
    case .pageUp, .left: return drawn(from: begin(before: top))
    case .home: return drawn(from: 0)
    case .end:
      let from = next
      next = lines.count
      return text(from..<next)
    case .resized:
      size = now()
      return drawn(from: top)
    case .character, .byte, .escape, .interrupted, .endOfInput, .nothing: return nil
    }
  }

  private mutating func lineDown() -> Shown {
    let from = next
    next += 1
    while top < next - 1, end(from: top) < next { top += 1 }
    return text(from..<next)
  }

  /// The screen anew, from a line on.
  private mutating func drawn(from line: Int) -> Shown {
    top = max(0, min(line, lines.count - 1))
    next = end(from: top)
    return Shown(laidOut: "\u{1b}[2J\u{1b}[H") + seen
  }

  private func text(_ range: Range<Int>) -> Shown {
    Shown(laidOut: lines[range].map { $0 + "\n" }.joined())
  }

  /// The first line that has no room below the given one: the last row is for the line of the pager.
  private func end(from line: Int) -> Int {
    var used = 0
    var next = line
    while next < lines.count {
      used += rows(lines[next])
      if used > size.height - 1, next > line { break }
      next += 1
    }
    return next
  }

  private func begin(before line: Int) -> Int {
    var used = 0
    var first = line
    while first > 0 {
      used += rows(lines[first - 1])
      if used > size.height - 1 { break }
      first -= 1
    }
    return min(first, max(0, line - 1))
  }

  private func rows(_ line: Substring) -> Int { Self.rows(of: line, width: size.width) }

  /// How many rows of a terminal a line takes; colour takes no room.
  static func rows(of line: Substring, width: Int) -> Int {
    let columns = String(line.replacing(/\u{1b}\[[0-9;]*[A-Za-z]/, with: "")).columns
    return max(1, (columns + width - 1) / max(1, width))
  }
}
