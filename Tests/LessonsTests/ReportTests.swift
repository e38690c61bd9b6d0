import Commands
import Foundation
import Lab
import Lessons
import Testing

@Suite("What a student hands in can be graded")
struct ReportTests {
  @Test("A report says what was done, and an edited one is called so")
  func report() throws {
    let folder = try ScratchLessons()
    let file = folder.url.appendingPathComponent("ada.json")
    var student = Learner()
    student.type("world new uc student=Ada")
    for line in ["lesson start tutorial", "turn", "hint", "connect kx=rsa"] { student.type(line) }
    #expect(student.interpreter.lab.world.student == "Ada")
    student.type("lesson report \(file.path)")
    var trainer = Learner()
    let graded = trainer.type("lesson grade \(file.path)")
    #expect(graded.contains("Ada") && graded.contains("as claimed"))
    let text = try String(contentsOf: file, encoding: .utf8)
    try folder.write(text.replacing("\"call\" : 1", with: "\"call\" : 0"), to: "ada.json")
    let edited = trainer.type("lesson grade \(file.path)", .expectationFailed)
    #expect(edited.contains("NOT SO") && edited.contains("was edited"))
  }

  @Test("What is no report is named", arguments: ["", "{}", #"{"format": 9}"#])
  func bad(text: String) throws {
    let folder = try ScratchLessons()
    try folder.write(text, to: "x.json")
    var trainer = Learner()
    let said = trainer.type(
      "lesson grade \(folder.url.path)/x.json \(folder.url.path)/missing", .expectationFailed)
    #expect(said.contains("no report") || said.contains("newer"))
    #expect(said.contains("can't be read"))
  }

  @Test("Each student has values of their own, the same each time")
  func own() {
    #expect(Lab(student: "Ada").world.seed == Lab(student: " ada ").world.seed)
    #expect(Lab(student: "Ada").world.seed != Lab(student: "Ben").world.seed)
  }
}
