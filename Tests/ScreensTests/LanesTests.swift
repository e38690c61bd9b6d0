import Lab
import Screens
import Testing

@Suite("A picture along time fits every screen, and says what its sentences say")
struct LanesTests {
  private func picture(_ count: Int, label: String = "server.key-1") -> Lanes {
    let marks: [Lanes.Cell.Mark] = [.nothing, .full, .partial, .empty, .begin, .end, .event]
    return Lanes(
      stops: (0..<count).map {
        Lanes.Stop("S\($0 * 37 + 1)", .heading, day: "2026-01-01", gap: $0 % 3 == 2 ? "+30d" : "")
      },
      lanes: (0..<3).map { lane in
        Lanes.Lane(
          label: Line(label, .field),
          cells: (0..<count).map {
            Lanes.Cell(
              marks[($0 + lane) % marks.count], hasLine: $0 % 2 == 0, goesOn: $0 == count - 1)
          })
      }, legend: [Lanes.Key(Lanes.Cell(.full), "opens")])
  }

  @Test(
    "No line is wider than the screen, and each place stands in it once",
    arguments: [40, 60, 78, 80, 100, 132, 200], [0, 1, 2, 9, 40, 150])
  func fits(width: Int, count: Int) {
    for unicode in [false, true] {
      let layout = Layout(width: width, unicode: unicode)
      let lines = layout.lines(of: Page([.lanes(picture(count))])).map(\.text)
      #expect(lines.allSatisfy { $0.columns < width }, "\(width) \(count)")
      let words = lines.flatMap { $0.split(separator: " ").map(String.init) }
      for place in 0..<count { #expect(words.count { $0 == "S\(place * 37 + 1)" } == 1) }
    }
  }

  @Test("Without Unicode it is ASCII, and no name of a file reaches the terminal as it is")
  func plain() {
    let page = Page([.lanes(picture(5, label: "a\u{1b}[2Jb\u{202e}"))])
    let plain = Layout(width: 80).text(of: page)
    #expect(plain.unicodeScalars.allSatisfy { (0x20...0x7e).contains($0.value) || $0 == "\n" })
    let drawn = Layout(width: 80, unicode: true).text(of: page)
    #expect(drawn.contains("\u{2588}") && !drawn.contains("\u{1b}") && !drawn.contains("\u{202e}"))
  }

  @Test("The lab's own, at every width that people have", arguments: [60, 80, 132])
  func ofALab(width: Int) throws {
    var lab = Lab(seed: 7)
    try lab.connect([("kx", "rsa"), ("version", "1.2")])
    try lab.wait(30 * 86_400)
    _ = try lab.renew(.serverKey)
    try lab.connect([("kx", "ecdhe"), ("version", "1.2")])
    try lab.compromise(.serverKey, number: 1)
    let text = Layout(width: width).text(of: Screens.timeline(lab))
    #expect(text.split(separator: "\n").allSatisfy { $0.count < width })
    let flat = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(flat.contains("Stolen 2026-01-31 00:00:02: opens S1; from now on: nothing"))
    #expect(flat.contains("passes for the server until 2026-12-27"))
    #expect(flat.contains("+30d"))
  }
}
