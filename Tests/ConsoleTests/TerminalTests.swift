import Testing

@testable import Console

@Suite("Colour and paging only where they are wanted")
struct TerminalTests {
  @Test(arguments: [
    (false, true, [:], true),
    (false, true, ["NO_COLOR": ""], true),
    (false, true, ["NO_COLOR": "1"], false),
    (false, true, ["TERM": "dumb"], false),
    (true, true, [:], false),
    (false, false, [:], false),
  ])
  func colour(option: Bool, isTerminal: Bool, environment: [String: String], allowed: Bool) {
    #expect(
      Terminal.allowsColor(
        noColorOption: option, isTerminal: isTerminal, environment: environment) == allowed)
  }

  @Test func longLinesFillSeveralRowsAndColourNone() {
    #expect(Pager.rows(of: "", width: 10) == 0)
    #expect(Pager.rows(of: "a\n\nb\n", width: 10) == 3)
    #expect(Pager.rows(of: "0123456789", width: 10) == 1)
    #expect(Pager.rows(of: "0123456789x", width: 10) == 2)
    #expect(Pager.rows(of: "\u{1b}[31m0123456789\u{1b}[0m\n", width: 10) == 1)
  }

  @Test func theUsersPagerGoesFirst() {
    #expect(Pager.command(["PAGER": "most -s"]) == "most -s")
    #expect(Pager.command(["PATH": "/nowhere"]) == nil)
  }
}
