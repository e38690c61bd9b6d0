import Lab
import Screens
import Testing

@testable import Commands

@Suite("The full screen is asked for by a command, and refused in one line")
struct ScreenCommandTests {
  private func typed(refusal: String?) -> Typed {
    var prompt = Typed()
    prompt.interpreter.surroundings.screenRefusal = { refusal }
    return prompt
  }

  @Test("Where there is none, the walk begins all the same and says so")
  func refused() {
    var prompt = Typed()
    let outcome = prompt.interpreter.execute("walk --screen kx=rsa")
    #expect(outcome.error == nil && !outcome.opensScreen)
    #expect(prompt.interpreter.lab.currentSession != nil)
    let text = Layout(width: 200).text(of: outcome.page)
    #expect(text.split(separator: "\n").first?.contains("no full screen") == true)
    #expect(prompt.interpreter.execute("screen").error?.what.contains("no full screen") == true)
  }

  @Test func opened() {
    var prompt = typed(refusal: nil)
    #expect(prompt.interpreter.execute("walk --screen kx=rsa").opensScreen)
    #expect(!prompt.interpreter.execute("walk kx=rsa").opensScreen)
    #expect(prompt.interpreter.execute("screen").opensScreen)
    #expect(prompt.interpreter.execute("walk; screen").opensScreen)
    #expect(!prompt.interpreter.execute("step").opensScreen)
    prompt.succeed("set ui.walk screen")
    #expect(prompt.interpreter.execute("walk").opensScreen)
    #expect(!prompt.interpreter.execute("connect kx=rsa").opensScreen)
  }

  @Test("It is hinted at once")
  func hint() {
    var prompt = typed(refusal: nil)
    let texts = (0..<3).map { _ in
      Layout(width: 200).text(of: prompt.interpreter.execute("walk kx=rsa").page)
    }
    #expect(texts.map { $0.contains("'screen'") } == [true, false, false])
  }

  @Test("What goes along is told apart from the answer")
  func remarks() {
    struct Praise: Companion {
      var document: JSONObject = [:]
      var usualNext: [String]?
      var findable: [Findable] = []
      func meaning(
        of typed: TypedCommand, in interpreter: Interpreter
      ) throws(CommandError) -> TypedCommand? { nil }
      func follow(
        _ typed: TypedCommand, _ outcome: inout Outcome, in interpreter: inout Interpreter
      ) {
        guard case .page(var page)? = outcome.answers.last else { return }
        page.add(.line("well done"))
        outcome.answers[outcome.answers.count - 1] = .page(page)
      }
    }
    var prompt = Typed()
    #expect(prompt.interpreter.execute("walk kx=rsa").remarks == nil)
    prompt.interpreter.companion = Praise()
    let outcome = prompt.interpreter.execute("step; step")
    #expect(outcome.remarks?.blocks == [.line("well done"), .line("well done")])
  }

  @Test("What only moves along a session is known by any of its names")
  func moves() {
    let prompt = Typed()
    for line in ["step 3", "n", "back start", "next; next", "view client", "walk kx=rsa"] {
      #expect(prompt.interpreter.isMove(line), "\(line)")
    }
    for line in ["", "vault", "next; vault", "stepp", "compromise server.key", "\""] {
      #expect(!prompt.interpreter.isMove(line), "\(line)")
    }
  }
}
