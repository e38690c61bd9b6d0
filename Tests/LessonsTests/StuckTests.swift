import Commands
import Foundation
import Lab
import Screens
import Testing

@testable import Lessons

/// What held up a learner who only had the screen: each case with what was typed.
@Suite("Nobody gets stuck in a lesson")
struct StuckTests {
  private func isPassed(_ learner: Learner) -> Bool { learner.course?.active?.isPassed == true }

  // MARK: Wrong turns

  @Test("A wrong first try is no trap: the right one counts, whatever its number")
  func wrongFirst() {
    var learner = Learner(in: "tutorial", at: "call")
    let said = learner.type("connect")
    #expect(said.contains("NOT YET  a session: key exchange rsa, established"))
    #expect(said.contains("S1: key exchange hybrid"))
    #expect(said.contains("'undo' takes 'connect' back") && said.contains("'skip'"))
    #expect(learner.type("connect kx=rsa").contains("PASS"))
  }

  @Test("The right three in another order, with others in between")
  func anyOrder() {
    var learner = Learner(in: "forward-secrecy", at: "record")
    for line in ["connect kx=ecdhe version=1.2", "connect", "connect kx=dhe"] { learner.type(line) }
    #expect(learner.type("connect kx=rsa").contains("PASS"))
    learner.type("turn")
    #expect(learner.type("goal").contains("S4: the recording"))
  }

  @Test("On the way of the solution nothing is called missing")
  func onTheWay() {
    var learner = Learner(in: "man-in-the-middle", at: "fooled")
    #expect(!learner.type("set client.verify off").contains("NOT YET"))
    #expect(!learner.type("mitm on cert=own-ca").contains("NOT YET"))
    #expect(learner.type("connect").contains("PASS"))
  }

  @Test("The key of another session opens nothing, and it is said whose key was meant")
  func otherKey() {
    var learner = Learner(in: "zero-rtt", at: "steal")
    let said = learner.type("compromise psk", .failed)
    #expect(said.contains("say whose, 'compromise psk S"))
    #expect(!isPassed(learner))
    learner.type("hint")
    let hint = learner.type("hint")
    let command = hint.split(separator: "Type: ").last.map(String.init) ?? ""
    #expect(learner.type(String(command.prefix { $0 != "\n" })).contains("PASS"))
  }

  @Test("After an experiment what was done before can still be taken back")
  func undoAfterPlay() {
    var learner = Learner(in: "tutorial", at: "call")
    learner.type("connect version=1.3")
    for line in ["play", "connect kx=rsa", "play end"] { learner.type(line) }
    #expect(learner.type("undo").contains("taken back: connect version=1.3"))
    #expect(learner.interpreter.lab.sessions.isEmpty)
  }

  @Test("'skip' works at once, and is marked")
  func skips() {
    var learner = Learner(in: "first-handshake", at: "flight")
    #expect(learner.type("skip").contains("skipped"))
    #expect(learner.course?.active?.record.skipped == ["flight"])
    learner.type("turn")
  }

  // MARK: Goals

  @Test("A whole connection is no walk, and its messages were not looked at")
  func lax() {
    var learner = Learner(in: "first-handshake", at: "begin")
    learner.type("connect")
    #expect(!isPassed(learner))
    learner.type("walk kx=ecdhe version=1.2")
    #expect(!isPassed(learner))
    #expect(learner.type("next").contains("PASS"))
    learner = Learner(in: "first-handshake", at: "flight")
    learner.type("finish")
    #expect(!isPassed(learner))
    #expect(learner.type("show message server_key_exchange").contains("PASS"))
    learner = Learner(in: "first-handshake", at: "half")
    learner.type("walk")
    #expect(!isPassed(learner))
    learner = Learner(in: "tls-1.3", at: "hello")
    learner.type("connect")
    #expect(!isPassed(learner))
  }

  @Test("A changed record is no repeated one, though it ends alike")
  func otherDeed() {
    var learner = Learner(in: "integrity", at: "replay")
    learner.type("tamper application_data@20 flip")
    learner.type("connect version=1.2 kx=ecdhe")
    #expect(!isPassed(learner))
    learner.type("replay application_data")
    learner.type("connect version=1.2 kx=ecdhe")
    #expect(isPassed(learner))
  }

