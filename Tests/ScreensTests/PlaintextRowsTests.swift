import Screens
import TLSKeys
import Testing

@Suite("What was said, as text")
struct PlaintextRowsTests {
  private func lines(_ pieces: [PlaintextRows.Piece], skipped: Int = 0) -> [String] {
    let rows = PlaintextRows(pieces, left: 0, skipped: skipped).blocks
    return Layout(width: 100).lines(of: Page(rows)).map { $0.text }
      .map { String($0.drop { $0 == " " }) }.filter { !$0.isEmpty }
  }

  @Test("A control character among text stands as its number; bytes that are no text are counted")
  func controls() {
    let text = lines([.init(.server, Array("\u{1b}[1mbold\u{1b}[0m and plain\n".utf8))])
    #expect(text == ["server > client", "\\x1b[1mbold\\x1b[0m and plain"])
    let strange = lines([.init(.server, [1, 2, 3, 4, 0x61])])
    #expect(strange.count == 2 && strange[1].contains("5 bytes"))
  }

  @Test("Early data that was skipped stands apart from what follows it")
  func skipped() {
    let rows = lines([.init(.client, Array("early\nlate\n".utf8))], skipped: 6)
    #expect(rows.count == 4 && rows[1] == "early" && rows[3] == "late")
    #expect(rows[0] != rows[2] && rows[2] == "client > server")
  }
}
