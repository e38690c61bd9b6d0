import Commands
import Lab
import Pages
import Screens
import Testing

@testable import FullScreen

@Suite("Every key, at every step, at every size")
struct KeyTests {
  static let sizes = [(24, 80), (30, 100), (43, 132), (60, 200), (16, 60), (9, 30), (1, 1)]

  static let keys: [Key] =
    [
      .up, .down, .left, .right, .pageUp, .pageDown, .home, .end, .enter, .tab, .backTab, .escape,
      .backspace, .delete, .interrupted, .wheel(isUp: true), .wheel(isUp: false),
      .click(row: 4, column: 3), .click(row: 6, column: 60), .click(row: 999, column: 999),
      .control("l"), .control("d"), .control("z"),
    ] + " ekdsw/:?qxn\u{7d0d}".map(Key.character)

  @Test(arguments: GoldenWalk.names)
  func everyKey(name: String) throws {
    var golden = try GoldenWalk(name)
    var count = 0
    while true {
      // A size for each step: in the whole suite each comes at each kind of step.
      let (rows, columns) = Self.sizes[(count + name.utf8.count) % Self.sizes.count]
      golden.walk.unicode = count % 2 == 0
      golden.walk.resize(rows: rows, columns: columns)
      for key in Self.keys {
        var copy = golden.walk
        _ = copy.press(key)
        expectWhole(copy.grid(), rows, columns)
      }
      if golden.isAtRest { break }
      golden.press(count % 3 == 0 ? .right : .character(" "))
      count += 1
    }
    #expect(count > 10)
  }

  @Test(
    "Every key of a keyboard, with Ctrl and without, in what may lie above the panes",
    arguments: GoldenWalk.names)
  func keyboard(name: String) throws {
    var golden = try GoldenWalk(name)
    for _ in 0..<2 { golden.press(.character(" ")) }
    let printed = (0x20...0x7e).map { Key.character(Character(UnicodeScalar(UInt8($0)))) }
    let held = "abcdefghijklmnopqrstuvwxyz".map(Key.control)
    // Nothing, help, a command line with words in it, a search, the field's reasons, another pane.
    let openings: [[Key]] = [
      [], [.character("?")], ":show message 1".map(Key.character), "/cert".map(Key.character),
      [.down, .down, .character("w")], [.tab, .tab],
    ]
    for opening in openings {
      var begun = golden
      for key in opening { begun.press(key) }
      for key in printed + held + Self.keys {
        var copy = begun.walk
        _ = copy.press(key)
        expectWhole(copy.grid(), 24, 80)
      }
    }
  }

  @Test(
    "At one place of each session all sizes are tried with all keys twice",
    arguments: ["tls-1.3", "interception-succeeded"])
  func everySize(name: String) throws {
    var golden = try GoldenWalk(name)
    for _ in 0..<3 { golden.press(.character(" ")) }
    for (rows, columns) in Self.sizes {
      golden.walk.resize(rows: rows, columns: columns)
      for first in Self.keys {
        var once = golden.walk
        _ = once.press(first)
        // Pages above the panes, lines that are typed, panes: what matters for the second key.
        for second in Self.keys where [30, 80].contains(columns) || first == second {
          var twice = once
          _ = twice.press(second)
          expectWhole(twice.grid(), rows, columns)
        }
      }
    }
  }

  private func expectWhole(_ grid: Grid, _ rows: Int, _ columns: Int) {
    if grid.cells.count != rows * columns {
      Issue.record("\(rows) by \(columns): \(grid.cells.count) cells")
    }
    // One row is looked at each time: there are millions of cells.
    let text = grid.text(ofRow: min(rows - 1, 4))
    let isClean = text.unicodeScalars.allSatisfy {
      $0.value >= 0x20 && !(0x7f..<0xa0).contains($0.value)
    }
    if !isClean { Issue.record("a control character at \(rows) by \(columns): \(text)") }
  }

