import Lab
import Screens
import Testing

@testable import Commands

@Suite("Words of one's own") struct AliasTests {
  var interpreter = Interpreter(Lab(seed: 1))

  @Test("One word does several commands, and takes what is typed after it") mutating func expands()
    throws
  {
    #expect(
      interpreter.execute("alias heist \"connect kx=rsa; compromise server.key\"").error == nil)
    #expect(interpreter.execute("heist").error == nil)
    #expect(interpreter.execute("expect sessions.S1.vault == open").error == nil)
    #expect(interpreter.execute("alias grab \"compromise\"").error == nil)
    #expect(interpreter.execute("grab server.ticket-key").error == nil)
    #expect(interpreter.execute("expect attacker.leaks contains server.ticket-key").error == nil)
    #expect(interpreter.execute("unalias heist").error == nil)
    #expect(interpreter.execute("heist").error?.what.contains("unknown command") == true)
  }

  @Test(
    "What would hide a command or stand for itself is refused",
    arguments: [
      "alias connect \"walk\"", "alias st \"nonsense now\"", "alias two-words \"two-words\"",
      "alias UP \"connect\"", "alias x \"connect\\q\"",
    ])
  func refuses(line: String) {
    var interpreter = interpreter
    #expect(interpreter.execute(line).error != nil)
    #expect(interpreter.aliases.texts.isEmpty)
  }

  @Test("They come back from the script that they were kept as") mutating func keeps() {
    _ = interpreter.execute(#"alias talk "send client \"a \\ b\"""#)
    let script = interpreter.aliases.script
    var other = Interpreter(Lab(seed: 1))
    #expect(other.readAliases(script) == nil)
    #expect(other.aliases == interpreter.aliases)
    let wrong = other.readAliases("alias ok \"connect\"\nquit\n")
    #expect(wrong?.line == 2)
    #expect(other.aliases.texts["ok"] == "connect")
  }

  @Test("Every screen ends with what to type next") func suggests() {
    var interpreter = interpreter
    for line in [
      "help", "settings", "world show", "set ui.width 80", "connect", "list", "show keys",
      "knowledge", "vault", "show sessions", "show ciphers", "where", "show state", "audit",
      "compromise server.key", "matrix", "why S1", "explain record", "history", "walk", "next",
      "show message 1", "try hash abc", "alias", "ca list",
    ] {
      let outcome = interpreter.execute(line)
      #expect(outcome.error == nil, "\(line): \(outcome.error?.what ?? "")")
      if case .page(let page)? = outcome.answers.last {
        #expect(!page.next.isEmpty, "\(line)")
        for next in page.next where next.allSatisfy({ !$0.isUppercase }) {
          #expect(throws: Never.self, "\(line): \(next)") { try interpreter.table.check(next) }
        }
      }
    }
  }
}
