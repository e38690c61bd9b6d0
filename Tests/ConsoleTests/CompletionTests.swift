import Testing

@testable import Console

@Suite("Tab adds what is certain and lists the rest")
struct CompletionTests {
  static let words = ["compromise", "compare", "connect", "kx=", "kx=rsa", "settings", "größe"]

  private func decide(_ before: String, next: Character? = nil, again: Bool = false) -> TabDecision
  {
    TabDecision(
      before: before, next: next,
      candidates: Self.words.map { Completion(insert: $0, description: "") }, again: again)
  }

  @Test func aSingleCandidateIsAddedWithASpace() {
    #expect(decide("se") == .insert("ttings "))
    #expect(decide("connect; se") == .insert("ttings "))
    #expect(decide("grö") == .insert("ße "))
  }

  @Test func noSecondSpaceIsAdded() {
    #expect(decide("se", next: " ") == .insert("ttings"))
    #expect(decide("settings", next: " ") == .nothing)
  }

  @Test func aWordThatGoesOnGetsNoSpace() {
    let candidates = [Completion(insert: "server.", description: "")]
    #expect(
      TabDecision(before: "set s", next: nil, candidates: candidates, again: false)
        == .insert("erver."))
  }

  @Test func whatSeveralCandidatesShareIsAdded() {
    #expect(decide("connect k") == .insert("x="))
    #expect(decide("com") == .insert("p"))
  }

  @Test func theListComesWithTheSecondTab() {
    #expect(decide("comp") == .nothing)
    #expect(
      decide("comp", again: true)
        == .list(["compromise", "compare"].map { Completion(insert: $0, description: "") }))
  }

  @Test("A blank within quotes ends no word")
  func quotes() {
    func decide(_ before: String, _ insert: String) -> TabDecision {
      TabDecision(
        before: before, next: nil, candidates: [Completion(insert: insert, description: "")],
        again: false)
    }
    #expect(decide("load \"my k", "\"my keys\"") == .insert("eys\" "))
    #expect(decide("load my", "my\" keys\"") == .insert("\" keys\" "))
    #expect(decide("note won't lo", "load") == .insert("ad "))
    #expect(decide("send client \"a; b\"; lo", "load") == .insert("ad "))
  }

  @Test func whatFitsNothingStaysAsItIs() {
    #expect(decide("zebra") == .nothing)
    #expect(decide("zebra", again: true) == .nothing)
  }

  @Test func theListFitsTheTerminal() {
    let candidates = (1...100).map {
      Completion(insert: "S\($0)", description: String(repeating: "x", count: 100))
    }
    let rows = Completion.rows(candidates, width: 40, height: 10)
    #expect(rows.count == 8)
    #expect(rows.allSatisfy { $0.count < 40 })
    #expect(rows.last == " ... 93 more")
  }
}

@Suite("libedit is told which bytes of a prompt take no room")
struct EditedPromptTests {
  @Test(arguments: [
    ("S1 3/14> ", "S1 3/14> "),
    ("\u{1b}[1;32mS1\u{1b}[0m> ", "\u{1}\u{1b}[1;32m\u{1}S1\u{1}\u{1b}[0m\u{1}> "),
    ("\u{1b}[1mS1>\u{1b}[0m", "\u{1}\u{1b}[1m\u{1}S1>\u{1}\u{1b}[0m\u{1} "),
    ("→ ", "→ "),
    ("cut \u{1b}[1", "cut \u{1}\u{1b}[1\u{1} "),
  ])
  func escapesAreEnclosed(prompt: String, delimited: String) {
    #expect(EditedPrompt.delimited(prompt) == delimited)
  }
}
