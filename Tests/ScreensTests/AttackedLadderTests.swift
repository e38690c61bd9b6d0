import Bytes
import Interceptor
import Lab
import Screens
import TLSEngine
import TLSKeys
import TLSWire
import Testing

@Suite("Ladders mark what the attacker touched or reads, by signs and words, not by colour alone")
struct AttackedLadderTests {
  /// An attack, and what the ladders must say of the message.
  struct Sample: Sendable, CustomTestStringConvertible {
    var deed: WireAttack.Deed
    var message: String
    var word: String
    /// At the head of the arrow, as it stands to the right or to the left.
    var head: String
    var legend: String

    var testDescription: String { "\(deed.word) \(message)" }
  }

  static let samples = [
    Sample(
      deed: .change(offset: 20, value: .flipped), message: "server_hello", word: "ALTERED",
      head: "|<*-", legend: "* altered"),
    Sample(
      deed: .change(offset: 20, value: .flipped), message: "application_data", word: "ALTERED",
      head: "=*>|", legend: "* altered"),
    Sample(
      deed: .change(offset: 20, value: .flipped), message: "client_hello", word: "ALTERED",
      head: "-*>|",
      legend: "* altered"),
    Sample(
      deed: .drop, message: "application_data", word: "DROPPED", head: "=X |",
      legend: "X never arrives"),
    Sample(
      deed: .truncate, message: "application_data", word: "CUT OFF", head: "=X |",
      legend: "X never arrives"),
    Sample(
      deed: .replay, message: "application_data", word: "TWICE", head: "=>>|", legend: ">> twice"),
    Sample(
      deed: .reorder, message: "application_data", word: "HELD BACK", head: "=~X |",
      legend: "~ held back   X never arrives"),
    Sample(
      deed: .reorder, message: "server_hello", word: "HELD BACK", head: "|<~-",
      legend: "~ held back"),
  ]

  private static let words = ["ALTERED", "DROPPED", "CUT OFF", "TWICE", "HELD BACK", "LOST"]

  private static func isMarked(_ shown: String) -> Bool {
    let signs = ["*>|", "|<*", "X |", "| X", ">>|", "|<<", "~>|", "|<~", "!>|", "|<!", "+>|"]
    return (words + signs).contains(where: shown.contains)
  }

  @Test(arguments: samples, ["1.2", "1.3"])
  func tampered(_ sample: Sample, version: String) throws {
    var lab = try preparedLab()
    try lab.speakOnly(version)
    try lab.set("app.scenario", to: "echo")
    lab.attack(WireAttack(sample.deed, on: sample.message))
    try lab.connect()
    let session = try #require(lab.currentSession)
    for page in [Screens.ladder(session, eyes: .all), Screens.connected(lab, session)] {
      let shown = text(page)
      let row = shown.split(separator: "\n").first {
        $0.contains(sample.word) && $0.contains(sample.head)
      }
      #expect(row != nil, "\(shown)")
      #expect(shown.contains(" \(sample.legend)\n") || shown.hasSuffix(sample.legend), "\(shown)")
      for entry in ["* altered", ">> twice", "~ held back", "X never arrives", "! the attacker"]
      where !sample.legend.contains(entry) {
        #expect(!shown.contains(" \(entry)"), "\(entry)")
      }
      #expect(shown.split(separator: "\n").allSatisfy { $0.columns < 80 })
    }
    // An end and a listener see an honest ladder.
    for view in [Lab.View.client, .server, .eavesdropper] {
      lab.look(with: view)
      #expect(!Self.isMarked(text(Screens.ladder(session, eyes: lab.eyes(on: session)))), "\(view)")
      #expect(!Self.isMarked(text(Screens.connected(lab, session))), "\(view)")
    }
    lab.look(with: .interceptor)
    #expect(Self.isMarked(text(Screens.ladder(session, eyes: lab.eyes(on: session)))))
  }

  /// The styles of the rows that hold arrows.
  private static func styles(_ page: Page) -> Set<Style> {
    let lines = page.blocks.compactMap { block in
      if case .drawn(let line, let spoken) = block, !spoken.isEmpty { line } else { nil }
    }
    return Set(lines.flatMap(\.spans).map(\.style))
  }