  @Test("Whatever was pressed, Escape and q lead out", arguments: GoldenWalk.names)
  func noTrap(name: String) throws {
    var golden = try GoldenWalk(name)
    var random = SystemRandomNumberGenerator()
    for _ in 0..<25 {
      guard let key = Self.keys.randomElement(using: &random) else { continue }
      golden.press(key)
    }
    for _ in 0..<3 { golden.press(.escape) }
    let isOut = golden.press(.character("q"))
    #expect(isOut)
  }

  @Test("Forth and back again is the same screen")
  func back() throws {
    var golden = try GoldenWalk("tls-1.2-ecdhe", rows: 43, columns: 132)
    var seen: [[String]] = []
    for _ in 0..<20 {
      seen.append(golden.walk.text)
      golden.press(.right)
    }
    for screen in seen.reversed() {
      golden.press(.left)
      // What was known before the last key is shown beside what is known now.
      let now = golden.walk.text
      #expect(now.prefix(20) == screen.prefix(20))
      #expect(now.suffix(3) == screen.suffix(3))
    }
    golden.press(.left)
    #expect(golden.walk.note != nil)
  }
}

@Suite("What is told and asked")
struct AnswerTests {
  @Test("A lesson's words lie above the panes until a key comes, which is not lost")
  func remarks() throws {
    var golden = try GoldenWalk("tls-1.3")
    golden.walk.take(Walk.Answer(remarks: Page(lines: ["PASS  well done"], next: ["next"])))
    #expect(golden.walk.text.contains("PASS  well done"))
    #expect(golden.walk.text.first?.contains("step 0/") == true)
    golden.press(.right)
    #expect(!golden.walk.text.contains("PASS  well done"))
    #expect(golden.session?.steps.count == 1)
    #expect(golden.walk.text.first?.contains("step 1/") == true)
  }

  @Test func eyes() throws {
    var golden = try GoldenWalk("interception-succeeded")
    var seen: [Lab.View] = []
    for _ in 0..<5 {
      golden.press(.character("e"))
      seen.append(golden.interpreter.lab.view)
    }
    #expect(seen == [.client, .server, .eavesdropper, .interceptor, .all])
  }

  @Test("A command behind the colon, with its answer as the prompt has it")
  func command() throws {
    var golden = try GoldenWalk("tls-1.2-rsa")
    for key in ":vault".map(Key.character) + [.enter] { golden.press(key) }
    let page = golden.interpreter.execute("vault").page
    let first = Layout(width: 80).lines(of: page).first?.text ?? "?"
    #expect(golden.walk.text.first == first.withoutTrailingBlanks)
    golden.press(.escape)
    #expect(golden.walk.text.first?.hasPrefix("S1 ") == true)
  }

  @Test("A mistake is said below, or above where it needs the room")
  func mistakes() throws {
    var golden = try GoldenWalk("tls-1.2-rsa")
    golden.press(.left)
    #expect(golden.walk.text.last?.isEmpty == false)
    for key in ":conect".map(Key.character) + [.enter] { golden.press(key) }
    #expect(golden.walk.text.joined().contains("unknown command 'conect'"))
  }

  @Test("Where reasons are held back, no pane says them")
  func held() throws {
    let golden = try GoldenWalk("tls-1.3")
    var walk = golden.walk
    walk.look(at: golden.interpreter.lab, holdsReasons: true)
    #expect(walk.grid().rows == 24)
  }

  @Test("A name that would do something to a terminal is shown and does nothing")
  func hostile() throws {
    var golden = try GoldenWalk("tls-1.2-rsa")
    for key in ":send client \"x\u{1b}[2J\u{9b}1m\u{202e}\"".map(Key.character) {
      golden.press(key)
    }
    #expect(golden.walk.text.last?.contains("\\x1b[2J") == true)
    golden.press(.enter)
    while !golden.isAtRest { golden.press(.character(" ")) }
    let text = golden.walk.text.joined()
    #expect(text.unicodeScalars.allSatisfy { (0x20...0x7e).contains($0.value) })
  }
}
