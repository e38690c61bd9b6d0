import Foundation
import Lessons
import Testing

@testable import Console

/// Demonstrations as a class and its trainer have them: in a terminal, by every key, after every accident.
@Suite("Demonstrations in a terminal", .serialized, .enabled(if: PseudoTerminal.canRun))
struct DemonstrationTerminalTests {
  private static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("lessons")
  private static let course = Course(library: Library(folder: folder))

  private static let clear = "\u{1b}[2J\u{1b}[H"

  private func start(
    _ words: [String], columns: Int = 80, rows: Int = 24, state: URL? = nil
  ) throws -> PseudoTerminal {
    try PseudoTerminal(
      ["demo"] + words + ["--lessons", Self.folder.path], columns: columns, rows: rows,
      environment: state.map { ["XDG_STATE_HOME": $0.path] } ?? [:])
  }

  /// Presses keys, and waits until the screen was begun anew and says something.
  @discardableResult
  private func press(
    _ keys: String, _ terminal: PseudoTerminal, until words: String
  ) throws -> String {
    let before = terminal.raw.utf8.count
    terminal.press(keys)
    var screen = ""
    try terminal.wait(for: "'\(words)' after \(keys.debugDescription)") {
      let new = String(decoding: Array(terminal.raw.utf8.dropFirst(before)), as: UTF8.self)
      guard let last = new.components(separatedBy: Self.clear).dropFirst().last else {
        return false
      }
      screen = last
      return words.isEmpty || last.contains(words)
    }
    return screen
  }

  private static let more = "lines: Enter"