  @Test("Nothing is green between a client and an attacker that reads", arguments: ["1.2", "1.3"])
  func intercepted(version: String) throws {
    var lab = try preparedLab()
    try lab.speakOnly(version)
    try lab.set("client.verify", to: "off")
    try lab.connect()
    try lab.intercept(with: .ownAuthority)
    try lab.connect()
    let session = try #require(lab.currentSession)
    for page in [Screens.ladder(session, eyes: .all), Screens.connected(lab, session)] {
      let shown = text(page)
      #expect(shown.contains("!>|") && shown.contains("|<!"))
      #expect(shown.contains("! the attacker reads it") && !shown.contains("never arrives"))
      #expect(!Self.styles(page).contains(.good) && Self.styles(page).contains(.bad))
    }
    let said = Screens.ladder(session, eyes: .all).blocks.compactMap { block in
      if case .drawn(_, let spoken) = block { spoken } else { nil }
    }
    #expect(said.contains { $0.contains("data") && $0.contains("; the attacker reads it.") })
    #expect(said.contains { $0.contains("; read by the attacker, and encrypted again.") })
    // The client believes what it believed of an honest connection.
    let honest = try #require(lab.session("S1"))
    for (one, other) in [(session, honest)] {
      let pages = [one, other].map { Screens.ladder($0, eyes: lab.eyes(of: .client, on: $0)) }
      #expect(Self.styles(pages[0]) == Self.styles(pages[1]))
      #expect(!Self.isMarked(text(pages[0])))
    }
  }

  @Test("Under way: what is to come is not marked, and the side of a step says what was done")
  func walking() throws {
    var lab = try preparedLab()
    try lab.speakOnly("1.3")
    lab.attack(WireAttack(.drop, on: "application_data"))
    try lab.walk()
    var marked = 0
    while lab.currentSession?.isAtRest == false {
      let played = try lab.step()
      let session = try #require(lab.currentSession)
      let shown = text(Screens.ladder(session, eyes: .all))
      let isDone = !session.interferences.isEmpty
      #expect(shown.contains("DROPPED") == isDone && shown.contains("X never arrives") == isDone)
      let beside = text(Screens.step(lab, played: played), width: 140)
      #expect(beside.contains("X never arrives") == isDone)
      marked += isDone ? 1 : 0
    }
    #expect(marked > 3)
  }

  @Test("Data of one side alone has one head") func oneWay() throws {
    var lab = try Scene.echo.finished()
    let both = text(Screens.connected(lab, try #require(lab.currentSession)))
    #expect(both.contains("|<== 2 records of data ="))
    lab = try preparedLab()
    lab.attack(WireAttack(.drop, on: "application_data"))
    try lab.connect([("scenario", "echo")])
    let one = text(Screens.connected(lab, try #require(lab.currentSession)))
    #expect(one.contains("|== 1 record of data  DROPPED ="))
  }

  @Test("The legend holds what stands in the ladder, and nothing else") func legend() throws {
    var lab = try preparedLab()
    try lab.walk()
    try lab.step()
    #expect(!text(Screens.ladder(try #require(lab.currentSession), eyes: .all)).contains("--  "))
    try lab.goOn()
    let shown = text(Screens.ladder(try #require(lab.currentSession), eyes: .all))
    #expect(shown.contains(" -- plaintext   == protected") && !shown.contains("not sent yet"))
  }

  @Test("What waits to the end is not said to have arrived") func heldForEver() throws {
    var lab = try preparedLab()
    lab.attack(WireAttack(.reorder, on: "application_data"))
    try lab.connect([("scenario", "echo")])
    let shown = text(Screens.connected(lab, try #require(lab.currentSession)), width: 120)
    #expect(shown.contains(": held back, and never arrived") && !shown.contains("behind the next"))
    try lab.send("one more", from: .client)
    let later = text(Screens.connected(lab, try #require(lab.currentSession)), width: 120)
    #expect(later.contains("it arrives behind the next one"))
    #expect(text(Screens.ladder(try #require(lab.currentSession), eyes: .all)).contains("behind ["))
  }

  @Test("A server that turns the attacker away hides nothing of what the client told it")
  func turnedAway() throws {
    var lab = try preparedLab()
    try lab.speakOnly("1.3")
    try lab.set("client.cert", to: "good")
    try lab.set("server.client-auth", to: "require")
    try lab.set("client.verify", to: "off")
    try lab.intercept(with: .ownAuthority)
    try lab.connect()
    let shown = text(Screens.connected(lab, try #require(lab.currentSession)), width: 120)
    // Sent on before the server said no, in TLS 1.3, and taken by nobody.
    #expect(shown.hasPrefix("[FOOLED]") && shown.contains("turned the attacker away"))
    #expect(shown.contains("and no other end took them"))
  }

  @Test("Where there is room, a message stands beside the ladder, which marks it")
  func messageBesideLadder() throws {
    var lab = try preparedLab()
    try lab.connect()
    let session = try #require(lab.currentSession)
    let page = try #require(
      Screens.message(session, number: 2, form: .table, eyes: .all)
    ).besideLadder(session, marking: 2, eyes: .all)
    let marked = text(page, width: 132).split(separator: "\n").filter { $0.contains("| <-") }
    #expect(marked.count == 1 && marked.first?.contains("ServerHello") == true)
    #expect(text(page, width: 80).contains("server_hello"))
    #expect(!text(page, width: 80).contains("CLIENT"))
  }
}
