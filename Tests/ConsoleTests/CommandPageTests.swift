import Commands
import Foundation
import Testing

@testable import Console

@Suite("The page of the commands in docs")
struct CommandPageTests {
  private let head: String
  private let declared: String

  init() throws {
    let parts = try Quoted.text(of: "docs/commands.md")
      .components(separatedBy: MarkdownReference.mark + "\n\n")
    try #require(parts.count == 2)
    (head, declared) = (parts[0], parts[1])
  }

  @Test("It says what the declarations say: 'make docs' writes it anew")
  func declarations() {
    let now = MarkdownReference(.program).text.split(separator: "\n")
    let then = declared.split(separator: "\n")
    #expect(now.count == then.count)
    let first = zip(now, then).first { $0 != $1 }
    #expect(first == nil, "make docs")
  }

  @Test("What its head quotes fits the grammar")
  func quoted() {
    let commands = Quoted.commands(of: head).filter { $0.contains(" ") }
    #expect(commands.count > 5)
    for command in commands {
      #expect(throws: Never.self, "\(command)") { try CommandTable.program.check(command) }
    }
  }
}
