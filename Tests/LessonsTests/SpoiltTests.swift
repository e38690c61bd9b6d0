import Commands
import Lab
import Screens
import Testing

@testable import Lessons

/// What misled a learner who did something earlier that stands in the way now, or who did the right thing first.
@Suite("What stands in the way is named, and what is right is not scolded")
struct SpoiltTests {
  /// Words without the breaks between lines.
  private static func plain(_ text: String) -> String {
    text.split { $0.isWhitespace }.joined(separator: " ")
  }

  private func isPassed(_ learner: Learner) -> Bool { learner.course?.active?.isPassed == true }

  // MARK: Thefts

  @Test("A theft of some commands ago is forgotten, where 'undo' would take back something else")
  func theft() throws {
    var learner = Learner(in: "tutorial", at: "which")
    for line in ["compromise server.ticket-key", "connect", "open sealed", "turn"] {
      learner.type(line)
    }
    learner.type("connect kx=rsa")
    let said = learner.type("compromise server.key")
    #expect(said.contains("BUT     no longer so") == !isPassed(learner))
    guard !isPassed(learner) else { return }
    #expect(said.contains("'forget server.ticket-key' puts it right"))
    #expect(learner.type("turn", .failed).contains("did you mean: forget server.ticket-key"))
    #expect(learner.type("forget server.ticket-key").contains("PASS"))
  }

  @Test("A session that must be sealed is, once the theft is forgotten")
  func sealed() {
    var learner = Learner(in: "harvest-now", at: "dtls")
    learner.type("renew server.key")
    learner.type("set app.media dtls-srtp")
    learner.type("connect version=1.3 group=X25519MLKEM768")
    #expect(isPassed(learner))
    learner = Learner(in: "harvest-now", at: "dtls")
    for line in ["renew server.key", "set app.media dtls-srtp"] { learner.type(line) }
    learner.type("walk version=1.3 group=X25519MLKEM768")
    learner.type("continue certificate_verify")
    for line in ["continue", "compromise client.traffic-secret"] { learner.type(line) }
    if !isPassed(learner) {
      let said = learner.type("connect version=1.2 kx=ecdhe")
      #expect(said.contains("NOT YET") || said.contains("forget client.traffic-secret"))
    }
  }

  // MARK: First steps

  @Test(
    "A step that the solution begins with says what comes next",
    arguments: [
      ("resumption", "resume", "connect kx=ecdhe version=1.2"),
      ("harvest-now", "dtls", "renew server.key"),
      ("key-update", "renegotiate", "connect version=1.2"),
      ("media-keys", "steal", "steal server.key"),
      ("man-in-the-middle", "stolen", "steal server.key"),
    ])
  func firstStep(lesson: String, task: String, line: String) {
    var learner = Learner(in: lesson, at: task)
    let said = learner.type(line)
    #expect(!said.contains("NOT YET") && !said.contains("'undo' takes"), "\(said)")
    #expect(said.contains("THEN    ") || said.contains("GOAL    "), "\(said)")
  }

  // MARK: Sessions that count

  @Test(
    "A session counts once all is arranged for it: an earlier one is not what the page asks for")
  func order() {
    var learner = Learner(in: "integrity", at: "replay")
    for line in ["tamper application_data@20 flip", "connect version=1.2 kx=ecdhe"] {
      learner.type(line)
    }
    learner.type("replay application_data")
    #expect(!isPassed(learner))
    #expect(Self.plain(learner.type("check")).contains("was made before all was arranged"))
    #expect(learner.type("connect version=1.2 kx=ecdhe").contains("PASS"))
    learner = Learner(in: "audit", at: "suites-now")
    for line in ["connect", "audit last"] { learner.type(line) }
    learner.type(
      "set server.suites TLS_AES_128_GCM_SHA256,TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256")
    #expect(!isPassed(learner))
    learner.type("connect")
    learner.type("audit last")
    #expect(isPassed(learner))
  }

