import Lab
import Screens
import Testing

@testable import Console

@Suite("Pages look right with and without colour, and can be listened to")
struct RendererTests {
  private let lab = Lab(seed: 7)
  private let page = Page(
    [
      .edges(left: "S1", right: Line("[OPEN]", .bad) + " 3/9 [##.]"), .rule,
      .table(
        Table(header: ["off", "field"], rows: [["000", Line("type ", .field)], ["", "x"]])),
      .drawn("|--->|", spoken: "There and back."),
      .blank, .line(Line("plain ") + Line("faint", .faint)),
    ], next: ["next", "back"])

  @Test("Without colour there is no escape sequence, and the words are the same")
  func colours() {
    let plain = Renderer(appearance: Appearance(width: 60)).text(of: page, for: lab.settings)
    let colourful = Renderer(appearance: Appearance(width: 60, color: true)).text(
      of: page, for: lab.settings)
    #expect(!plain.contains("\u{1b}"))
    #expect(colourful.contains("\u{1b}[1;31m[OPEN]\u{1b}[0m"))
    let stripped = colourful.replacing(/\u{1b}\[[0-9;]*m/, with: "")
    #expect(
      stripped.split(separator: "\n").map { $0.trimmed }
        == plain.split(separator: "\n").map(
          \.trimmed))
  }

  @Test("No colour that is lost on a white or a black background")
  func readable() {
    for style in Style.allCases {
      let text = Renderer(appearance: Appearance(color: true)).painted(Line("x", style))
      for code in ["30", "33", "34", "36", "37", "90", "93", "97", "40", "47"] {
        #expect(!text.contains("[\(code)m") && !text.contains(";\(code)m"), "\(style)")
      }
    }
  }

  @Test func sentences() {
    let renderer = Renderer(appearance: Appearance(width: 60, screenReader: true), hints: false)
    #expect(
      renderer.text(of: page, for: lab.settings) == """
        S1, [OPEN] 3/9.
        off: 000, field: type.
        field: x.
        There and back.
        plain faint

        """)
  }

  @Test("Two things beside each other are heard as the same, or each by its name")
  func comparisons() {
    let renderer = Renderer(appearance: Appearance(width: 60, screenReader: true), hints: false)
    let table = Table(
      header: ["", "S1", "S2"], rows: [["* bytes", "10", "20"], ["= suite", "NULL"]],
      isComparison: true)
    #expect(
      renderer.text(of: Page([.table(table)]), for: lab.settings) == """
        bytes, different, S1: 10, S2: 20.
        suite, the same, NULL.

        """)
  }

  @Test("Commands worth typing next come last, unless hints are off")
  func hints() throws {
    let renderer = Renderer(appearance: Appearance(width: 60))
    #expect(renderer.text(of: page, for: lab.settings).contains("back"))
    var quiet = lab
    try quiet.set("ui.hints", to: "off")
    #expect(!renderer.text(of: page, for: quiet.settings).contains("back"))
  }

  @Test func prompts() throws {
    var lab = lab
    #expect(PromptText.text(for: lab) == "tlslab>")
    try lab.walk([("kx", "ecdhe"), ("version", "1.2")])
    lab.look(with: .client)
    try lab.step(3)
    let total = try #require(lab.currentSession?.total)
    #expect(PromptText.text(for: lab) == "S1 3/\(total) client>")
  }
}

extension Substring {
  fileprivate var trimmed: String {
    var copy = self
    while copy.last == " " { copy.removeLast() }
    return String(copy)
  }
}
