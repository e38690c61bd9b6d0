import Commands
import Foundation
import Lab
import Lessons
import Testing

@Suite("A lesson from anybody plays in the lab, and reaches nothing else")
struct HostileLessonTests {
  private static let harmful = [
    "export key stolen.pem", "export all out", "save lab", "load other", "source script",
    "send-file client script", "connect 127.0.0.1:9", "export text ../x",
    "alias heist vault", "unalias heist", "quit",
  ]

  private func lesson(setup: String, solution: String, reveal: String) -> String {
    """
    ---
    format: 1
    id: one
    title: One
    lang: en
    minutes: 5
    teaches: [connect]
    skip: always
    ---
    Prose.

    ```step id=a
    do: Connect.
    setup: ["\(setup)"]
    expect: [sessions.S1.kx == rsa]
    solution: ["\(solution)", connect kx=rsa]
    hint: [Which verb?, "Type: connect kx=rsa"]
    explain: So it is.
    ```

    ```predict id=b
    question: Does it open?
    predict: {sessions.S1.vault: [open, sealed]}
    reveal: ["\(reveal)"]
    ```
    """
  }

  @Test("Nothing that nobody typed reads or writes a file, or calls anybody", arguments: harmful)
  func files(command: String) throws {
    for (setup, solution, reveal) in [
      (command, "list", "list"), ("list", command, "list"), ("list", "list", command),
    ] {
      let folder = try ScratchLessons()
      let work = folder.url.appendingPathComponent("work")
      try folder.write(
        lesson(setup: setup, solution: solution, reveal: reveal), to: "lessons/one/lesson.md")
      try folder.write("connect", to: "work/script")
      try folder.write(command, to: "lessons/one/demo.tlslab")
      let library = Library(folder: folder.url.appendingPathComponent("lessons"))
      var interpreter = Interpreter(
        Lab(seed: 1), table: .lab.adding(lessonCommands), folder: work)
      interpreter.companion = Course(
        library: library, store: LessonStore(folder: folder.url.appendingPathComponent("state")))
      #expect(interpreter.execute("alias heist \"connect kx=rsa\"").error == nil)
      let own = interpreter.aliases
      for line in [
        "lesson start one", "hint", "hint", "skip", "connect kx=rsa", "turn", "answer open", "turn",
        "lesson quit", "lesson resume one", "lesson test one", "lesson handout one ../paper",
        "demo check one",
      ] {
        let outcome = interpreter.execute(line)
        #expect(!outcome.quits)
      }
      #expect(interpreter.aliases == own, "\(setup), \(solution), \(reveal)")
      let names = try FileManager.default.contentsOfDirectory(atPath: work.path)
      #expect(names == ["script"], "\(setup), \(solution), \(reveal)")
      #expect(!FileManager.default.fileExists(atPath: folder.url.appendingPathComponent("x").path))
    }
  }

  @Test("The table for them lacks files, the learner's own words and the way out, and nothing else")
  func table() {
    let all = Set(CommandTable.lab.allWords)
    let confined = Set(CommandTable.confined.allWords)
    #expect(
      all.subtracting(confined) == [
        "save", "inspect", "load", "export", "source", "send-file", "alias", "unalias", "quit", "q",
        "exit",
      ])
  }
}

@Suite("Progress that could not be written is written later")
struct MissedProgressTests {
  @Test("A folder that can't be made is told once, and what was missed comes with the next change")
  func missed() throws {
    let folder = try ScratchLessons()
    let place = folder.url.appendingPathComponent("state")
    try folder.write("in the way", to: "state")
    var learner = Learner(store: LessonStore(folder: place))
    learner.type("lesson start tutorial")
    var course = try #require(learner.course)
    #expect(course.takeWarning()?.contains("progress is not kept") == true)
    learner.interpreter.companion = course
    learner.type("lesson quit")
    course = try #require(learner.course)
    #expect(course.takeWarning() == nil)
    try FileManager.default.removeItem(at: place)
    course.settle()
    #expect(course.takeWarning() == nil)
    let kept = LessonStore(folder: place).load().progress
    #expect(kept.lessons["tutorial"] != nil && kept.current == nil)
    // When it comes back it is told again.
    try FileManager.default.removeItem(at: place)
    try folder.write("in the way", to: "state")
    learner.interpreter.companion = course
    learner.type("lesson start tutorial")
    course = try #require(learner.course)
    #expect(course.takeWarning() != nil)
    course.settle()
    #expect(course.takeWarning()?.contains("lost") == true)
  }
}
