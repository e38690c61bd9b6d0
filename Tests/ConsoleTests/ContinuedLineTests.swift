import Foundation
import Testing

@Suite("A command too long for a screen can be pasted", .enabled(if: PseudoTerminal.canRun))
struct ContinuedLineTests {
  @Test("A line that ends with a backslash goes on in the next; a challenge begins at the shell")
  func pasted() throws {
    let lessons = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("lessons")
    let terminal = try PseudoTerminal(
      ["challenge", "start", "only-check", "--lessons", lessons.path], columns: 80, rows: 24)
    try terminal.waitForPrompt()
    #expect(terminal.text.contains("REACH  Be fooled"))
    terminal.press("set client.suites TLS_AES_128_GCM\\\r_SHA256,TLS_AES_256\\\r_GCM_SHA384\r")
    try terminal.wait(forText: "client.suites = TLS_AES_128_GCM_SHA256,TLS_AES_256_GCM_SHA384")
    try terminal.waitForPrompt()
    terminal.press("quit\r")
    #expect(try terminal.waitForExit() == 0)
  }
}
