import Commands
import Foundation
import Lab
import Screens
import Testing

@testable import Lessons

/// What a lesson says beside a lab is so of that lab, whichever way its learner went.
@Suite("What a lesson says is so") struct TruthfulPagesTests {
  @Test("A skip shows the screen of the lab that it makes, not of the one that was in its way")
  func skipShowsItsLab() {
    var learner = Learner(in: "certificates", at: "expired-now")
    learner.type("set client.check.dates off")
    let shown = learner.type("skip")
    #expect(shown.contains("[x]  a session: refused, alert certificate_expired"))
    #expect(!shown.contains("[ESTABLISHED]"))
    #expect(shown.components(separatedBy: "> cert use expired").count == 2)
    #expect(shown.hasPrefix("The lab was elsewhere"))
  }

  @Test("Nor that of a theft which opens nothing")
  func skipShowsItsTheft() {
    var learner = Learner(in: "resumption", at: "steal")
    for line in [
      "set server.tickets off", "connect version=1.2 kx=ecdhe",
      "connect version=1.2 kx=ecdhe resume=last", "compromise server.ticket-key",
    ] { learner.type(line) }
    let shown = learner.type("skip")
    #expect(shown.contains("PASS") && shown.contains("[OPEN]"))
    #expect(!shown.contains("[SEALED]") && !shown.contains("already"))
  }

  // MARK: What is asked for

  @Test(
    "Another thing than what the page asks for, and then speaks of, is not taken",
    arguments: [
      (
        "resumption", "resume",
        ["connect version=1.2 kx=rsa", "connect version=1.2 kx=rsa resume=last"]
      ),
      (
        "resumption", "resume",
        [
          "set server.tickets off", "connect version=1.2 kx=ecdhe",
          "connect version=1.2 kx=ecdhe resume=last",
        ]
      ),
      ("integrity", "flip", ["tamper finished@5", "connect version=1.2 kx=ecdhe"]),
      (
        "certificates", "expired-now",
        ["set client.cert expired", "set server.client-auth require", "connect"]
      ),
      ("key-update", "renegotiate", ["connect version=1.2 kx=rsa", "renegotiate"]),
    ])
  func otherThing(lesson: String, page: String, lines: [String]) {
    var learner = Learner(in: lesson, at: page)
    for line in lines { learner.type(line) }
    #expect(learner.course?.active?.isPassed == false)
    // It is no trap: what is asked for still does.
    if page == "resume" { learner.type("unset server.tickets") }
    for line in learner.solving(learner.course?.active?.page.task) { learner.type(line) }
    #expect(learner.course?.active?.isPassed == true)
  }

  @Test("A copy of a copy is the same first flight")
  func copyOfCopy() throws {
    var learner = Learner(in: "zero-rtt", at: "second")
    let copy = try #require(learner.interpreter.lab.currentSession)
    let original = try #require(copy.replay).original
    #expect(learner.type("replay flight last to=second-server").contains("PASS"))
    #expect(learner.interpreter.lab.currentSession?.replay?.original == original)
    #expect(original != copy.id)
  }

  // MARK: What an author may ask

  @Test(
    "A choice that stands twice, or can't come about, is found with its line",
    arguments: [
      ("[open, sealed]", "[open, open]", "19: the choice 'open' stands twice"),
      ("[open, sealed]", "[open, shut]", "19: 'vault' is never 'shut'"),
      ("text: The key", "text: chance", "the choice 'chance' stands twice"),
      ("", "", ""),
    ])
  func choices(old: String, new: String, expected: String) throws {
    let text = """
      ---
      format: 1
      id: one
      title: One
      lang: en
      minutes: 5
      teaches: [connect, compromise]
      ---
      ```step id=a
      do: Connect.
      expect: [sessions.S1.kx == rsa]
      solution: [connect kx=rsa]
      hint: [Which verb?, "Type: connect kx=rsa"]
      explain: So it is.
      ```

      ```predict id=b
      question: Does it open?
      predict: {sessions.S1.vault: [open, sealed]}
      reveal: [compromise server.key]
      ```

      ```step id=c
      do: Steal it.
      expect: [attacker.leaks contains server.key]
      solution: [compromise server.key]
      hint: [Think., "Type: compromise server.key"]
      explain: It opened.
      ```

      ```ask id=d
      question: Why?
      choices:
        - {text: Chance, say: No.}
        - {text: The key, say: Yes., correct: true}
      ```

      """
    let folder = try ScratchLessons()
    try folder.write(old.isEmpty ? text : text.replacing(old, with: new), to: "one/lesson.md")
    var author = Learner(folder.library)
    let found = author.interpreter.execute("lesson lint one").error?.details ?? []
    #expect(found.count == (expected.isEmpty ? 0 : 1), "\(found)")
    #expect(expected.isEmpty || found.first?.contains(expected) == true, "\(found)")
  }

  // MARK: Demonstrations

  @Test("The reasons below a screen are those of the session that the screen is about")
  func reasons() {
    let script = Script(
      name: "demo.tlslab",
      text: """
        connect kx=rsa
        connect kx=ecdhe version=1.2
        compromise server.key
        why S1
        show keys session=S1
        diff S1 S2
        """)
    var run = DemonstrationRun(Demonstration(id: "small", script: script), own: Lab(seed: 1))
    var interpreter = Interpreter(Lab(seed: 1))
    #expect(run.why(interpreter.lab) == "why")
    var asked: [String] = []
    while run.play(on: &interpreter) != nil { asked.append(run.why(interpreter.lab)) }
    #expect(asked == ["why", "why", "why", "why S1", "why S1", "why"])
  }

  // MARK: What is undone

  @Test("What is undone on a page that was done is met no more, until it is done again")
  func undone() {
    var learner = Learner(in: "resumption", at: "steal")
    #expect(learner.type("compromise server.ticket-key").contains("PASS"))
    #expect(learner.type("undo").contains("[ ]  the attacker holds server.ticket-key"))
    #expect(!learner.type("check").contains("[x]"))
    #expect(learner.type("turn", .failed).contains("not done yet"))
    #expect(learner.type("redo").contains("PASS"))
    learner.type("turn")
    // What was done besides may be undone.
    learner.type("page back")
    learner.type("connect kx=rsa version=1.2")
    learner.type("undo")
    learner.type("turn")
  }

  @Test("Nor on the page behind it, which speaks of it")
  func undoneLater() {
    var learner = Learner(in: "resumption", at: "steal")
    learner.type("compromise server.ticket-key")
    learner.type("turn")
    let number = learner.course?.active?.record.page ?? 0
    #expect(learner.type("undo").contains("page \(number) is open again"))
    learner.type("sealed sealed")
    #expect(learner.type("turn", .failed).contains("page \(number) is open again"))
    learner.type("compromise server.ticket-key")
    learner.type("turn")
  }

  @Test("What is changed without 'undo' stays done")
  func forgotten() {
    var learner = Learner(in: "resumption", at: "steal")
    for line in [
      "compromise server.ticket-key", "forget server.ticket-key", "undo", "turn",
    ] { learner.type(line) }
  }
}
