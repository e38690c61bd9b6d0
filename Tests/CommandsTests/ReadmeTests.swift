import Foundation
import Lab
import Testing

@testable import Commands

@Suite("Every command that the README quotes works, in the order in which it stands there")
struct ReadmeTests {
  @Test func commandsOfTheReadme() throws {
    let scratch = FileManager.default.temporaryDirectory
      .appendingPathComponent("tlslab-readme-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: scratch) }

    var interpreter = Interpreter(Lab(seed: 7), folder: scratch)
    let commands = try Self.quoted()
    #expect(commands.count > 20)
    for command in commands {
      let outcome = interpreter.execute(command)
      #expect(outcome.error == nil, "\(command)")
    }
  }

  /// Lines of the blocks of code and spans of code that begin with a verb, as they stand.
  private static func quoted() throws -> [String] {
    let file = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("README.md")
    let text = try String(contentsOf: file, encoding: .utf8)
    var found: [String] = []
    for (index, part) in text.components(separatedBy: "```").enumerated() {
      if index.isMultiple(of: 2) {
        let spans = part.components(separatedBy: "`").enumerated()
        found += spans.filter { !$0.offset.isMultiple(of: 2) }.map(\.element)
      } else {
        found += part.components(separatedBy: "\n")
      }
    }
    return found.filter(isCommand)
  }

  private static func isCommand(_ text: String) -> Bool {
    guard let verb = text.split(separator: " ").first.map(String.init) else { return false }
    return CommandTable.lab.allWords.contains(verb)
  }
}
