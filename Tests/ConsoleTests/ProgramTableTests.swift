import Commands
import Screens
import Sockets
import Testing

@testable import Console

@Suite("Everything that can be typed, in one table")
struct ProgramTableTests {
  @Test("A word means one command")
  func uniqueWords() {
    var seen: Set<String> = []
    for command in CommandTable.program.commands {
      for word in [command.name] + command.aliases + command.forms.flatMap(\.aliases) {
        #expect(seen.insert(word).inserted, "\(word)")
      }
    }
  }

  @Test("Forms that another target adds belong to a verb that exists")
  func furtherForms() {
    for verb in (socketForms + consoleForms).map(\.verb) {
      #expect(CommandTable.program.command(verb)?.name == verb, "\(verb)")
    }
  }

  @Test("The page of a verb says what each of its switches does")
  func switches() throws {
    let show = try #require(CommandTable.program.command("show"))
    let page = Reference.page(of: show).blocks
    #expect("\(page)".contains("--as tree|table|diagram|hex: how it is drawn"))
  }
}
