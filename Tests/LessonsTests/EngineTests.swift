import Commands
import Foundation
import Lab
import Lessons
import Testing

@Suite("A lesson is gone through, left, and found again")
struct EngineTests {
  private static let text = """
    ---
    format: 1
    id: small
    title: A small lesson
    lang: en
    minutes: 5
    needs: []
    teaches: [connect, compromise]
    world: {preset: uc, seed: 3}
    ---
    # A small lesson

    Some prose with `connect` and **strong** words.

    ```step id=one
    do: Connect with RSA.
    expect:
      - sessions.S1.kx == rsa
    solution: [connect kx=rsa]
    hint:
      - Which verb?
      - "Type: connect kx=rsa"
    explain: That was RSA.
    when_wrong:
      - typed: connect kx=e*
        say: That is the other one.
    ```

    ```predict id=guess
    question: Does it open?
    predict: {sessions.S1.vault: [open, sealed]}
    reveal: [compromise server.key]
    ```

    ```step id=steal
    do: Steal it.
    expect: [attacker.leaks contains server.key]
    solution: [compromise server.key]
    hint:
      - Think.
      - "Type: compromise server.key"
    explain: It opened.
    ```

    ```ask id=why
    question: Why?
    choices:
      - {text: Chance, say: No.}
      - {text: The key decrypts, say: Yes., correct: true}
    ```

    ## The end

    Read this.
    """

  private let folder: ScratchLessons

  init() throws {
    folder = try ScratchLessons()
    try folder.write(Self.text, to: "small/lesson.md")
  }

  @Test("From the first page to the last")
  func whole() {
    var learner = Learner(folder.library)
    #expect(learner.type("lesson start small").contains("DO    Connect with RSA."))
    #expect(learner.type("turn", .failed).contains("not done yet"))
    #expect(learner.type("check").contains("now: not there yet"))
    #expect(learner.type("connect kx=rsa").contains("That was RSA."))
    #expect(learner.course?.lineForEnter(repeating: nil) == "turn")
    #expect(learner.type("turn").contains("SAY FIRST"))
    #expect(learner.type("answer sealed").contains("noted"))
    learner.type("turn")
    let shown = learner.type("compromise server.key")
    #expect(shown.contains("open; you said sealed") && shown.contains("It opened."))
    learner.type("turn")
    #expect(learner.type("answer a").contains("NOT SO"))
    #expect(learner.type("answer b").contains("RIGHT"))
    learner.type("turn")
    #expect(learner.type("turn").contains("DONE"))
    #expect(learner.course?.active == nil)
    #expect(learner.interpreter.lab.sessions.isEmpty)
    #expect(learner.type("progress").contains("done"))
  }

  @Test("The vault's own verb predicts, too")
  func predictVerb() {
    var learner = Learner(folder.library)
    for line in ["lesson start small", "connect kx=rsa", "turn"] { learner.type(line) }
    #expect(learner.type("predict S1=open").contains("noted: S1: the recording open"))
    learner.type("turn")
    #expect(learner.type("compromise server.key").contains("as you said"))
  }

  @Test("A wrong way is a command like any other")
  func free() {
    var learner = Learner(folder.library)
    learner.type("lesson start small")
    #expect(learner.type("connect kx=ecdhe version=1.2").contains("That is the other one."))
    learner.type("nonsense", .failed)
    #expect(learner.type("connect kx=rsa").contains("LESSON") == false)
    #expect(learner.course?.active?.isPassed == false)
    // S1 is another session now; there is a skip all the same.
    #expect(learner.type("skip").contains("PASS"))
    #expect(learner.course?.active?.record.skipped == ["one"])
  }

  @Test("Undo and going back break nothing")
  func undo() {
    var learner = Learner(folder.library)
    for line in ["lesson start small", "connect kx=rsa", "undo"] { learner.type(line) }
    // What is undone is met no more.
    #expect(learner.type("turn", .failed).contains("not done yet"))
    for line in ["redo", "turn", "answer open", "turn"] { learner.type(line) }
    learner.type("turn back")
    learner.type("turn")
    #expect(learner.type("hint").contains("HINT 1 of 2"))
    learner.type("connect kx=rsa")
    #expect(learner.type("compromise server.key").contains("PASS"))
  }

  @Test("Experiments count for nothing")
  func play() {
    var learner = Learner(folder.library)
    learner.type("lesson start small")
    learner.type("play")
    #expect(!learner.type("connect kx=rsa").contains("PASS"))
    learner.type("hint", .failed)
    learner.type("play end")
    #expect(learner.interpreter.lab.sessions.isEmpty)
    #expect(learner.course?.active?.isPassed == false)
  }

  @Test("Progress outlives the program, and two windows share it")
  func kept() throws {
    let store = LessonStore(folder: folder.url.appendingPathComponent("state"))
    var first = Learner(folder.library, store: store)
    for line in ["lesson start small", "connect kx=rsa", "turn"] { first.type(line) }
    var second = Learner(folder.library, store: store)
    #expect(second.type("lesson resume").contains("SAY FIRST"))
    second.type("answer open")
    first.type("hint", .failed)
    first.type("lesson quit")
    let progress = store.load().progress
    #expect(progress.lessons["small"]?.passed == ["one", "guess"])
  }

  @Test(
    "A file that is not understood is set aside",
    arguments: [
      ("{", "damaged"), (#"{"format": 99}"#, "newer"), (#"{"format": 1, "lessons": 3}"#, "damaged"),
    ])
  func damaged(text: String, word: String) throws {
    try folder.write(text, to: "state/progress.json")
    let store = LessonStore(folder: folder.url.appendingPathComponent("state"))
    let loaded = store.load()
    #expect(loaded.warning?.contains(word) == true)
    let aside = store.folder.appendingPathComponent("progress.json.\(word)-1")
    #expect(try String(contentsOf: aside, encoding: .utf8) == text)
    #expect(store.load().warning == nil)
  }
}