  @Test("What lay about before a page was opened meets no goal; who does it again has done it")
  func standing() {
    var learner = Learner(in: "man-in-the-middle", at: "copied")
    learner.type("mitm on cert=copied")
    #expect(!isPassed(learner))
    #expect(learner.type("connect").contains("PASS"))
    learner = Learner(in: "audit", at: "verdict")
    learner.type("set server.kx rsa")
    for line in ["answer good good", "turn"] { learner.type(line) }
    #expect(!isPassed(learner))
    #expect(learner.type("check").contains("It is so from before") == false)
    learner.type("audit")
    #expect(learner.type("check").contains("do it anew"))
    #expect(learner.type("set server.kx rsa").contains("PASS"))
  }

  @Test("What is undone is no longer met, and nothing is printed as a program writes it")
  func undone() {
    var learner = Learner(in: "first-handshake", at: "flight")
    for line in ["finish", "undo"] { learner.type(line) }
    let check = learner.type("check")
    #expect(!check.contains("[x]"))
    for word in ["null", "[]", "at least 2 now"] { #expect(!check.contains(word), "\(word)") }
  }

  @Test("Words for values that are none", arguments: [("null", "nothing"), ("[]", "nothing")])
  func values(value: String, words: String) throws {
    #expect(GoalWords.value(value) == words)
    #expect(GoalWords.found(.array([])) == "nothing")
    let goal = try Goal("cursor.step >= 2")
    #expect(GoalWords.text(goal) == "the step you are at is at least 2")
    let session = try Goal("any session: outcome == running, suite == null")
    #expect(GoalWords.text(session) == "a session: under way, no suite")
  }

  // MARK: Answers

  @Test("While a question is open a letter is an answer, and no command of one letter goes on")
  func letters() {
    var learner = Learner(in: "first-handshake", at: "signed")
    let lab = learner.interpreter.lab.stateDocument
    #expect(learner.type("b").contains("RIGHT") || learner.type("goal").contains("ASK"))
    #expect(learner.interpreter.lab.stateDocument == lab)
    learner = Learner(in: "first-handshake", at: "signed")
    let said = learner.type("n", .failed)
    #expect(said.contains("'n' waits until the question is answered") && said.contains("next"))
    let place = learner.solving(learner.course?.active?.page.task)[0].suffix(1)
    learner.type(String(place))
    #expect(isPassed(learner))
    // Now it is a command again.
    learner.type("n")
  }

  @Test(
    "A prediction needs no verb", arguments: ["open sealed", "OPEN, Sealed", "S1=open S2=sealed"])
  func bare(words: String) {
    var learner = Learner(in: "tutorial", at: "which")
    #expect(learner.type("open", .failed).contains("2 answers are asked for, 1 was given"))
    #expect(learner.type(words).contains("noted: S1: the recording open, S2: the recording sealed"))
  }

  @Test(
    "Numbers and names in the ways in which people write them",
    arguments: [
      ("400", "400", true), ("0x190", "400", true), ("01:90", "400", true), ("4 00", "400", true),
      ("401", "400", false), ("Unknown CA", "unknown_ca", true), ("TLS 1.2", "1.2", true),
      ("12", "1.2", false), ("tls_rsa_with_aes_128_cbc_sha", "TLS_RSA_WITH_AES_128_CBC_SHA", true),
      ("TLS RSA WITH AES 128 CBC SHA", "TLS_RSA_WITH_AES_128_CBC_SHA", true),
      ("DE:AD:BE:EF:01", "deadbeef01", true), ("0xdeadbeef01", "deadbeef01", true),
      ("1.3", "1.2", false), ("server key", "server.key", true),
    ])
  func writing(said: String, truth: String, isSame: Bool) {
    #expect(Writing.isSame(said, truth) == isSame)
  }

  @Test("So does a name, though it looks like a command that is spelt wrong")
  func name() {
    var learner = Learner(in: "first-handshake", at: "suite")
    let truth = learner.solving(learner.course?.active?.page.task)[0].dropFirst("answer ".count)
    let said = truth.lowercased().replacing("_", with: " ")
    #expect(learner.type(said).contains("RIGHT"))
  }

  @Test("In a quiz the letter alone is an answer, too")
  func quiz() {
    var learner = Learner()
    learner.type("quiz toolbox")
    learner.type("a")
    #expect(learner.course?.quiz?.place == 1)
  }

  @Test("A number alone answers a question for one")
  func number() {
    var learner = Learner(in: "toolbox", at: "rsa-value")
    #expect(learner.type("17").contains("NOT SO"))
    #expect(learner.type("0xae6").contains("RIGHT"))
  }

  @Test("Options stand in an order from the seed, and the first one is not always right")
  func order() throws {
    let lesson = try #require(Repository.library.lesson("man-in-the-middle"))
    let page = try #require(lesson.pages.first { $0.task?.id == "lock" })
    var firsts: Set<Bool> = []
    for seed in 1...12 {
      let told = page.told(lesson.sessions, in: .null, seed: UInt64(seed))
      let again = page.told(lesson.sessions, in: .null, seed: UInt64(seed))
      #expect(told == again)
      guard case .question(let question)? = told.task?.kind,
        case .choices(let choices) = question.answer
      else { continue }
      firsts.insert(choices[0].isCorrect)
    }
    #expect(firsts == [true, false])
  }

  @Test("A prediction is judged on the session that it was about, though newer ones came")
  func about() {
    var learner = Learner(in: "forward-secrecy", at: "which")
    learner.type("open sealed sealed")
    learner.type("turn")
    learner.type("connect kx=rsa")
    learner.type("connect kx=ecdhe version=1.2")
    let said = learner.type("compromise server.key")
    let judged = said.drop { $0 != "Y" || !said.contains("YOU SAID") }
    #expect(judged.contains("S1: the recording  open, as you said"))
    #expect(!judged.contains("S4: the recording  "))
  }

  @Test(
    "A near value and a missing thing are named for what they are",
    arguments: [
      ("connect version=1.4", "connect version=1.3"),
      ("connect version=0.9", "connect version=1.0"),
      ("delete 1", "there is no breakpoint at 1"),
    ])
  func named(line: String, expected: String) {
    var learner = Learner()
    #expect(learner.type(line, .failed).contains(expected))
  }

  // MARK: Pages and credit

  @Test("Back, to a page by its number, and no further than what is done")
  func pages() {
    var learner = Learner(in: "tutorial", at: "second")
    #expect(learner.type("page back").contains("page 2/"))
    #expect(learner.type("page 3").contains("page 3/"))
    #expect(learner.type("page 5", .failed).contains("page 5 comes later"))
    #expect(learner.type("page 99", .failed).contains("there is no page 99"))
    #expect(learner.type("page").contains("page 3/"))
  }

  @Test("Enter on a page that is not done says what is to be done; after 'next' it goes on")
  func enter() throws {
    var learner = Learner(in: "tutorial", at: "second")
    let line = try #require(learner.course?.lineForEnter(repeating: nil))
    #expect(learner.type(line).contains("DO    Let her call again"))
    #expect(learner.course?.lineForEnter(repeating: "next") == "next")
  }

  @Test("A finished lesson that is begun again keeps its credit, in the map and in the report")
  func credit() {
    var learner = Learner(in: "tutorial", at: "steal")
    learner.type("compromise server.key")
    while learner.course?.active != nil { learner.type("turn") }
    learner.type("lesson start tutorial")
    #expect(learner.type("progress").contains("[x]  tutorial"))
    #expect(learner.course?.progress.counted("tutorial")?.passed.count == 4)
  }

  @Test("Tab completes lessons and challenges")
  func tab() {
    let learner = Learner()
    let lessons = learner.interpreter.candidates(after: "lesson start tu").map(\.insert)
    #expect(lessons == ["tutorial"])
    #expect(learner.interpreter.candidates(after: "challenge start ").count == 12)
  }

  @Test("A record of an older program is read, and can be gone on with")
  func older() throws {
    let folder = try ScratchLessons()
    try folder.write(
      #"{"format":1,"current":"tutorial","lessons":{"tutorial":{"attempt":1,"page":1,"passed":[],"#
        + #""met":{},"prepared":[],"hints":{},"skipped":[],"answers":{},"truths":{},"#
        + #""rightAtOnce":[]}}}"#, to: "progress.json")
    var learner = Learner(store: LessonStore(folder: folder.url))
    #expect(learner.type("lesson resume").contains("The first call"))
    #expect(learner.type("connect kx=rsa").contains("PASS"))
  }
}
