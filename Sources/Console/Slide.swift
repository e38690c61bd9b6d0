import Screens

/// A text on a screen that is cleared for it. What does not fit comes at the next key.
struct Slide {
  private var lines: [String] = []
  /// The first line of each part.
  private var starts = [0]
  private var ends = [0]
  /// The part that is seen, counted from 0.
  private(set) var part = 0

  init() {}

  /// - Parameters:
  ///   - size: the terminal's.
  ///   - isPresented: whether the lowest third of a high screen stays free, for those who sit behind heads.
  ///   - part: which one is to be seen, where there are so many.
  init(_ shown: Shown, on size: Terminal.Size, isPresented: Bool, part: Int = 0) {
    lines = shown.text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    while lines.last?.isEmpty == true { lines.removeLast() }
    // The last row is the cursor's, the one above it says how much is left.
    let rows = isPresented && size.height > 30 ? size.height * 2 / 3 : size.height - 1
    (starts, ends) = Self.parts(lines, rows: max(4, rows), width: size.width)
    self.part = max(0, min(part, starts.count - 1))
  }

  var isAtEnd: Bool { part == starts.count - 1 }

  mutating func turn() { part = min(part + 1, starts.count - 1) }

  /// - Returns: whether there was an earlier part.
  mutating func turnBack() -> Bool {
    guard part > 0 else { return false }
    part -= 1
    return true
  }

  /// What is seen now.
  var seen: Shown {
    let text = lines[starts[part]..<ends[part]].map { $0 + "\n" }.joined()
    guard !isAtEnd else { return Shown(laidOut: text) }
    return Shown(laidOut: text) + Shown(".. \(lines.count - ends[part]) more lines: Enter")
  }

  /// All of it.
  var whole: Shown { Shown(laidOut: lines.map { $0 + "\n" }.joined()) }

  /// Cuts a text into parts; before a blank line, where there is one far enough down.
  private static func parts(_ lines: [String], rows: Int, width: Int) -> ([Int], [Int]) {
    var starts: [Int] = []
    var ends: [Int] = []
    var next = 0
    repeat {
      let start = next
      var used = 0
      while next < lines.count {
        let needed = PagedText.rows(of: lines[next][...], width: width)
        let room = next == lines.count - 1 ? rows : rows - 1
        if used + needed > room, next > start { break }
        used += needed
        next += 1
      }
      if next < lines.count,
        let blank = lines[(start + (next - start) / 2)..<next].lastIndex(of: "")
      {
        next = blank
      }
      starts.append(start)
      ends.append(next)
      while next < lines.count, lines[next].isEmpty { next += 1 }
    } while next < lines.count
    return (starts, ends)
  }
}
