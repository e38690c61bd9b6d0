import Commands
import Foundation
import Lab
import Testing

@testable import Lessons

@Suite("Challenges: a state to reach, by whichever way, and commands are counted")
struct ChallengeTests {
  @Test("There are twelve, each with a par, and 'lesson test' plays them")
  func twelve() {
    #expect(Repository.library.challenges.count == 12)
    #expect(Repository.library.challenges.allSatisfy { (1...9).contains($0.par) })
    let rows = Learner().listed
    for challenge in Repository.library.challenges { #expect(rows.contains(challenge.id)) }
  }

  @Test("One from its beginning to its end: what is asked, what is missing, how many it took")
  func played() {
    var learner = Learner()
    let page = learner.type("challenge start only-check")
    #expect(page.contains("REACH  Be fooled") && page.contains("par is 3 commands"))
    #expect(page.contains("[ ]  a session: fooled"))
    learner.type("set client.verify off")
    learner.type("mitm on cert=own-ca")
    #expect(learner.type("connect").contains("no longer so"))
    for line in ["undo", "undo", "undo", "set client.check.name off", "mitm on cert=wrong-host"] {
      learner.type(line)
    }
    #expect(learner.type("connect").contains("6 commands; par is 3"))
    let end = learner.type("turn")
    #expect(end.contains("DONE") && end.contains("6 commands; par is 3"))
    #expect(learner.course?.active == nil)
    #expect(learner.type("challenge list").contains("in 6"))
    #expect(learner.type("progress").contains("challenges: 1 of 12 done"))
    #expect(learner.type("lesson list").contains("only-check") == false)
  }

  @Test("The lower count is kept, and what was skipped is no count")
  func best() {
    var learner = Learner()
    for line in ["challenge start ticket-office", "compromise server.ticket-key", "turn"] {
      learner.type(line)
    }
    #expect(learner.type("challenge list").contains("in 1"))
    for line in ["challenge start half-a-call", "skip", "turn"] { learner.type(line) }
    #expect(learner.type("challenge list").contains("skipped"))
  }

  @Test("An unknown one names a near one; a broken file says where")
  func unknown() throws {
    var learner = Learner()
    #expect(
      learner.type("challenge start onlycheck", .failed).contains("challenge start only-check"))
    let folder = try ScratchLessons()
    try folder.write("# nothing", to: "challenges/broken.md")
    try folder.write(
      "---\nformat: 1\nid: reading\ntitle: Reading\nlang: en\nminutes: 1\n---\nProse.\n",
      to: "challenges/reading.md")
    let found = folder.library.findings.map(\.description)
    #expect(found.contains { $0.hasPrefix("challenges/broken.md:1: there is no front matter") })
    #expect(found.contains { $0.hasPrefix("challenges/reading.md: no challenge") })
    var other = Learner(folder.library)
    #expect(other.type("challenge start broken", .failed).contains("no front matter"))
  }

  @Test("A bonus may be left out, and is counted where it is done")
  func bonus() {
    var learner = Learner()
    learner.type("lesson start toolbox")
    while let page = learner.course?.active?.page, page.task?.isOptional != true {
      for line in learner.solving(page.task) { learner.type(line) }
      learner.type("turn")
    }
    #expect(learner.type("goal").contains("BONUS  Let the two agree on the secret 1"))
    #expect(learner.course?.lineForEnter(repeating: nil) == "turn")
    learner.type("try dh a=3 b=4")
    #expect(learner.type("try dh a=22 b=4").contains("2 commands; par is 1"))
    while learner.course?.active != nil { learner.type("turn") }
    #expect(learner.type("progress").contains("bonus"))
  }

  @Test("Every lesson ends with something that a lesson to come opens or explains")
  func ends() throws {
    for lesson in Repository.library.lessons {
      let ends = try #require(lesson.ends, "\(lesson.id)")
      #expect(lesson.sessions.unknown(in: ends).isEmpty)
      let names = Repository.library.lessons.map(\.id) + ["challenge list"]
      #expect(names.contains { ends.contains("`\($0)`") }, "\(lesson.id)")
    }
  }

  @Test("The map draws what needs what")
  func map() {
    var learner = Learner()
    let map = learner.type("progress")
    #expect(map.contains("0 of \(Repository.library.lessons.count) lessons done"))
    #expect(map.contains("ready") && map.contains("after toolbox"))
    for lesson in Repository.library.lessons { #expect(map.contains(lesson.id)) }
  }
}

extension Learner {
  fileprivate var listed: String {
    var copy = self
    return copy.type("challenge list")
  }
}
