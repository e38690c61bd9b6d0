import Bytes
import Lab
import Screens
import TLSEngine
import TLSKeys
import Testing

@Suite("Whoever does a step sees all of it")
struct OwnViewTests {
  /// Labs in which a session is about to begin that comes upon each kind of effect.
  private static func lab(_ name: String) throws -> Lab {
    var lab = try preparedLab()
    switch name {
    case "1.2": try lab.walk([("kx", "ecdhe")])
    case "client certificate":
      try lab.walk([("version", "1.2"), ("server.client-auth", "require"), ("client.cert", "good")])
    default:
      try lab.speakOnly("1.3")
      try lab.connect()
      try lab.walk(name == "1.3" ? [] : [("resume", "S1")])
    }
    return lab
  }

  @Test(
    "No secret of a step is hatched in the view of its actor, keys of earlier sessions among them",
    arguments: ["1.2", "client certificate", "1.3", "1.3 resumed"], [Lab.View.client, .server])
  func ownSteps(name: String, view: Lab.View) throws {
    var lab = try Self.lab(name)
    lab.look(with: view)
    var seen = 0
    while let session = lab.currentSession, !session.isAtRest {
      let played = try lab.step()
      guard played.allSatisfy({ $0.actor.rawValue == view.rawValue }) else { continue }
      let shown = text(Screens.step(lab, played: played), width: 200)
      let hidden = shown.split(separator: "\n").filter { line in
        line.contains("// //")
          && ["SECRET", " value ", "not visible"].contains(where: line.contains)
      }
      #expect(hidden.isEmpty, "step \(lab.currentSession?.steps.count ?? 0):\n\(shown)")
      seen += 1
    }
    #expect(seen > 10)
  }

  @Test("A client offers a key of its own accord, and a certificate is made for whom it names")
  func words() throws {
    var lab = try Self.lab("1.3 resumed")
    try lab.goOn()
    let session = try #require(lab.currentSession)
    let steps = text(Screens.steps(session, eyes: .all), width: 200)
    #expect(steps.contains("client  offers the key of an earlier session"))

    lab = try Self.lab("client certificate")
    var learned = ""
    while let session = lab.currentSession, !session.isAtRest {
      learned += text(Screens.step(lab, played: try lab.step()), width: 200)
    }
    #expect(learned.contains("server: the certificate is made for TLS clients"))
    #expect(learned.contains("client: the certificate is made for TLS servers"))
  }

  @Test(
    "Fields have the names of the version that is spoken",
    arguments: [
      ("1.2", "client_version", "server_version"), ("1.3", "legacy_version", "legacy_version"),
    ])
  func spokenNames(version: String, client: String, server: String) throws {
    var lab = try preparedLab()
    try lab.speakOnly(version)
    try lab.walk([])
    try lab.goOn()
    let session = try #require(lab.currentSession)
    for (number, name) in [(1, client), (2, server)] {
      let shown = try #require(
        Screens.message(session, number: number, form: .table, eyes: .all))
      #expect(text(shown, width: 120).contains(" \(name) "))
      // Both names are understood.
      for asked in [name, "legacy_version"] {
        let page = Screens.field(
          session, number: number, path: FieldPath(parsing: asked), eyes: .all)
        #expect(page.map { text($0, width: 120).contains("FIELD  \(name)") } == true, "\(asked)")
      }
    }
  }

  @Test("Who knows what says of other people's memories nothing", arguments: Lab.View.allCases)
  func memories(view: Lab.View) throws {
    var lab = try preparedLab()
    try lab.walk([("kx", "rsa")])
    try lab.goOn()
    lab.look(with: view)
    let session = try #require(lab.currentSession)
    let shown = text(Screens.knowledge(lab, session, difference: nil), width: 120)
    for end in ["CLIENT", "SERVER"] {
      let isProxys = view == .proxy && end == "SERVER"
      let isShown = view == .all || view.rawValue.uppercased() == end || isProxys
      #expect(shown.contains(" \(end)") == isShown, "\(shown)")
    }
    // What was stolen from it no end knows.
    #expect(shown.contains("ATTACKER CAN") == ![.client, .server, .proxy].contains(view))
    #expect(shown.contains("erased @") == [.all, .client, .server, .proxy].contains(view))
  }

  @Test("An arrow of the ladder is as long whatever was sent", arguments: ["ok", "日本", "é"])
  func ladder(sent: String) throws {
    var lab = try Scene.echo.finished()
    try lab.send(sent, from: .client)
    let session = try #require(lab.currentSession)
    for (width, unicode) in [(80, true), (80, false), (140, true), (140, false)] {
      let lines = Layout(width: width, unicode: unicode).lines(
        of: Screens.ladder(session, eyes: .all))
      #expect(lines.allSatisfy { $0.text.columns <= width - 1 })
      let ends = lines.map(\.text).compactMap { line in
        line.lastIndex { ">\u{2192}".contains($0) }.map { line[...$0].columns }
      }
      #expect(ends.count > 3 && Set(ends).count == 1, "\(ends)")
    }
  }
}
