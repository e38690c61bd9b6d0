import Foundation
import Testing

@testable import Console

/// Plays the user of a pseudo terminal that becomes standard input and output of this process.
private final class Typist: @unchecked Sendable {
  private let terminal: Int32
  private var seen: [UInt8] = []

  init?() {
    var inside: Int32 = -1
    var outside: Int32 = -1
    guard openpty(&outside, &inside, nil, nil, nil) == 0 else { return nil }
    terminal = outside
    guard dup2(inside, 0) == 0, dup2(inside, 1) == 1 else { return nil }
    // A screen that never shows what is waited for ends the process, not the patience of whoever waits.
    alarm(300)
    setenv("TERM", "xterm", 1)
    setenv("EDITRC", "/dev/null", 1)
  }

  /// Waits for each text to appear on the screen, then does what belongs to it.
  func play(_ steps: [(seen: String, do: @Sendable (Typist) -> Void)]) {
    Thread.detachNewThread { [self] in
      for step in steps {
        wait(for: step.seen)
        step.do(self)
      }
      wait(for: "never printed")
    }
  }

  func type(_ text: String) {
    let bytes = Array(text.utf8)
    _ = write(terminal, bytes, bytes.count)
  }

  /// Types a key that ends the prompt. libedit shows a prompt a moment before it takes the terminal
  /// over, and in that moment the terminal itself would take a Ctrl-D: so it comes again, behind a
  /// Ctrl-U for what the first one may have left in the line.
  func typeUntilTheEnd(_ key: String) {
    for _ in 0..<1200 {
      type(key)
      usleep(100_000)
    }
  }

  /// Reads until `text` has come; what came behind it is kept for the next wait.
  private func wait(for text: String) {
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      if let found = seen.firstRange(of: Array(text.utf8)) {
        seen.removeSubrange(..<found.upperBound)
        return
      }
      let count = read(terminal, &buffer, buffer.count)
      if count <= 0 { return }
      seen += buffer[..<count]
    }
  }
}

/// In processes of their own: libedit and the signals belong to the whole process.
@Suite("The prompt on a real terminal")
struct LineEditorTests {
  @Test func textHistoryInterruptionAndTheEnd() async {
    await #expect(processExitsWith: .success) {
      let folder = try TemporaryFolder()
      let typist = try #require(Typist())
      let editor = try #require(
        LineEditor(program: "test", historyFile: folder.file("history")) { _, _ in [] })
      typist.play([
        ("1é>", { $0.type("grüße 日本\r") }),
        ("2é>", { $0.type("half a line") }),
        ("half a line", { _ in kill(getpid(), SIGINT) }),
        ("3é>", { $0.type("\u{1b}[A!\r") }),
        ("4é>", { $0.typeUntilTheEnd("\u{15}\u{4}") }),
      ])
      #expect(editor.readLine(prompt: "\u{1b}[1m1é>\u{1b}[0m") == .text("grüße 日本"))
      #expect(editor.readLine(prompt: "2é> ") == .interrupted)
      #expect(!Interrupt.isRequested)
      #expect(editor.readLine(prompt: "3é> ") == .text("grüße 日本!"))
      #expect(editor.readLine(prompt: "4é> ") == .endOfInput)
      #expect(HistoryFile(url: folder.file("history")).load() == ["grüße 日本", "grüße 日本!"])
      #expect(editor.historyProblem == nil)
    }
  }

  @Test func tabCompletesAndNeverExecutes() async {
    await #expect(processExitsWith: .success) {
      let folder = try TemporaryFolder()
      let typist = try #require(Typist())
      let editor = try #require(
        LineEditor(program: "test", historyFile: folder.file("history")) { line, cursor in
          line.prefix(cursor) == "ü; "
            ? []
            : ["compromise", "compare"].map {
              Completion(insert: $0, description: "what \($0) does")
            }
        })
      typist.play([
        ("1>", { $0.type("ü; co\t\t") }),
        ("what compare does", { $0.type("r\t") }),
        ("omise", { $0.type("server.key\r") }),
      ])
      #expect(editor.readLine(prompt: "1> ") == .text("ü; compromise server.key"))
    }
  }

  @Test func aRunningCommandSeesCtrlC() async {
    await #expect(processExitsWith: .success) {
      Interrupt.install()
      #expect(!Interrupt.isRequested)
      kill(getpid(), SIGINT)
      while !Interrupt.isRequested { usleep(1000) }
      Interrupt.clear()
      #expect(!Interrupt.isRequested)
    }
  }
}
