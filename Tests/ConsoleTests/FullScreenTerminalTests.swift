import Foundation
import Testing

@Suite("A walk on the full screen, as somebody has it before them")
struct FullScreenTerminalTests {
  /// What was shown since a moment, without what moves the cursor; runs of one style stay whole.
  private func shown(_ terminal: PseudoTerminal, since start: Int) -> String {
    let raw = String(decoding: Array(terminal.raw.utf8.dropFirst(start)), as: UTF8.self)
    return raw.replacing(/\u{1b}\[[0-9;?]*[A-Za-z]/, with: " ")
      .replacing(/\u{1b}(\([A-Z0]|[=>78])/, with: "")
  }

  private func wait(
    _ terminal: PseudoTerminal, for text: String, after act: () -> Void
  ) throws {
    let start = terminal.raw.utf8.count
    act()
    try terminal.wait(for: text) { shown(terminal, since: start).contains(text) }
  }

  @Test(
    "Steps, resizes at each of them, a mistake, a command, and back to the prompt at the same place"
  )
  func walk() throws {
    try #require(PseudoTerminal.canRun)
    let terminal = try PseudoTerminal(["--seed", "7"], columns: 80, rows: 24)
    try terminal.waitForPrompt()
    try wait(terminal, for: "next: the client makes its random") {
      terminal.press("walk --screen version=1.2 kx=rsa\r")
    }
    let sizes = [(100, 30), (132, 43), (40, 10), (80, 24), (60, 16), (200, 60)]
    var steps = 0
    for (columns, rows) in sizes {
      if rows >= 16 { steps += 1 }
      terminal.resize(columns: columns, rows: rows)
      // An arrow, then everything anew: what did not change is not written otherwise.
      try wait(terminal, for: rows < 16 ? "too small" : "step \(steps)/") {
        terminal.press("\u{1b}[C\u{c}")
      }
    }
    try wait(terminal, for: "no key of this screen") { terminal.press("x") }
    try wait(terminal, for: "VAULT") { terminal.press(":vault\r") }
    try wait(terminal, for: "tlslab>") { terminal.press("\u{1b}:reset\r\u{1b}q") }
    terminal.press("quit\r")
    #expect(try terminal.waitForExit() == 0)
    #expect(!terminal.raw.contains("\u{1b}[2J\u{1b}[2J\u{1b}[2J"))
  }

  @Test(
    "What was imported is gone through from its first message to its end, and opened on the way")
  func imported() throws {
    try #require(PseudoTerminal.canRun)
    let folder = try TemporaryFolder()
    let (capture, key) = (folder.file("call.pcapng").path, folder.file("server.pem").path)
    let terminal = try PseudoTerminal(["--seed", "7"], columns: 100, rows: 30)
    try terminal.waitForPrompt()
    for line in [
      "connect version=1.2 kx=rsa", "export pcapng \(capture) --redact", "export key \(key)",
      "import \(capture)", "back start",
    ] { _ = try terminal.type(line) }
    try wait(terminal, for: "nobody has named yet") { terminal.press("screen\r") }
    for (step, name) in ["ClientHello", "ServerHello", "Certificate"].enumerated() {
      // Everything anew: what did not change is not written otherwise.
      try wait(terminal, for: "step \(step + 1)/19") { terminal.press(" \u{c}") }
      try wait(terminal, for: "[\(step + 1)] \(name)") { terminal.press("\u{c}") }
    }
    for key in ["e", "k\u{1b}", "d", "w\u{1b}", "/cert\r\u{1b}", "?\u{1b}"] {
      try wait(terminal, for: "S2") { terminal.press("\(key)\u{c}") }
    }
    try wait(terminal, for: "STOLEN") { terminal.press("\u{1b}:compromise \(key)\r") }
    try wait(terminal, for: "REGISTER") { terminal.press("\u{1b}:vault S2\r") }
    try wait(terminal, for: "tlslab>") { terminal.press("\u{1b}:reset\r\u{1b}q") }
    terminal.press("quit\r")
    #expect(try terminal.waitForExit() == 0)
  }

  @Test(
    "Beside a screen reader, on a terminal without a cursor, or a small one: a line says why not")
  func refused() throws {
    try #require(PseudoTerminal.canRun)
    let cases: [([String], String, Int, String)] = [
      (["--screen-reader"], "xterm", 80, "read out anew"),
      ([], "dumb", 80, "this is no terminal"),
      ([], "xterm", 50, "this terminal has 50 columns"),
    ]
    for (options, kind, columns, words) in cases {
      let terminal = try PseudoTerminal(
        options + ["--seed", "7"], columns: columns, rows: 24, environment: ["TERM": kind])
      try terminal.waitForPrompt()
      let shown = try terminal.type("screen")
      #expect(shown.replacing("\n", with: " ").contains(words), "\(kind): \(shown)")
      terminal.press("quit\r")
      #expect(try terminal.waitForExit() == 0)
    }
  }

  @Test("On a terminal without colours, and without much else")
  func plain() throws {
    try #require(PseudoTerminal.canRun)
    let terminal = try PseudoTerminal(
      ["--seed", "7"], columns: 80, rows: 24,
      environment: ["TERM": "vt100", "NO_COLOR": "1", "LC_ALL": "C"])
    try terminal.waitForPrompt()
    try wait(terminal, for: "ClientHello") { terminal.press("walk --screen kx=rsa\r ") }
    try wait(terminal, for: "all>") { terminal.press("q") }
    #expect(terminal.raw.firstMatch(of: #/\x1b\[[0-9;]*3[0-7]m/#) == nil)
    terminal.press("quit\r")
    #expect(try terminal.waitForExit() == 0)
  }
}
