import Commands
import Explanations
import Lab
import Lessons
import Platform
import Screens

/// A demonstration as a recording of a terminal, in the format asciicast v2: a header, then events
/// with their times. The fallback for a broken projector.
struct Cast {
  static let width = 80
  static let height = 24
  /// Seconds a character takes to type itself.
  private static let typing = 0.05

  private(set) var text: String
  private var time = 0.0
  private let renderer = Renderer(
    appearance: Appearance(width: Cast.width, color: true, unicode: Language.needsUnicode),
    hints: false)

  /// Records a demonstration from a new lab.
  init(_ demonstration: Demonstration, on interpreter: inout Interpreter) throws(CommandError) {
    text =
      """
      {"version": 2, "width": \(Cast.width), "height": \(Cast.height), \
      "title": \(Cast.quoted("tlslab: \(demonstration.id)")), "env": {"TERM": "xterm"}}

      """
    clear()
    if let first = demonstration.beats.first {
      show(rendered(DemonstrationScreens.cue(first).blocks, interpreter))
    }
    for (place, beat) in demonstration.beats.enumerated() {
      time += 0.5
      if let mark = beat.mark { event("m", mark) }
      clear()
      type(beat.command)
      interpreter.holdsReasons = demonstration.asksForPrediction(from: place)
      let outcome = interpreter.execute(beat.command)
      if let error = outcome.error { throw error }
      let next = demonstration.beats.dropFirst(place + 1).first
      let cue = next.map { DemonstrationScreens.cue($0).blocks } ?? []
      show(rendered(outcome.page.blocks + cue, interpreter))
    }
    // The last screen stays for as long as it takes to read.
    event("o", "\r\n")
  }

  private func rendered(_ blocks: [Block], _ interpreter: Interpreter) -> String {
    renderer.text(of: Page(blocks), for: interpreter.lab.settings)
  }

  // MARK: Events

  private mutating func clear() { event("o", "\u{1b}[2J\u{1b}[H") }

  private mutating func type(_ command: String) {
    event("o", "> ")
    for character in command {
      time += Cast.typing
      event("o", String(character))
    }
    time += 0.3
    event("o", "\r\n")
  }

  /// Shows lines a screen at a time, and waits until each is read.
  private mutating func show(_ shown: String) {
    var lines = shown.split(separator: "\n", omittingEmptySubsequences: false)
    if lines.last?.isEmpty == true { lines.removeLast() }
    // The command above the first screen takes a row, and the cursor the last one.
    var room = Cast.height - 3
    while !lines.isEmpty {
      let screen = lines.prefix(room)
      event("o", screen.map { $0 + "\r\n" }.joined())
      time += Pace.readingTime(of: screen.joined(separator: "\n"))
      lines.removeFirst(screen.count)
      room = Cast.height - 2
      if !lines.isEmpty { clear() }
    }
  }

  private mutating func event(_ kind: String, _ data: String) {
    let milliseconds = Int((time * 1000).rounded())
    let fraction = String(milliseconds % 1000 + 1000).dropFirst()
    let stamp = "\(milliseconds / 1000).\(fraction)"
    text += "[\(stamp), \"\(kind)\", \(Cast.quoted(data))]\n"
  }

  /// A string of JSON.
  private static func quoted(_ text: String) -> String { JSONValue.string(text).json() }
}