  /// Goes to the end of a command's screen: what does not fit at once takes the same key once more.
  private func advance(
    _ key: String, _ terminal: PseudoTerminal, _ command: String, _ next: Demonstration.Beat?
  ) throws {
    let cue = next.map { $0.say.last.map { String($0.suffix(8)) } ?? "\n" } ?? "Enter or q"
    // The screen is cleared for the command, which types itself, and for what came of it.
    var clears = 2
    var screen = Self.more
    while screen.hasSuffix(Self.more) {
      let before = terminal.raw.utf8.count
      terminal.press(key)
      try terminal.wait(for: "'\(command)', to '\(cue)'") {
        let new = String(decoding: Array(terminal.raw.utf8.dropFirst(before)), as: UTF8.self)
        let drawn = new.components(separatedBy: Self.clear).dropFirst()
        screen = drawn.last ?? ""
        let words = screen.replacing(/\u{1b}\[[0-9;]*m/, with: "")
          .replacing(/[ \r\n]+/, with: " ")
        return drawn.count >= clears
          && (screen.hasSuffix(Self.more) || words.contains(cue.replacing("\n", with: " ")))
      }
      clears = 1
    }
  }

  /// What was drawn at once, each time: no screen is higher or wider than the terminal.
  private func checkScreens(_ terminal: PseudoTerminal, columns: Int, rows: Int) {
    for screen in terminal.raw.components(separatedBy: Self.clear).dropFirst() {
      // From where the trainer types, it scrolls.
      if screen.contains("demo ") && screen.contains("> ") && screen.contains("\u{1b}[K") {
        continue
      }
      let lines = screen.replacing(/\u{1b}\[[0-9;?]*[A-Za-z]/, with: "")
        .replacing("\r\n", with: "\n").split(separator: "\n", omittingEmptySubsequences: false)
      #expect(lines.count <= rows, "\(lines.count) of \(rows): \(lines.prefix(3))")
      for line in lines { #expect(line.count <= columns, "\(line)") }
    }
  }

  @Test(
    "Like slides: on by each key that a clicker has, back whole, to the ends, in every size",
    arguments: zip(
      [
        "forward-secrecy", "hear-the-call", "man-in-the-middle", "tampering", "tls-1.2-against-1.3",
      ],
      [(60, 20), (80, 24), (100, 30), (60, 20), (200, 60)]))
  func slides(id: String, size: (columns: Int, rows: Int)) throws {
    let demonstration = try #require(Self.course.demonstration(named: id))
    let terminal = try start([id], columns: size.columns, rows: size.rows)
    try terminal.wait(forText: String(demonstration.title.prefix(20)))
    let keys = ["\r", " ", "\u{1b}[6~", "\u{1b}[C", "\u{1b}[B"]
    for (place, beat) in demonstration.beats.enumerated() {
      let next = demonstration.beats.dropFirst(place + 1).first
      try advance(keys[place % keys.count], terminal, beat.command, next)
    }
    let last = try #require(demonstration.beats.last).command
    #expect(
      try press("\u{1b}[H", terminal, until: String(demonstration.title.prefix(20)))
        .contains("PageDown"))
    try press("\u{1b}[F", terminal, until: "> \(last)".prefix(size.columns - 2).description)
    // Back draws the screen before, and on the same one again.
    let earlier = demonstration.beats[demonstration.beats.count - 2].command
    try press("b", terminal, until: "> \(earlier)".prefix(size.columns - 2).description)
    try press("?", terminal, until: "Ctrl-L")
    try press("\u{c}", terminal, until: "> ")
    terminal.press("q")
    try terminal.wait(forText: "your own lab is back")
    checkScreens(terminal, columns: size.columns, rows: size.rows)
    #expect(
      !demonstration.beats.flatMap(\.notes).contains { terminal.text.contains($0.prefix(30)) })
    terminal.press("quit\r")
    #expect(try terminal.waitForExit() == 0)
  }

  @Test(
    "Black, more, why, a vote, free typing, another size; what the room said is beside the fact")
  func keys() throws {
    let terminal = try start(["forward-secrecy", "--from", "steal"], columns: 60, rows: 20)
    try terminal.wait(forText: "you said open")
    #expect(try !press(".", terminal, until: "").contains("SEALED"))
    try press("x", terminal, until: "you said open")
    #expect(try !press("B", terminal, until: "").contains("SEALED"))
    try press(" ", terminal, until: "you said open")
    // Mistakes are said, and the screen stays.
    try press("v12 open\r", terminal, until: "stands where")
    try press("vS1 open 12 sealed 5 S2 sealed 9 open 8\r", terminal, until: "THE ROOM")
    terminal.press("f")
    try terminal.waitForPrompt()
    try terminal.type("connect kx=dhe")
    try terminal.type("present on")
    try press("\r", terminal, until: "NOTED")
    let theft = try press("\r", terminal, until: "sealed 9, open 8")
    #expect(theft.contains("STOLEN: server.key") && !theft.contains("impersonate"))
    #expect(theft.contains("open 12, sealed 5") && theft.contains("sealed 9, open 8"))
    #expect(try press("m", terminal, until: "Tried on every").contains("STOLEN"))
    try press("m", terminal, until: "THE ROOM")
    try press("w", terminal, until: "S2")
    terminal.resize(columns: 90, rows: 30)
    try press("\u{c}", terminal, until: "S2")
    try press("g1", terminal, until: "record")
    terminal.press("\u{4}")
    try terminal.wait(forText: "your own lab is back")
    try terminal.waitForPrompt()
    #expect(try !terminal.type("show sessions").contains("S1"))
    terminal.press("quit\r")
    #expect(try terminal.waitForExit() == 0)
  }

  @Test("After an accident at each step the next start goes on there; anew is one key away")
  func accidents() throws {
    let state = try TemporaryFolder()
    let demonstration = try #require(Self.course.demonstration(named: "man-in-the-middle"))
    let accidents = ["", "q", "\u{4}", "f"]
    let file = state.url.appendingPathComponent("tlslab/demonstration.json")
    for (place, beat) in demonstration.beats.enumerated() {
      let terminal = try start([demonstration.id], columns: 100, rows: 60, state: state.url)
      if place > 0 {
        try terminal.wait(forText: "screen \(place) of \(demonstration.beats.count)")
        try press("\r", terminal, until: "> \(demonstration.beats[place - 1].command)")
      } else {
        try terminal.wait(forText: "PageDown")
      }
      try press("\r", terminal, until: "> \(beat.command)\r\n")
      try terminal.wait(for: "place \(place + 1) kept") {
        let kept = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
        return [",", "}"].contains { kept.contains("\"place\":\(place + 1)\($0)") }
      }
      let accident = accidents[place % accidents.count]
      terminal.press(accident)
      if !accident.isEmpty { try terminal.waitForPrompt() }
      if accident == "f" { terminal.press("quit\r") } else { try terminal.closeWindow() }
      _ = try? terminal.waitForExit()
    }
    let terminal = try start([demonstration.id], columns: 100, rows: 60, state: state.url)
    try terminal.wait(forText: "was left at")
    try press("x", terminal, until: "PageDown")
    terminal.press("q")
    try terminal.wait(forText: "your own lab is back")
    terminal.press("quit\r")
    #expect(try terminal.waitForExit() == 0)
  }

  @Test("The trainer's window follows in 40 columns and 15 rows, with the clock and the plan")
  func notes() throws {
    let state = try TemporaryFolder()
    let show = try start(
      ["tampering", "--from", "replay"], columns: 100, rows: 60, state: state.url)
    try show.wait(forText: "Then the genuine record")
    let window = try PseudoTerminal(
      ["notes", "--lessons", Self.folder.path], columns: 40, rows: 15,
      environment: ["XDG_STATE_HOME": state.url.path])
    try window.wait(forText: "NEXT")
    #expect(window.text.contains("of 3:00"))
    #expect(window.text.contains("NOW  connect version=1.2"))
    show.press("\r")
    try window.wait(forText: "NOW  replay application_data")
    window.press("q")
    #expect(try window.waitForExit() == 0)
    show.press("q")
    try show.wait(forText: "your own lab is back")
    for frame in window.raw.components(separatedBy: "\u{1b}[H") {
      let lines = frame.replacing(/\u{1b}\[[0-9;?]*[A-Za-z]/, with: "").replacing(
        "\r\n", with: "\n"
      ).split(separator: "\n")
      #expect(lines.count <= 15)
      for line in lines { #expect(line.count <= 40, "\(line)") }
    }
  }

  @Test(
    "Where nothing is drawn over, the notes stand whole", arguments: [["--screen-reader"], []])
  func notesWithoutDrawing(switches: [String]) throws {
    let state = try TemporaryFolder()
    let show = try start(
      ["tampering", "--from", "replay"], columns: 100, rows: 60, state: state.url)
    try show.wait(forText: "Then the genuine record")
    let window = try PseudoTerminal(
      ["notes", "--lessons", Self.folder.path] + switches, columns: 40, rows: 5,
      environment: ["XDG_STATE_HOME": state.url.path, "TERM": "dumb"])
    try window.wait(forText: "NEXT")
    window.press("q")
    #expect(try window.waitForExit() == 0)
    show.press("q")
    try show.wait(forText: "your own lab is back")
  }
}
