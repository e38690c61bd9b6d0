import Commands
import Foundation
import Lab
import Testing

@testable import Lessons

@Suite("Goals are sentences, and what keeps one from going on has a name")
struct GoalWordsTests {
  @Test(
    "What is so of a session, whatever fact it is",
    arguments: [
      ("sessions.S1.alert_by == client", "S1: who sent the alert is client"),
      ("sessions.S1.replay_of == S2", "S1: the session that it replays is S2"),
      ("any session: alert_by == client", "a session: alert sent by client"),
      ("any session: alert_by == null", "a session: nobody sent an alert"),
      ("any session: alert_by exists", "a session: with an alert"),
      ("any session: vault == null", "a session: no recording"),
      ("any session: suite != null", "a session: with suite"),
      (
        "any session: read_by == null, keys_updated == null",
        "a session: read by nobody, no keys updated"
      ),
      ("any session: outcome != established", "a session: not established"),
      ("any session: round_trips <= 2", "a session: round trips at most 2"),
    ])
  func sentences(goal: String, words: String) throws {
    #expect(GoalWords.text(try Goal(goal)) == words)
  }

  @Test("Of no fact there are two 'no', or an article behind one")
  func grammar() {
    for fact in SessionRecord.Fact.allCases.map(\.rawValue) {
      let none = GoalWords.fact(fact, nil)
      for wrong in ["no the ", "no who ", "no what ", "no read by", "no a ", "no alert sent by"] {
        #expect(!none.hasPrefix(wrong), "\(none)")
      }
      #expect(!GoalWords.subject("sessions.S1.\(fact)").hasSuffix(" by"), "\(fact)")
    }
  }

  // MARK: What was to stay as it is

  @Test("Enter names what no longer is so, and what makes it so again")
  func broken() {
    var learner = Learner()
    learner.type("challenge start only-check")
    for line in ["set client.verify off", "mitm on cert=own-ca"] { learner.type(line) }
    let unset = "'unset client.verify' puts it right"
    #expect(Self.inOneLine(learner.type("connect")).contains(unset))
    let said = Self.inOneLine(learner.type("turn", .failed))
    #expect(said.contains("this page is not done yet") && said.contains("no longer so: setting"))
    #expect(said.contains(unset) && said.contains("did you mean: unset client.verify"))
  }

  private static func inOneLine(_ text: String) -> String {
    text.split { " \n".contains($0) }.joined(separator: " ")
  }

  @Test("A form without a session counts for the one that it showed")
  func bare() {
    var learner = Learner(in: "inside-the-call", at: "stop")
    let names = learner.interpreter.lab.sessions.map(\.id)
    #expect(names.count > 1)
    #expect(learner.type("cascade").contains("PASS"))
  }

  @Test("After a wrong turn no more is taken back than was done on the page")
  func undoing() throws {
    let folder = try ScratchLessons()
    try folder.write(
      """
      ---
      format: 1
      id: one
      title: One
      lang: en
      minutes: 5
      teaches: [connect]
      ---
      Prose.

      ```step id=a
      do: Connect.
      expect:
        - any session: kx == rsa
      solution: [connect kx=rsa]
      hint:
        - Which verb?
        - "Type: connect kx=rsa"
      explain: So it is.
      ```

      ## Two

      ```step id=b
      do: Once more.
      expect:
        - sessions.S2.version == 1.2
      keep:
        - sessions.S1.kx == rsa
      solution: [cert list, settings, connect version=1.2 kx=dhe]
      hint:
        - Which verb?
        - "Type: connect version=1.2 kx=dhe"
      explain: So it is.
      ```

      """, to: "one/lesson.md")
    let lesson = try #require(folder.library.lesson("one"))
    let table = Learner(folder.library).interpreter.table
    var player = LessonPlayer(lesson, of: folder.library, table, in: Lab(seed: 1))
    #expect(player.begin() == nil)
    for page in lesson.pages {
      let task = try #require(page.task)
      #expect(player.solve(task, isAstray: task.id == "b") == nil)
      #expect(player.type("turn") == nil)
    }
  }
}
