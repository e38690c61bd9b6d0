import Commands
import Foundation
import Lab
import Testing

@testable import Console

@Suite("Nothing that a terminal would obey gets to it from elsewhere")
struct GateTests {
  /// To colour, to set the title, to clear, in C1 as well; to turn the direction; to rub out.
  private static let hostile =
    "\u{1b}[31m\u{1b}]0;title\u{7}\u{9b}2J\u{202e}\u{2066}\u{7f}\u{8}\r\u{85}\u{2028}\u{e0041}"

  private func isClean(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy { scalar in
      scalar == "\n" || (0x20...0x7e).contains(scalar.value)
        || ![.control, .format, .lineSeparator, .paragraphSeparator].contains(
          scalar.properties.generalCategory)
    }
  }

  @Test func shown() {
    #expect(isClean(Shown(Self.hostile).text))
    #expect(Shown("plain\nand é").text == "plain\nand é")
    let own: Shown = "\u{1b}[2J"
    #expect(own.text == "\u{1b}[2J")
  }

  @Test("A call's words, a script's name and lines, and what the state holds of them")
  func program() throws {
    let folder = try TemporaryFolder()
    let script = try folder.write(
      """
      world new uc student="\(Self.hostile)"
      state world.student
      state world
      state world --json
      # say: \(Self.hostile)
      send client "\(Self.hostile)"
      \(Self.hostile)
      """, to: "script")
    for arguments in [
      ["run", "--echo", "--keep-going", script.path], ["--\(Self.hostile)"],
      ["run", "/\(Self.hostile)"], ["explain", Self.hostile], ["search", Self.hostile],
      ["inspect", Self.hostile], ["lesson", "lint", Self.hostile], ["connect", Self.hostile],
      ["listen", "0", "\(Self.hostile)=1"], ["run", "--lang", Self.hostile],
      ["run", "--lessons", "/\(Self.hostile)"], ["demo", "check", Self.hostile],
    ] {
      let output = Pipe()
      let process = Process()
      process.executableURL = PseudoTerminal.executable
      process.arguments = arguments
      process.environment = ["PATH": "/usr/bin:/bin", "XDG_STATE_HOME": folder.url.path]
      process.standardInput = FileHandle.nullDevice
      process.standardOutput = output
      process.standardError = output
      try process.run()
      let said = output.fileHandleForReading.readDataToEndOfFile()
      process.waitUntilExit()
      let text = String(decoding: said, as: UTF8.self)
      #expect(isClean(text), "\(arguments.prefix(2).map(\.debugDescription))")
      #expect(!text.isEmpty)
    }
  }

  @Test(
    "A name that a shell of words would take apart is offered in quotes; what can't be shown is not"
  )
  func files() throws {
    let folder = try TemporaryFolder()
    for name in ["fine.txt", "a;set", "b\u{1b}[31m", "c\u{202e}", "d'", "e#", "--replace", "f g"] {
      try folder.write("", to: name)
    }
    let interpreter = Interpreter(Lab(seed: 1), folder: folder.url)
    let offered = interpreter.candidates(after: "load ").map(\.insert)
    #expect(offered == ["\"a;set\"", "\"d'\"", "\"e#\"", "\"f g\"", "fine.txt"])
    // What is offered is one word: the file, and nothing that is done.
    for word in offered.dropLast() {
      var interpreter = interpreter
      let said = interpreter.execute("load \(word)")
      #expect(said.error?.what.contains(word.dropFirst().dropLast()) == true, "\(word)")
    }
  }

  @Test(
    "Words become one word of a line",
    arguments: ["", "a b", "a;b", "#", "\"", "\\", "a\nb\t", "it's"])
  func words(word: String) {
    var interpreter = Interpreter(Lab(seed: 1))
    let outcome = interpreter.execute("expect schema == \(word.asOneWord)")
    #expect(outcome.error?.status == .expectationFailed)
    #expect(outcome.error?.details.first == "expected: == \(word)")
  }
}
