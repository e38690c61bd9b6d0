import Platform

/// Screens for a class: at the top, and the lowest third left free. What does not fit waits.
struct Projector {
  /// The lines that did not fit.
  private(set) var folded: [String] = []

  /// Shows a text from the top of the screen on.
  ///
  /// - Parameter above: the rows that something else fills above it.
  mutating func show(_ shown: Shown, below above: Int = 0) {
    if above == 0 { Self.clear() }
    let text = shown.text
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let room = max(6, Terminal.size.height * 2 / 3 - 1 - above)
    let fits = lines.count <= room + 1
    Terminal.write(
      fits ? shown : Shown(laidOut: lines.prefix(room).joined(separator: "\n") + "\n"))
    folded = fits ? [] : Array(lines.dropFirst(room))
    if !fits { Terminal.write(Shown(".. \(folded.count - 1) more lines: Enter\n")) }
  }

  /// Shows what did not fit.
  mutating func showRest() { show(Shown(laidOut: folded.joined(separator: "\n"))) }

  mutating func forget() { folded = [] }

  static func clear() { Terminal.write("\u{1b}[2J\u{1b}[H") }
}
