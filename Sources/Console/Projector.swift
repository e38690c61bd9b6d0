import Platform

/// Screens for a class: at the top, and the lowest third left free. What does not fit waits.
struct Projector {
  /// The lines that did not fit.
  private(set) var folded: [String] = []

  /// Shows a text from the top of the screen on.
  ///
  /// - Parameter above: the rows that something else fills above it.
  mutating func show(_ text: String, below above: Int = 0) {
    if above == 0 { Self.clear() }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let room = max(6, Terminal.size.height * 2 / 3 - 1 - above)
    let fits = lines.count <= room + 1
    Terminal.write(fits ? text : lines.prefix(room).joined(separator: "\n") + "\n")
    folded = fits ? [] : Array(lines.dropFirst(room))
    if !fits { Terminal.write(".. \(folded.count - 1) more lines: Enter\n") }
  }

  /// Shows what did not fit.
  mutating func showRest() { show(folded.joined(separator: "\n")) }

  mutating func forget() { folded = [] }

  static func clear() { Terminal.write("\u{1b}[2J\u{1b}[H") }
}
