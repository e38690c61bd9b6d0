import Commands
import Foundation
import Lab
import Lessons
import Testing

@Suite("What is wrong with a lesson is named with its line, and the others still work")
struct BadLessonTests {
  private static let good = """
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
    expect: [sessions.S1.kx == rsa]
    solution: [connect kx=rsa]
    hint:
      - Which verb?
      - "Type: connect kx=rsa"
    explain: So it is.
    ```

    """

  private func findings(_ change: (String) -> String) throws -> [String] {
    let folder = try ScratchLessons()
    try folder.write(change(Self.good), to: "one/lesson.md")
    try folder.write(Self.good.replacing("id: one", with: "id: two"), to: "two/lesson.md")
    var author = Learner(folder.library)
    author.type("lesson start two")
    let outcome = author.interpreter.execute("lesson lint one")
    return outcome.error?.details ?? []
  }

  @Test(
    "What a lesson may not do by itself is found without playing it, and beginning it changes nothing",
    arguments: [
      "export text x.txt", "save x", "source x", "load x", "inspect x", "guess list words.txt",
      "send-file client x", "alias heist vault", "quit",
    ])
  func setup(command: String) throws {
    let folder = try ScratchLessons()
    try folder.write(
      Self.good.replacing("expect:", with: "setup: [connect, \"\(command)\"]\nexpect:").replacing(
        "teaches: [connect]",
        with:
          "teaches: [connect, export, save, source, load, inspect, guess, send-file, alias, quit]"),
      to: "one/lesson.md")
    try folder.write(Self.good.replacing("id: one", with: "id: two"), to: "two/lesson.md")
    var author = Learner(folder.library)
    let found = author.interpreter.execute("lesson lint one").error?.details ?? []
    #expect(
      found.contains { $0.contains("setup: a lesson may not do '\(command)' by itself") },
      "\(found)")
    author.type("lesson start two")
    let before = author.interpreter.stateDocument
    let said = author.type("lesson start one", .failed)
    #expect(said.contains("the page's setup fails at '\(command)'"))
    #expect(said.contains("nothing was changed") && !said.contains("did you mean"))
    #expect(author.course?.active?.lesson.id == "two")
    #expect(author.interpreter.stateDocument == before)
  }

  @Test("A place without lessons is not in order", arguments: ["lint", "test"])
  func nothing(verb: String) throws {
    var author = Learner(try ScratchLessons().library)
    let outcome = author.interpreter.execute("lesson \(verb)")
    #expect(outcome.error?.what.hasPrefix("no lesson in ") == true)
  }

  @Test("A good one has no findings, nor has one from an editor that marks its byte order")
  func clean() throws {
    #expect(try findings { $0 } == [])
    #expect(try findings { "\u{feff}" + $0 } == [])
  }

  @Test(
    "Findings say where",
    arguments: [
      ("title: One", "titel: One", "one/lesson.md:4: unknown key 'titel'"),
      ("minutes: 5", "minutes: many", "one/lesson.md:6: 'minutes' is 'many'"),
      (
        "minutes: 5", "minutes: [5]",
        "one/lesson.md:6: 'minutes' takes a number; a number from 1 to 90"
      ),
      ("lang: en", "lang: english", "one/lesson.md:5: 'english' is no language"),
      ("lang: en", "lang: [en]", "one/lesson.md:5: 'lang' takes a text, and no list"),
      (
        "minutes: 5", "minutes: 5\nworld: {preset: uc, seed: 99999999999999999999999}",
        "one/lesson.md:7: '99999999999999999999999' is no seed; a whole number from 0 to 2^64 - 1"
      ),
      (
        "minutes: 5", "minutes: 5\nworld: &w {preset: uc, seed: 3}\nskip: *w",
        "one/lesson.md:8: no text begins with '*' in YAML"
      ),
      ("format: 1", "format: 7", "one/lesson.md:2: format 7 is not known"),
      ("id: one", "id: other", "one/lesson.md:3: the id is 'other'"),
      ("== rsa", "is rsa", "no expectation"),
      ("solution:", "solutoin:", "unknown key 'solutoin'; did you mean 'solution'?"),
      ("[connect kx=rsa]", "[conect kx=rsa]", "unknown command 'conect'"),
      ("[connect kx=rsa]", "[vault]", "uses 'vault', which was not taught"),
      ("Which verb?", "It is connect kx=rsa", "the first hint gives the answer"),
      ("Type: connect kx=rsa", "Type it", "the last hint does not reach the answer"),
      ("step id=a", "step", "the block has no id"),
      ("teaches: [connect]", "teaches: [connect", "one/lesson.md:7: a bracket is missing"),
      ("Prose.", "Pro\u{1b}[31mse.", "a control character"),
      ("Prose.", "Pro\u{202e}se.", "a control character"),
      ("title: One", #"title: "O\e[31mne""#, "'title' holds a control character"),
      ("do: Connect.", #"do: "Con\x9Bnect""#, "'do' holds a control character"),
      ("teaches: [connect]", "teaches: [connect]\nneeds: [three]", "needs 'three'"),
      ("teaches: [connect]", "teaches: [connect]\nneeds: [one]", "needs itself"),
      ("```\n", "", "the block is not closed"),
      ("---\nformat", "format", "there is no front matter"),
      ("Prose.", "Prose.\n\n    \(String(repeating: "x", count: 80))", "has 80 columns"),
      ("Prose.", "```quiz\nquestion: Why?\n```", "a question needs two choices"),
    ])
  func named(old: String, new: String, expected: String) throws {
    let found = try findings { $0.replacing(old, with: new, maxReplacements: 1) }
    #expect(found.contains { $0.contains(expected) }, "\(found)")
  }

  @Test(
    "A reveal that fails, or shows something else than the step",
    arguments: [
      ("connect kx=rsa", ""), ("connect kx=dhe", "the steps show 'rsa', and the reveal 'dhe'"),
      ("show message 3", "the reveal fails at 'show message 3'"),
    ])
  func reveals(reveal: String, expected: String) throws {
    let folder = try ScratchLessons()
    let prediction = """
      ```predict id=p
      question: Which exchange will it be?
      predict: {sessions.last.kx: [rsa, dhe, "null"]}
      reveal: [\(reveal)]
      ```

      ```step
      """
    try folder.write(
      Self.good.replacing("```step", with: prediction).replacing(
        "[sessions.S1.kx == rsa]", with: "[\"any session: kx == rsa\"]"
      ).replacing(
        "teaches: [connect]", with: "teaches: [connect, show]"), to: "one/lesson.md")
    var author = Learner(folder.library)
    let outcome = author.interpreter.execute("lesson test one")
    let found = outcome.error?.details ?? []
    #expect(expected.isEmpty == found.isEmpty, "\(found) \(outcome.page)")
    #expect(expected.isEmpty || found.contains { $0.contains(expected) }, "\(found)")
  }

  @Test("A solution that does not solve, and goals that are met at once")
  func played() throws {
    let folder = try ScratchLessons()
    try folder.write(
      Self.good.replacing("[sessions.S1.kx == rsa]", with: "[sessions.S1.kx == dhe]"),
      to: "one/lesson.md")
    try folder.write(
      Self.good.replacing("id: one", with: "id: two").replacing(
        "[sessions.S1.kx == rsa]", with: "[attacker.mitm == off]"), to: "two/lesson.md")
    var author = Learner(folder.library)
    let text = author.interpreter.execute("lesson test").error?.details.joined() ?? ""
    #expect(text.contains("the solution does not reach the goal"))
    #expect(text.contains("the goals are met before anything is done"))
  }

  @Test("Cut off anywhere, or with a byte changed, it is read or refused, never fatal")
  func mutated() throws {
    let folder = try ScratchLessons()
    let bytes = Array(Self.good.utf8)
    var random = SystemRandomNumberGenerator()
    for length in stride(from: 0, through: bytes.count, by: 3) {
      var copy = Array(bytes.prefix(length))
      if let place = copy.indices.randomElement(using: &random), length.isMultiple(of: 2) {
        copy[place] = UInt8.random(in: 0...255)
      }
      try FileManager.default.createDirectory(
        at: folder.url.appendingPathComponent("one"), withIntermediateDirectories: true)
      try Data(copy).write(to: folder.url.appendingPathComponent("one/lesson.md"))
      let library = folder.library
      #expect(library.lessons.count == 1 || !library.findings.isEmpty)
    }
  }

  @Test(
    "A translation has other words, and nothing else",
    arguments: [
      ("title: One", "title: Eins", nil),
      ("lang: de", "lang: fr", "'lang' is 'fr'; write 'lang: de'"),
      ("id=a", "id=b", "the ids are not those of lesson.md"),
      ("kx == rsa", "kx == dhe", "asks for something else"),
      ("titel", "titel", nil),
      ("minutes: 5", "minutes: 5\nworld: {preset: web, seed: 1}", "'world' or 'needs' is not"),
      ("explain:", "explian:", "unknown key 'explian'"),
    ])
  func translated(old: String, new: String, expected: String?) throws {
    let folder = try ScratchLessons()
    try folder.write(Self.good, to: "one/lesson.md")
    try folder.write(
      Self.good.replacing("lang: en", with: "lang: de").replacing("do: Connect.", with: "do: Los.")
        .replacing(old, with: new), to: "one/lesson.de.md")
    var author = Learner(folder.library)
    let found = author.interpreter.execute("lesson lint").error?.details ?? []
    if let expected {
      #expect(
        found.contains { $0.contains("one/lesson.de.md") && $0.contains(expected) }, "\(found)")
    } else {
      #expect(found.isEmpty, "\(found)")
      var learner = Learner(folder.library.speaking("de"))
      #expect(learner.type("lesson start one").contains("Prose."))
      learner.type("turn", .failed)
      #expect(learner.type("goal").contains("Los."))
      learner.type("connect kx=rsa")
    }
    // The original works whatever is wrong with its translation.
    var other = Learner(folder.library.speaking("fr"))
    #expect(other.type("lesson start one").contains("Connect."))
  }

  @Test("Ten megabytes are no lesson")
  func large() throws {
    let folder = try ScratchLessons()
    try folder.write(Self.good + String(repeating: "x", count: 10 << 20), to: "one/lesson.md")
    #expect(folder.library.findings.first?.what.contains("are no lesson") == true)
  }

  @Test("A skeleton asks for nothing but what must be filled in")
  func skeleton() throws {
    let folder = try ScratchLessons()
    var author = Learner(folder.library)
    author.type("lesson new mine")
    let found = author.interpreter.execute("lesson lint mine").error?.details ?? []
    #expect(!found.isEmpty)
    #expect(found.allSatisfy { $0.contains("is not filled in") }, "\(found)")
  }
}
