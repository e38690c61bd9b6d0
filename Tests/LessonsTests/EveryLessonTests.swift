import Foundation
import Lessons
import Testing

@Suite("Every lesson of the repository can be learned from")
struct EveryLessonTests {
  @Test("All of them can be read")
  func readable() {
    #expect(Repository.library.findings.map(\.description) == [])
    #expect(!Repository.library.lessons.isEmpty)
  }

  @Test(
    "Solutions, wrong turns, other session numbers, skips, interruptions and experiments",
    arguments: (Repository.library.lessons + Repository.library.challenges).map(\.id))
  func played(id: String) {
    var author = Learner()
    let said = author.type("lesson test \(id)")
    #expect(said.contains("ok"))
  }

  @Test(
    "Every demonstration rehearses well", arguments: Repository.library.demonstrations
  )
  func rehearsed(id: String) {
    var trainer = Learner()
    trainer.type("demo check \(id)")
  }
}
