import Commands
import Foundation
import Lab
import Testing

@testable import Lessons

@Suite("A lesson on paper") struct HandoutTests {
  private let course = Course(library: Repository.library)

  @Test(
    "Every lesson, with the screens of a run, and the answers only where they were asked for",
    arguments: Repository.library.lessons.map(\.id))
  func every(id: String) throws {
    let lesson = try #require(Repository.library.lesson(id))
    let plain = try Handout(lesson, of: course, solutions: false)
    let solved = try Handout(lesson, of: course, solutions: true)
    for text in [plain.markdown, plain.html] {
      #expect(!text.contains("HINT") && !text.contains("ANSWER"))
      #expect(text.contains(lesson.title))
    }
    #expect(!solved.markdown.contains("{"))
    let questions = lesson.tasks.filter { !$0.isStep }.count
    #expect(solved.markdown.components(separatedBy: "**ANSWER**").count > questions)
    for task in lesson.tasks {
      guard case .step(let step) = task.kind, !step.isBonus else { continue }
      for command in step.solution where !command.contains("{") {
        #expect(plain.markdown.contains("> \(command)"))
      }
    }
    // Nothing that answers a question stands before it.
    let asked = plain.parts.lastIndex { Self.isQuestion($0) }
    let shown = plain.parts.firstIndex { if case .screen = $0 { true } else { false } }
    #expect((asked ?? 0) < (shown ?? plain.parts.count))
    if let asked {
      for task in lesson.tasks {
        guard case .step(let step) = task.kind, !step.explain.isEmpty else { continue }
        #expect(!plain.parts[..<asked].contains(.prose(step.explain)))
      }
    }
    #expect(plain.html.contains("&gt; "))
    // The screens fit on paper.
    for case .screen(let text) in plain.parts {
      for line in text.split(separator: "\n") where !line.hasPrefix("> ") {
        #expect(line.count <= Handout.width || line.contains("openssl"), "\(line)")
      }
    }
  }

  private static func isQuestion(_ part: Handout.Part) -> Bool {
    guard case .labelled(let label, _) = part else { return false }
    return ["ASK", "SAY FIRST"].contains(label)
  }

  @Test(
    "The answers are those by which a learner is judged",
    arguments: Repository.library.lessons.map(\.id))
  func answers(id: String) throws {
    let lesson = try #require(Repository.library.lesson(id))
    let handout = try Handout(lesson, of: course, solutions: true)
    var learner = Learner()
    learner.type("lesson start \(id)")
    for page in lesson.pages {
      if page.task?.isOptional == false {
        for line in learner.solving(page.task) { learner.type(line) }
      }
      learner.type("turn")
    }
    let truths = try #require(learner.course?.progress.lessons[id]?.truths)
    let predictions = lesson.tasks.compactMap {
      task -> (id: String, items: [Lessons.Prediction.Item])? in
      guard case .prediction(let prediction) = task.kind else { return nil }
      return (task.id, prediction.items)
    }
    let printed = Self.predicted(in: handout)
    #expect(printed.count == predictions.count)
    for (answer, prediction) in zip(printed, predictions) {
      let truth = try #require(truths[prediction.id]).split(separator: " ").map(String.init)
      #expect(answer == truth.map(Lessons.Prediction.Item.words), "\(prediction.id)")
      for (item, value) in zip(prediction.items, truth) { #expect(item.choices.contains(value)) }
    }
  }

  /// What is printed as the right answer of each prediction, item by item.
  private static func predicted(in handout: Handout) -> [[String]] {
    var found: [[String]] = []
    var isAsked = false
    for case .labelled(let label, let text) in handout.parts {
      if label == "ANSWER", isAsked {
        found.append(
          text.components(separatedBy: "; ").map { $0.components(separatedBy: ": ").last ?? "" })
      }
      isAsked = label == "SAY FIRST"
    }
    return found
  }

  @Test(
    "Whatever lesson is open meanwhile, the answers of resumption are 1, both open, both sealed")
  func keyOfResumption() throws {
    let lesson = try #require(Repository.library.lesson("resumption"))
    var learner = Learner()
    for open in [nil, "tls-1.3"] {
      if let open { learner.type("lesson start \(open)") }
      let course = try #require(learner.course)
      let handout = try Handout(lesson, of: course, solutions: true)
      #expect(
        Array(Self.predicted(in: handout).prefix(3)) == [
          ["1"], ["open", "open"], ["sealed", "sealed"],
        ])
    }
  }

  @Test("What an author writes is no markup on the page")
  func markup() throws {
    let folder = try ScratchLessons()
    try folder.write(
      """
      ---
      format: 1
      id: odd
      title: Odd <script>alert(1)</script>
      lang: en
      minutes: 5
      needs: []
      teaches: []
      world: {preset: uc, seed: 1}
      skip: always
      ---
      # Odd

      <img src=x onerror=alert(1)> & **strong <b>** `code <i>`.

      <script>alert(2)</script> [x](javascript:alert(3)) ![y](z) <javascript:4>

      - one [z]
      - two

      [z]: javascript:5
      """, to: "odd/lesson.md")
    let lesson = try #require(folder.library.lesson("odd"))
    let handout = try Handout(lesson, of: course, solutions: true)
    let html = handout.html
    #expect(!html.contains("<script>") && !html.contains("<img") && !html.contains("<i>"))
    #expect(html.contains("<strong>strong &lt;b&gt;</strong>"))
    let markdown = handout.markdown
    #expect(markdown.contains("&amp; **strong &lt;b&gt;** `code <i>`."))
    #expect(markdown.contains(#"\[x\](javascript:alert(3)) \!\[y\](z) &lt;javascript:4&gt;"#))
    #expect(markdown.contains("- one \\[z\\]\n- two\n\n\\[z\\]: javascript:5\n"))
    #expect(!markdown.replacing("`code <i>`", with: "").contains("<"))
  }

  @Test("Two files are written, and only where they can be")
  func files() throws {
    let folder = try ScratchLessons()
    var learner = Learner()
    let place = folder.url.appendingPathComponent("new").path
    learner.type("lesson handout toolbox \(place)")
    learner.type("lesson handout toolbox \(place) --solutions")
    let names = try FileManager.default.contentsOfDirectory(atPath: place).sorted()
    #expect(
      names == [
        "toolbox-solutions.html", "toolbox-solutions.md", "toolbox.html", "toolbox.md",
      ])
    #expect(learner.type("lesson handout toolbox /dev/null/x", .failed).contains("/dev/null/x"))
    learner.type("lesson handout toolbex", .failed)
  }
}
