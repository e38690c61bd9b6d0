import Screens
import Testing

@Suite("A layout breaks lines between words and makes control characters visible")
struct LayoutTests {
  private func lines(_ blocks: [Block], width: Int = 80, next: [String] = []) -> [String] {
    Layout(width: width).lines(of: Page(blocks, next: next)).map(\.text)
  }

  @Test("No control character, direction mark or escape sequence reaches the terminal")
  func escapes() {
    let text = "a\u{1b}[2Jb\nc\u{202e}d\u{7f}e\u{9b}f\u{0}"
    let shown = lines([.line(Line(text)), .verbatim(text, indent: 2)])
    #expect(shown[0] == "a\\x1b[2Jb\\x0ac\\u{202e}d\\x7fe\\x9bf\\x00")
    for line in shown {
      #expect(line.unicodeScalars.allSatisfy { (0x20...0x7e).contains($0.value) })
    }
  }

  @Test("Other scripts are shown where the terminal can, but never what changes directions")
  func unicode() {
    let page = Page(lines: ["gr\u{fc}n \u{4e2d} \u{202e}x e\u{301}"])
    let shown = Layout(width: 80, unicode: true).lines(of: page).map(\.text)
    #expect(shown == ["gr\u{fc}n \u{4e2d} \\u{202e}x e\\u{0301}"])
  }

  @Test("Long text breaks between words, and nothing is lost", arguments: [40, 57, 80, 120])
  func breaking(width: Int) {
    let words = (0..<200).map { "word\($0)" }
    let shown = lines([.paragraph(Line(words.joined(separator: " ")), indent: 3)], width: width)
    #expect(shown.allSatisfy { $0.count < width })
    #expect(shown.flatMap { $0.split(separator: " ").map(String.init) } == words)
  }

  @Test("Of a table no word is broken while another column has room, or can stand below")
  func wholeWords() {
    let summary = "whether the server's certificate must be one of a trusted authority"
    let rows: [[Line]] = [
      ["client.check.strength", "on", Line(summary)],
      ["client.suites", "TLS_AES_128_GCM_SHA256, TLS_AES_256_GCM_SHA384", Line(summary)],
      ["client.sni", "on", "short"],
    ]
    let words = Set(rows.joined().flatMap { $0.text.split(separator: " ") })
    for width in 56...100 {
      let shown = lines(
        [.table(Table(header: ["key", "value", "meaning"], rows: rows))], width: width)
      #expect(shown.allSatisfy { $0.count < width }, "\(width)")
      #expect(words.isSubset(of: shown.flatMap { $0.split(separator: " ") }), "\(shown)")
    }
    // Below, and not beside, where the three do not fit.
    #expect(lines([.table(Table(rows: rows))], width: 60)[0] == " client.check.strength  on")
  }

  @Test("A word without blanks is broken where the line ends", arguments: [40, 80])
  func longWords(width: Int) {
    let word = String(repeating: "0123456789abcdef", count: 40)
    let shown = lines([.line(Line(word))], width: width)
    #expect(shown.allSatisfy { $0.count < width })
    #expect(shown.joined().filter { $0 != " " } == word)
  }

  @Test("A command goes on behind a backslash, as a shell reads it")
  func commands() {
    let command = "openssl " + String(repeating: "ab", count: 200)
    let shown = lines([.verbatim(command, indent: 2)])
    #expect(shown.allSatisfy { $0.count < 80 })
    #expect(shown.dropLast().allSatisfy { $0.hasSuffix("\\") })
    let joined = shown.map { $0.hasSuffix("\\") ? String($0.dropLast()) : $0 }.joined()
    #expect(joined == "  " + command)
  }

  @Test("Columns stay below each other, the last one breaks between words")
  func tables() {
    let table = Table(
      header: ["off", "field", "meaning"],
      rows: [
        ["000", "type", "22 = handshake"],
        ["1000", "a_long_field_name", Line(String(repeating: "many words ", count: 20))],
      ])
    let shown = lines([.table(table)])
    #expect(shown.allSatisfy { $0.count < 80 })
    #expect(shown[0] == " off   field              meaning")
    #expect(shown[1] == " 000   type               22 = handshake")
    #expect(shown[3].hasPrefix(String(repeating: " ", count: 26) + "words"))
  }

  @Test("Wide tables fit narrow screens, and nothing is lost", arguments: [40, 60])
  func narrowTables(width: Int) {
    let cells: [Line] = ["0123456789012345678901234567890123456789", "abc", "some words to read"]
    let shown = lines([.table(Table(rows: [cells]))], width: width)
    #expect(shown.allSatisfy { $0.count < width })
    let digits = shown.joined().filter(\.isNumber)
    #expect(digits == cells[0].text)
  }

  @Test("Left and right edge share a line where there is room")
  func edges() {
    let shown = lines([.edges(left: "S1", right: "step 3/31")])
    #expect(shown == ["S1" + String(repeating: " ", count: 68) + "step 3/31"])
    let long = Line(String(repeating: "x", count: 76))
    #expect(lines([.edges(left: long, right: "step 3/31")]).count == 2)
  }

  @Test("The commands worth typing come last, or not at all")
  func hints() {
    #expect(
      lines(["x"].map { .line(Line($0)) }, next: ["why S1", "vault"]).last
        == "type   why S1   vault")
    let page = Page(lines: ["x"], next: ["why S1"])
    #expect(Layout().lines(of: page, hints: false).map(\.text) == ["x"])
    let many = lines([], next: (0..<30).map { "command number \($0)" })
    #expect(many.allSatisfy { $0.count < 80 })
  }
}
