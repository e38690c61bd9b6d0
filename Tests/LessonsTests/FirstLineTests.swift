import Commands
import Lab
import Screens
import Testing

@testable import Lessons

/// What a command prints in a lesson begins with what the learner looks for.
@Suite("A lesson's word comes first, and the screen is folded below it")
struct FirstLineTests {
  private func lines(_ text: String) -> [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  @Test(
    "PASS, the goal and the explanation, then five lines of the session; 'more' shows all of them")
  func passed() throws {
    var learner = Learner(in: "tutorial", at: "call")
    let said = lines(learner.type("connect kx=rsa"))
    #expect(said.first?.hasPrefix("PASS  Enter turns the page") == true)
    #expect(said[1].hasPrefix("GOAL    [x]"))
    let screen = try #require(said.firstIndex { $0.hasPrefix("[ESTABLISHED]") })
    let more = try #require(said.firstIndex { $0.hasPrefix(" ... more") })
    let words = try #require(said.firstIndex { $0.contains("only the encrypted form") })
    #expect(words < screen && more - screen <= 5 && said.count < 23)
    let whole = learner.type("more")
    #expect(whole.contains("ClientKeyExchange") && whole.contains("NOT       checked: revocation"))
  }

  @Test("What is missing, and what takes the wrong turn back, come first likewise")
  func missing() {
    var learner = Learner(in: "tutorial", at: "call")
    let said = lines(learner.type("connect"))
    #expect(said.first?.hasPrefix("NOT YET  a session: key exchange rsa") == true)
    #expect(said[1].contains("Do it now ('hint' helps); 'undo' takes 'connect' back"))
    #expect(said.contains { $0.hasPrefix(" ... more") } && said.count < 15)
  }

  @Test("A screen that is to be looked at stays whole, and what was skipped is folded")
  func looked() {
    var learner = Learner(in: "first-handshake", at: "flight")
    learner.type("finish")
    let said = learner.type("show message server_key_exchange")
    #expect(said.contains("PASS") && !said.contains(" ... more"))
    learner = Learner(in: "tutorial", at: "call")
    let skipped = lines(learner.type("skip"))
    #expect(skipped.first == "> connect kx=rsa" && skipped.contains { $0.hasPrefix(" ... more") })
    #expect(learner.type("more").contains("ClientKeyExchange"))
  }

  @Test("Where nothing is folded 'more' says so")
  func none() {
    var learner = Learner(in: "tutorial", at: "call")
    #expect(learner.type("more", .failed).contains("nothing of the last screen was folded"))
  }

  @Test(
    "The first lines of every screen are five at most, and none of them is a drawing cut in two",
    arguments: [
      "connect", "connect kx=rsa", "mitm on cert=own-ca; connect", "cert use expired; connect",
      "set client.verify off; mitm on cert=own-ca; connect",
      "connect kx=rsa; compromise server.key",
      "compromise quantum", "connect version=1.3 client.versions=1.3 server.versions=1.2",
    ])
  func fold(line: String) {
    var interpreter = Interpreter(Lab(seed: 7))
    guard case .page(let page)? = interpreter.execute(line).answers.last else { return }
    let fold = Fold(page.blocks)
    let shown = Layout(width: 80).lines(of: Page(fold.head)).map(\.text)
    #expect(fold.isWhole ? shown.count <= 7 : (1...5).contains(shown.count))
    #expect(fold.isWhole || !shown.contains { $0.contains("|--") || $0.contains("CLIENT  ") })
  }

  // MARK: Done at once, and said in other ways

  @Test("What is done behind a prediction counts for the page that asks for it")
  func ahead() {
    var learner = Learner(in: "tutorial", at: "which")
    learner.type("open sealed")
    let said = learner.type("compromise server.key")
    #expect(said.hasPrefix("PASS") && said.contains("open, as you said"))
    #expect(learner.course?.active?.page.task?.id == "steal")
    learner = Learner(in: "man-in-the-middle", at: "off")
    learner.type("fooled")
    #expect(learner.type("set client.verify off").contains("DO    Switch validation off"))
    learner.type("mitm on cert=own-ca")
    #expect(learner.type("connect").hasPrefix("PASS"))
  }

  @Test("Before it is predicted nothing counts, and what is so already is not called missing")
  func already() {
    var learner = Learner(in: "tutorial", at: "which")
    learner.type("compromise server.key")
    #expect(learner.course?.active?.page.task?.id == "which")
    for line in ["open sealed", "turn"] { learner.type(line) }
    let said = learner.type("compromise client.key")
    #expect(said.contains("NOT YET  the attacker holds server.key; it is so from before"))
    #expect(learner.type("compromise server.key").hasPrefix("PASS"))
  }

  @Test(
    "Predictions in other words and orders",
    arguments: [
      "RSA open, ECDHE sealed", "S2=sealed S1=open", "S2 sealed, S1 open",
    ])
  func predicted(words: String) {
    var learner = Learner(in: "tutorial", at: "which")
    #expect(learner.type(words).contains("noted: S1: the recording open, S2: the recording sealed"))
  }

  @Test("Two answers of two kinds in either order", arguments: ["server failed", "failed server"])
  func kinds(words: String) {
    var learner = Learner(in: "integrity", at: "bit")
    let said = learner.type(words)
    #expect(said.contains("who noticed server") && said.contains("outcome failed"))
  }

  @Test("Who goes on through a handshake is on the way, and is not called back")
  func going() {
    var learner = Learner(in: "first-handshake", at: "flight")
    #expect(!learner.type("next").contains("NOT YET"))
    #expect(learner.type("connect").contains("NOT YET"))
  }

  @Test("A choice by its letter with a mark, and by its own words")
  func chosen() {
    for words in ["%)", "(%)", "%.", "No, there is", "no"] {
      var learner = Learner(in: "toolbox", at: "hash-alone")
      let letter = learner.solving(learner.course?.active?.page.task)[0].suffix(1)
      let place = Int(letter).map { Course.letter($0 - 1) } ?? ""
      #expect(learner.type(words.replacing("%", with: place)).contains("RIGHT"), "\(words)")
    }
  }

  @Test("A word that is no answer is told what may be said; a command stays one")
  func noAnswer() {
    var learner = Learner(in: "man-in-the-middle", at: "on")
    let said = learner.type("yes", .failed)
    #expect(said.contains("'yes' is none of the answers"))
    #expect(said.contains("unknown_ca") && said.contains("decrypt_error"))
    learner.type("settings client")
    #expect(learner.type("unknown ca").contains("noted: the last session: alert unknown_ca"))
  }

  @Test("Who tries the same wrong thing again hears that the same is missing")
  func again() {
    var learner = Learner(in: "tutorial", at: "call")
    learner.type("connect version=1.2 kx=dhe")
    learner.type("undo")
    #expect(learner.type("connect version=1.2 kx=dhe").hasPrefix("NOT YET  the same is missing"))
  }

  @Test("Where a prediction hides what comes, it is said that something is missing")
  func hidden() {
    var learner = Learner(in: "man-in-the-middle", at: "off")
    learner.type("fooled")
    learner.type("mitm on cert=own-ca")
    #expect(learner.type("connect").hasPrefix("NOT YET  setting client.verify is off"))
  }

  @Test("A walk of another kind is named before it leads astray")
  func otherWalk() {
    var learner = Learner(in: "first-handshake", at: "begin")
    #expect(learner.type("walk").contains("a session of TLS 1.3"))
  }

  @Test(
    "No sign of a section stands in what is told: terminals without Unicode show it as an escape")
  func sections() {
    for lesson in Repository.library.lessons {
      for task in lesson.tasks {
        for text in task.namingTexts {
          #expect(!ProseBlock.line(text).text.contains("\u{a7}"), "\(lesson.id) \(task.id)")
        }
      }
    }
  }

  @Test("Each lesson has a state to reach without instructions")
  func bonuses() {
    for lesson in Repository.library.lessons {
      #expect(lesson.tasks.contains { $0.isOptional }, "\(lesson.id)")
    }
  }
}

@Suite("'lesson ID' goes on with a lesson, or begins it")
struct EnteringTests {
  @Test func begins() {
    var learner = Learner()
    #expect(learner.type("lesson tutorial").hasPrefix("LESSON tutorial"))
    learner.type("turn")
    learner.type("lesson quit")
    #expect(learner.type("lesson tutorial").contains("page 2/"))
  }

  @Test(
    "A word that is none is held against lessons and against what else there is",
    arguments: [
      ("lesson lits", "lesson list"), ("lesson forward-secrcy", "lesson forward-secrecy"),
      ("lesson start", "'lesson start' needs a word after it"),
      ("lesson start tutorail", "lesson start tutorial"),
    ])
  func mistaken(typed: String, words: String) {
    var learner = Learner()
    #expect(learner.type(typed, .failed).contains(words))
    #expect(learner.course?.active == nil)
  }
}
