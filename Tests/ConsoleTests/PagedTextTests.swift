import Testing

@testable import Console

@Suite("A long text by pages: nothing is left out, and what is no key of it is given back")
struct PagedTextTests {
  private static let size = Terminal.Size(width: 20, height: 5)

  private static func text(_ count: Int) -> Shown {
    Shown((1...count).map { "line \($0)\n" }.joined())
  }

  private static func numbers(_ shown: Shown?) -> [Int] {
    (shown?.text ?? "").split { $0.isNewline || $0 == " " || $0 == "J" || $0 == "H" }.compactMap {
      Int($0)
    }
  }

  @Test("Each way down shows every line once", arguments: [[" "], ["\r"], [" ", "\r"]])
  func down(keys: [Character]) {
    for count in 1...23 {
      var pages = PagedText(Self.text(count), size: Self.size)
      var seen = Self.numbers(pages.seen)
      var turns = 0
      while !pages.isAtEnd {
        seen += Self.numbers(pages.answer(to: .character(keys[turns % keys.count])) { Self.size })
        turns += 1
      }
      #expect(seen == Array(1...count))
    }
  }

  @Test("The line below is cut in no word, however narrow the screen", arguments: 1...100)
  func lineBelow(width: Int) {
    let whole = "-- 4 of 12 lines: Space or arrows show more, or type the next command"
    let lines = [whole, "-- 4 of 12 lines: Space shows more", "-- 4 of 12 lines"]
    let line = PagedText(Self.text(12), size: Terminal.Size(width: width, height: 5)).line.text
    #expect(line.count < max(2, width))
    #expect(lines.contains(line) || width <= 16)
    #expect(width <= whole.count || line == whole)
  }

  @Test("Up again, and down again, and to either end")
  func upAndDown() {
    var pages = PagedText(Self.text(12), size: Self.size)
    func turn(_ key: Terminal.Key) -> [Int] { Self.numbers(pages.answer(to: key) { Self.size }) }
    #expect(Self.numbers(pages.seen) == [1, 2, 3, 4])
    #expect(turn(.pageDown) == [5, 6, 7, 8])
    #expect(turn(.up) == [4, 5, 6, 7])
    #expect(turn(.down) == [8])
    #expect(turn(.pageUp) == [1, 2, 3, 4])
    #expect(turn(.up) == [1, 2, 3, 4])
    #expect(turn(.end) == Array(5...12))
    #expect(pages.isAtEnd)
  }

  @Test("Another size draws what stood there anew")
  func resized() {
    var pages = PagedText(Self.text(12), size: Self.size)
    _ = pages.answer(to: .pageDown) { Self.size }
    let larger = pages.answer(to: .resized) { Terminal.Size(width: 20, height: 7) }
    #expect(Self.numbers(larger) == [5, 6, 7, 8, 9, 10])
    // A line that fills the whole screen is shown all the same.
    var long = PagedText(Shown(String(repeating: "x", count: 300) + "\nend\n"), size: Self.size)
    #expect(!long.isAtEnd)
    _ = long.answer(to: .down) { Self.size }
    #expect(long.isAtEnd)
  }

  @Test(
    "What is typed is for the prompt",
    arguments: [.character("q"), .character("c"), .byte(0xc3), .interrupted] as [Terminal.Key])
  func given(key: Terminal.Key) {
    var pages = PagedText(Self.text(12), size: Self.size)
    #expect(pages.answer(to: key) { Self.size } == nil)
  }
}
