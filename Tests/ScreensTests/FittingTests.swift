import Bytes
import Lab
import Screens
import TLSEngine
import Testing

@Suite("Every screen fits, at every step and for everyone who looks")
struct FittingTests {
  private func check(_ page: Page, width: Int, _ comment: String) {
    for line in Layout(width: width).lines(of: page).map(\.text) {
      #expect(line.count < width, "\(comment): \(line)")
      #expect(
        line.unicodeScalars.allSatisfy { (0x20...0x7e).contains($0.value) }, "\(comment): \(line)")
      #expect(line.last != " ", "\(comment): blank at the end of: \(line)")
    }
  }

  @Test("Step by step", arguments: Scene.allCases, Lab.View.allCases)
  func stepByStep(_ scene: Scene, _ view: Lab.View) throws {
    var lab = try scene.lab()
    lab.look(with: view)
    for page in sessionPages(lab, played: []) { check(page, width: 80, "\(scene) before") }
    let stride = view == .all ? 1 : 6
    while let played = try? lab.step(stride) {
      let number = lab.currentSession?.steps.count ?? 0
      let pages =
        number % 24 == 0
        ? sessionPages(lab, played: played) : [Screens.step(lab, played: played)]
      for page in pages { check(page, width: 80, "\(scene) \(view) step \(number)") }
    }
    for page in sessionPages(lab, played: []) { check(page, width: 80, "\(scene) \(view) end") }
  }

  @Test(
    "Whole labs, on narrow and wide screens",
    arguments: [Scene.rsa, .dhe, .refusedByClient, .fooled], [40, 60, 132])
  func wholeLabs(_ scene: Scene, _ width: Int) throws {
    var lab = try scene.finished()
    for page in labPages(lab) + sessionPages(lab, played: []) {
      check(page, width: width, "\(scene)")
    }
    let new = try lab.compromise(.serverKey)
    check(Screens.stolen(lab, LootName(.serverKey), new: new), width: width, "\(scene) stolen")
    for page in labPages(lab) { check(page, width: width, "\(scene) after the theft") }
  }

  @Test(
    "A ladder keeps its uprights below each other, however narrow it is",
    arguments: [Scene.rsa, .ecdhe, .refusedByClient, .fooled], [40, 60, 72, 80])
  func ladders(_ scene: Scene, _ width: Int) throws {
    let lab = try scene.finished()
    let session = try #require(lab.currentSession)
    for page in [Screens.connected(lab, session), Screens.ladder(session, eyes: .all)] {
      let lines = Layout(width: width).lines(of: page).map(\.text)
      let rows = lines.filter { $0.hasPrefix("   |") }
      let uprights = Set(
        rows.map { row in
          row.indices.filter { row[$0] == "|" }.map { row.distance(from: row.startIndex, to: $0) }
        })
      #expect(rows.count > 2 && uprights.count == 1, "\(rows.joined(separator: "\n"))")
      let drawn = Layout(width: width, unicode: true).lines(of: page).map(\.text)
      let arrows = drawn.filter { $0.hasPrefix("   \u{2502}") }
      #expect(arrows.count == rows.count && arrows.allSatisfy { !$0.contains("|") })
      #expect(
        arrows.contains { $0.contains("\u{2192}") } && arrows.contains { $0.contains("\u{2190}") })
    }
  }

  @Test("Every message in every form, every field and every derivation", arguments: Scene.allCases)
  func everyMessage(_ scene: Scene) throws {
    let session = try #require(try scene.finished().currentSession)
    for eyes in [Eyes.all, Eyes(.eavesdropper)] {
      for number in 1...session.messages.count {
        for form in MessageForm.allCases {
          let page = Screens.message(session, number: number, form: form, eyes: eyes)
          check(try #require(page), width: 80, "\(scene) message \(number)")
        }
      }
      for name in Screens.derivationNames(session) {
        let page = Screens.derivation(session, name: name, eyes: eyes)
        check(try #require(page), width: 80, "\(scene) derivation \(name)")
      }
    }
    for number in 1...min(10, session.messages.count) {
      for path in Screens.fieldPaths(session, number: number) {
        let page = Screens.field(session, number: number, path: .init(parsing: path), eyes: .all)
        check(try #require(page, "\(path)"), width: 80, "\(scene) field \(path)")
      }
    }
  }

  @Test("What does not exist has no page, and traps nobody")
  func absent() throws {
    let lab = try Scene.ecdhe.lab()
    let session = try #require(lab.currentSession)
    #expect(Screens.message(session, number: 1, form: .table, eyes: .all) == nil)
    #expect(Screens.message(session, number: 0, form: .hex, eyes: .all) == nil)
    #expect(Screens.message(session, number: -3, form: .tree, eyes: .all) == nil)
    #expect(Screens.derivation(session, name: "master_secret", eyes: .all) == nil)
    #expect(Screens.field(session, number: 99, path: .init(), eyes: .all) == nil)
    #expect(Screens.field(session, number: nil, path: .init(parsing: "x.y"), eyes: .all) == nil)
    #expect(Screens.why(lab, thing: "") == nil)
    #expect(Screens.why(lab, thing: "S9") == nil)
    #expect(Screens.fieldPaths(session, number: 5).isEmpty)
    #expect(text(Screens.bytes(session, number: nil, eyes: .all)).contains("no message yet"))
    #expect(text(Screens.find(lab, in: [session], text: "")).contains("nowhere"))
  }
}
