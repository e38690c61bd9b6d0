import Pages
import Testing

@testable import FullScreen

@Suite("A grid holds what fits, and marks what it cuts")
struct GridTests {
  private func row(_ text: String, width: Int, unicode: Bool = false) -> String {
    var grid = Grid(rows: 3, columns: 20, unicode: unicode)
    grid.put(Line(text), row: 1, in: Area(top: 0, left: 2, height: 3, width: width))
    return grid.text(ofRow: 1)
  }

  @Test func cut() {
    #expect(row("certificate", width: 11) == "  certificate")
    #expect(row("certificate", width: 10) == "  certific..")
    #expect(row("certificate", width: 10, unicode: true) == "  certifica\u{2026}")
    #expect(row("certificate", width: 1) == "  .")
    #expect(row("certificate", width: 0) == "")
  }

  @Test("What no terminal is to obey is made visible, and takes its room")
  func controls() {
    #expect(row("a\u{1b}[2J", width: 18) == "  a\\x1b[2J")
    #expect(row("a\u{1b}[2J", width: 4, unicode: true) == "  a\u{2026}")
  }

  @Test("Characters of two columns are never halved")
  func wide() {
    #expect(row("\u{7d0d}\u{8c46}", width: 4, unicode: true) == "  \u{7d0d}\u{8c46}")
    #expect(row("\u{7d0d}\u{8c46}x", width: 4, unicode: true) == "  \u{7d0d}\u{2026}")
    var grid = Grid(rows: 1, columns: 4, unicode: true)
    grid.put(Line("\u{7d0d}x"), row: 0, in: Area(top: 0, left: 0, height: 1, width: 4))
    #expect(grid.cells.map(\.text) == ["\u{7d0d}", "", "x", " "])
  }

  @Test("Nothing is written outside, wherever an area lies")
  func outside() {
    var grid = Grid(rows: 2, columns: 3, unicode: false)
    for top in -3...3 {
      for left in -3...4 {
        let area = Area(top: top, left: left, height: 3, width: 6)
        grid.put(Array(repeating: Line("abcdefgh"), count: 9), from: 2, in: area, lit: 3)
        grid.rule(row: 1, in: area, "heading", isLit: true)
        grid.upright(column: left, from: top, to: top + 5)
      }
    }
    #expect(grid.cells.count == 6)
    #expect(grid.cells.allSatisfy { $0.text.count <= 1 })
  }

  @Test("At the edge stands where there is more")
  func edges() {
    var grid = Grid(rows: 3, columns: 5, unicode: false)
    let lines = (0..<9).map { Line("\($0)") }
    grid.put(lines, from: 4, in: Area(top: 0, left: 0, height: 3, width: 5))
    #expect((0..<3).map(grid.text(ofRow:)) == ["4   ^", "5", "6   v"])
  }
}

@Suite("A line that is typed")
struct InputLineTests {
  private func typed(_ keys: [Key], history: [String] = []) -> (text: String, before: String) {
    var line = InputLine(.command, history: history)
    for key in keys { _ = line.press(key) }
    return (line.before + line.behind, line.before)
  }

  private func keys(_ text: String) -> [Key] { text.map(Key.character) }

  @Test func editing() {
    #expect(typed(keys("ab") + [.left, .character("x")]).text == "axb")
    #expect(typed(keys("ab") + [.home, .delete]).text == "b")
    #expect(typed(keys("one two") + [.control("w")]).text == "one ")
    #expect(typed(keys("one two") + [.control("a"), .control("k")]).text == "")
    #expect(typed(keys("one") + [.left, .control("u")]).text == "e")
    #expect(typed(keys("a\u{e9}\u{7d0d}") + [.left]).before == "a\u{e9}")
  }

  @Test("Keys at the ends of it do nothing")
  func ends() {
    #expect(typed([.left, .delete, .right, .control("w"), .control("k")]).text == "")
    #expect(typed(keys("a") + [.right, .delete, .home, .left, .control("u")]).text == "a")
  }

  @Test func recalling() {
    let history = ["first", "second"]
    #expect(typed([.up], history: history).text == "second")
    #expect(typed([.up, .up, .up], history: history).text == "first")
    #expect(typed([.up, .up, .down, .down], history: history).text == "")
    #expect(typed([.up, .down]).text == "")
  }
}
