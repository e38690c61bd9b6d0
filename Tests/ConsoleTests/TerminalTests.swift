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
    #expect(PagedText.rows(of: "", width: 10) == 1)
    #expect(PagedText.rows(of: "0123456789", width: 10) == 1)
    #expect(PagedText.rows(of: "0123456789x", width: 10) == 2)
    #expect(PagedText.rows(of: "\u{1b}[31m0123456789\u{1b}[0m", width: 10) == 1)
    #expect(PagedText.rows(of: "\u{65e5}\u{672c}\u{65e5}\u{672c}\u{65e5}\u{672c}", width: 10) == 2)
  }

  @Test func whoWantsNoPagesSaysSo() {
    #expect(!Pager.wantsPages(["PAGER": "cat"]) && Pager.wantsPages(["PAGER": "less"]))
    #expect(!Pager.wantsPages(["TERM": "dumb"]))
  }
}