  @Test("What was taken back and done again counts from then on")
  func again() {
    var learner = Learner(in: "negotiation", at: "preference")
    for line in ["set server.kx rsa", "undo", "connect", "set server.kx rsa", "connect"] {
      learner.type(line)
    }
    #expect(isPassed(learner))
  }

  // MARK: What was set besides

  @Test("Where what comes of it is still to be found out, a setting in the way is named")
  func besides() {
    var learner = Learner(in: "whose-hands", at: "strip")
    for line in ["strip on", "set client.starttls direct"] { learner.type(line) }
    let said = learner.type("connect scenario=chat-xmpp")
    #expect(Self.plain(said).contains("had client.starttls direct"), "\(said)")
    #expect(Self.plain(learner.type("check")).contains("client.starttls direct"))
  }

  // MARK: What is shown

  @Test("The row that a page is about stays where a screen is folded")
  func row() {
    var learner = Learner(in: "integrity", at: "null-suite")
    for line in [
      "set client.suites TLS_RSA_WITH_NULL_SHA256", "set server.suites TLS_RSA_WITH_NULL_SHA256",
      "tamper application_data@20 flip",
    ] { learner.type(line) }
    let said = learner.type("connect")
    #expect(said.contains(" suite     TLS_RSA_WITH_NULL_SHA256"), "\(said)")
    #expect(said.contains(" tap       "), "\(said)")
  }

  @Test("A real attempt shows its beginning; 'more' shows all of it")
  func attempt() {
    var learner = Learner(in: "chat-and-presence", at: "read")
    let said = learner.type("decrypt S1")
    #expect(said.contains("PASS") && said.contains(" ... more shows it whole"))
    #expect(said.split(separator: "\n", omittingEmptySubsequences: false).count < 36)
    #expect(learner.type("more").count > said.count)
  }

  @Test("A page that asks for nothing has nothing to check, and no hint; 'skip' turns it")
  func reading() {
    var learner = Learner()
    learner.type("lesson start tutorial")
    #expect(learner.type("check").contains("Nothing is asked for on this page"))
    #expect(learner.type("hint").contains("Enter turns it"))
    #expect(learner.type("skip").contains("page 2/"))
  }

  @Test("A quiz in a lesson says where questions are to be had, and one without answers says so")
  func quiz() {
    var learner = Learner(in: "tutorial", at: "second")
    let said = Self.plain(learner.type("quiz", .failed))
    #expect(said.contains("outside of lessons") && !said.contains("no session made"))
    learner.type("quiz toolbox")
    #expect(learner.type("quiz end").contains("nothing was answered"))
  }

  @Test("A title that does not fit is cut, and the page's number is not", arguments: [40, 60, 80])
  func title(width: Int) {
    var learner = Learner()
    let page = learner.interpreter.execute("lesson start whose-hands").page
    let lines = Layout(width: width).lines(of: page).map(\.text)
    #expect(lines.allSatisfy { $0.count < width })
    #expect(
      width < 60 || (lines[0].hasPrefix("LESSON whose-hands") && lines[0].contains("page 1/")))
  }

  @Test("On a small screen less of a folded one stays", arguments: [(60, 20), (80, 24), (100, 50)])
  func small(columns: Int, rows: Int) throws {
    var learner = Learner(in: "whose-hands", at: "record")
    var course = try #require(learner.course)
    course.screen = (columns, rows)
    learner.interpreter.companion = course
    learner.type("set app.hops proxy")
    let page = learner.interpreter.execute("connect kx=ecdhe version=1.2").page
    #expect(Layout(width: columns).lines(of: page).count < max(rows, 22))
  }

  @Test("A recording that is partly so is partly open")
  func grammar() throws {
    #expect(
      GoalWords.text(try Goal("sessions.S1.vault == partly")) == "S1: the recording is partly open")
    #expect(
      GoalWords.text(try Goal("any session: vault == partly"))
        == "a session: the recording partly open")
  }
}
