import Commands
import Foundation
import Lessons
import Testing

@Suite("The author's guide")
struct GuideTests {
  @Test("Its example is a lesson that passes every test")
  func example() throws {
    let guide = try String(
      contentsOf: Repository.lessons.appendingPathComponent("README.md"), encoding: .utf8)
    let parts = guide.components(separatedBy: "````")
    let text = try #require(parts.count == 3 ? parts[1] : nil)
    let folder = try ScratchLessons()
    try folder.write(text.trimmingCharacters(in: .newlines) + "\n", to: "small/lesson.md")
    var author = Learner(folder.library)
    #expect(author.type("lesson test small").contains("ok"))
  }
}
