import Bytes
import Commands
import Lab
import Pages
import Screens
import Testing

@testable import FullScreen

/// The panes say what the prompt's screens say, in their words and no others.
@Suite("Each pane is held against the prompt's screen")
struct PaneTests {
  /// Wide enough that no row of a page is broken.
  private func words(_ page: Page?) -> String {
    page.map { Layout(width: 400).text(of: $0) }?.words ?? ""
  }

  private func isSaid(_ text: String, in page: String, _ what: String) {
    // Of what is cut the beginning.
    var text = text.words
    while text.hasSuffix("..") { text = String(text.dropLast(2)) }
    if !text.isEmpty, !page.contains(text.words) { Issue.record("\(what): '\(text)'") }
  }

  @Test(arguments: GoldenWalk.names)
  func panes(name: String) throws {
    var golden = try GoldenWalk(name, rows: 43, columns: 132)
    while !golden.isAtRest {
      golden.press(golden.session?.steps.count ?? 0 < 8 ? .right : .character(" "))
      let session = try #require(golden.session)
      let eyes = golden.interpreter.lab.eyes(on: session)
      expectLadder(golden.walk, words(Screens.ladder(session, eyes: eyes)))
      expectStep(golden.walk, words(Screens.steps(session, eyes: eyes)))
      expectStandings(golden, session)
      expectMessage(golden.walk, session, eyes)
    }
  }

  /// Names are shorter beside a message, arrows too: what is held is number and name.
  private func expectLadder(_ walk: Walk, _ page: String) {
    for rung in walk.parts.ladder.rungs {
      let parts = rung.line.text.split { "|<>-=x! ".contains($0) }.map(String.init)
      for part in parts.prefix(rung.isSent ? 2 : 0) { isSaid(part, in: page, "ladder") }
    }
  }

  private func expectStep(_ walk: Walk, _ page: String) {
    isSaid(walk.parts.step.text, in: page, "step")
  }

  private func expectStandings(_ golden: GoldenWalk, _ session: Session) {
    let table = words(Screens.knowledge(golden.interpreter.lab, session, difference: nil))
    for line in golden.walk.parts.standings where !line.text.contains("->") {
      isSaid(line.text, in: table, "standings")
    }
    let number = golden.walk.parts.readers.text
    #expect(session.messages.isEmpty || number.hasPrefix("["))
  }

  private func expectMessage(_ walk: Walk, _ session: Session, _ eyes: Eyes) {
    guard var fields = walk.fields else { return }
    let number = fields.message.number
    // What is text and no field stands in the table alone.
    let forms = [MessageForm.tree, .table]
    let tree = forms.map { words(Screens.message(session, number: number, form: $0, eyes: eyes)) }
      .joined(separator: " ")
    let dump = words(Screens.message(session, number: number, form: .hex, eyes: eyes))
    isSaid(words(Page([fields.message.headline])), in: tree, "headline")
    // A fourth of them each time: looking for each in the page takes a while.
    for place in fields.rows.indices where place % 4 == number % 4 {
      fields.select(place)
      let line = fields.rows[place].line.text
      isSaid(String(line.drop { " +-".contains($0) }), in: tree, "field")
    }
    for part in fields.message.parts where !part.bytes.isEmpty {
      isSaid(part.row(from: 0, by: 16).line.text, in: dump, "bytes")
    }
    expectReasons(fields, session, eyes)
  }

  /// The reason of the last field, by its path: the same as `show field` gives.
  private func expectReasons(_ fields: FieldRows, _ session: Session, _ eyes: Eyes) {
    var fields = fields
    guard let place = fields.rows.lastIndex(where: { $0.field != nil }),
      let field = fields.rows[place].field
    else { return }
    fields.select(place)
    let page = Screens.field(
      session, number: fields.message.number, path: .init(field.path), eyes: eyes)
    guard let page else { return }
    isSaid(words(Page(fields.reasons)), in: words(page), "reason of \(field.name)")
  }

  @Test("The bytes that are lit are those of the field that is lit")
  func lit() throws {
    var golden = try GoldenWalk("tls-1.2-ecdhe", rows: 43, columns: 160)
    golden.press(.character(" "))
    for _ in 0..<8 {
      golden.press(.down)
      let fields = try #require(golden.walk.fields)
      let field = try #require(fields.row?.field)
      let grid = golden.walk.grid()
      let area = try #require(golden.walk.arrangement.message)
      // In the area's lower half, behind the offset, stand the bytes.
      var lit: [String] = []
      for row in area.top..<area.bottom {
        let cells = grid.cells[row * grid.columns..<(row + 1) * grid.columns]
        let texts = cells.filter(\.isLit).map(\.text).joined()
        if texts.wholeMatch(of: #/[0-9a-f]+/#) != nil { lit.append(texts) }
      }
      let wanted = field.bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
      #expect(wanted.hasPrefix(lit.joined()) && !lit.isEmpty, "\(field.name)")
    }
  }

  @Test("From 80 columns on no pane is missing, below that one stands alone")
  func folding() throws {
    var golden = try GoldenWalk("tls-1.3")
    for (rows, columns) in KeyTests.sizes where rows >= 16 {
      golden.walk.resize(rows: rows, columns: columns)
      let arrangement = golden.walk.arrangement
      #expect(arrangement.standings.height >= 3)
      #expect((arrangement.ladder != nil) == (columns >= 76))
      #expect(arrangement.isStandingsFolded == (rows < 28))
      golden.press(.tab)
      golden.press(.tab)
      #expect(golden.walk.arrangement.ladder != nil)
      golden.press(.tab)
    }
  }
}
