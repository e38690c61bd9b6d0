import Commands
import Lab
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

  @Test(
    "A host without its port gets one",
    arguments: [
      ("connect example.org", "connect example.org:443"),
      ("connect localhost version=1.2", "connect localhost:443 version=1.2"),
    ])
  func host(line: String, meant: String) {
    var interpreter = Interpreter(Lab(seed: 7), table: .program)
    #expect(interpreter.execute(line).error?.meant == meant)
  }

  @Test("The page of a verb says what each of its switches does")
  func switches() throws {
    let show = try #require(CommandTable.program.command("show"))
    let page = Reference.page(of: show).blocks
    #expect("\(page)".contains("--as tree|table|diagram|hex: how it is drawn"))
    #expect("\(page)".contains("--as hex: sixteen bytes a row"))
  }

  @Test(
    "A value that can't be is refused before anybody is called or waited for",
    arguments: [
      ("listen wait=abc", "wait=abc is no time to wait"), ("listen wait=0", "no time to wait"),
      ("listen seed=x", "'x' is no seed"), ("connect 127.0.0.1:x", "127.0.0.1:x"),
      ("walk 127.0.0.1:1 starttls=ftp", "no STARTTLS for 'ftp'"),
      ("relay 0 127.0.0.1:1", "takes no '0'"),
      ("relay 1 127.0.0.1:1 cert=x", "'x' is no certificate of the attacker's"),
      ("relay 1 127.0.0.1:1 cert=stolen", "takes the server's private key"),
      ("demo run forward-secrecy pace=x", "'x' is no pace"),
    ])
  func refused(line: String, reason: String) {
    var interpreter = Interpreter(Lab(seed: 1), table: .program)
    interpreter.surroundings.hasKeys = true
    let what = interpreter.execute(line).error?.what ?? "nothing"
    #expect(what.contains(reason), "\(what)")
  }
}
