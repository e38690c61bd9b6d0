import Commands
import Foundation
import Lab
import Testing

@testable import Lessons

@Suite("Lessons name sessions by what is so of them")
struct SessionNameTests {
  private static let document = JSONValue.object([
    "sessions": .object([
      "S1": .object(["kx": .string("rsa"), "resumed_from": .null, "vault": .string("open")]),
      "S2": .object(["kx": .string("rsa"), "resumed_from": .string("S1")]),
      "S10": .object(["kx": .string("ecdhe"), "resumed_from": .null]),
      "last": .object(["kx": .string("ecdhe")]),
    ])
  ])

  private func names(_ descriptions: [String: String]) throws -> SessionNames {
    var names = SessionNames()
    for (name, text) in descriptions { names.descriptions[name] = try SessionDescription(text) }
    return names
  }

  @Test(
    "The newest that is such, the one before it, a fact of it, and one without a name",
    arguments: [
      ("{rsa}", "S2"), ("{rsa 2}", "S1"), ("{rsa.resumed_from}", "S1"), ("{rsa 2.vault}", "open"),
      ("sessions.{first}.vault", "sessions.S1.vault"), ("{none}", "{none}"), ("{x}", "{x}"),
      ("diff {rsa 2} {rsa}", "diff S1 S2"), ("{session such that kx == ecdhe}", "S10"),
    ])
  func filled(text: String, expected: String) throws {
    let names = try names([
      "rsa": "kx == rsa", "first": "resumed_from == null, kx == rsa", "none": "kx == dhe",
    ])
    #expect(names.filled(text, in: Self.document) == expected)
  }

  @Test("In a sentence, one that is not there goes by its name; other braces are prose")
  func told() throws {
    let names = try names(["old": "kx == dhe"])
    #expect(names.told("{old} and {other}", in: Self.document) == "the old session and {other}")
  }

  @Test(
    "What is wrong is named with its line",
    arguments: [
      ("old: kx = rsa", "solution", "lesson.md:8: the session 'old': 'kx = rsa' says nothing"),
      ("old: kxx == rsa", "solution", "a session has no 'kxx'; did you mean 'kx'?"),
      ("old: resumed_from == {old}", "solution", "the session 'old' leads to itself"),
      ("old: kx == rsa", "{new}", "'{new}' names no session of this lesson; known: old"),
      ("old: kx == rsa", "any session: alert exists, kx is rsa", "'kx is rsa' says nothing"),
      ("old: kx == rsa", "looked at:", "says nothing to look at"),
      ("old: kx == rsa", "looked at: nonsense", "nothing shows 'nonsense'"),
      ("old: kx == rsa", "done: nonsense", "nobody can do 'nonsense'"),
    ])
  func findings(session: String, goal: String, expected: String) throws {
    let folder = try ScratchLessons()
    let expectation =
      goal == "solution"
      ? "any session: kx == rsa"
      : goal == "{new}" ? "sessions.{new}.kx == rsa" : goal
    try folder.write(
      """
      ---
      format: 1
      id: one
      title: One
      lang: en
      minutes: 5
      sessions:
        \(session)
      teaches: [connect]
      ---
      Prose.

      ```step id=a
      do: Connect.
      expect:
        - "\(expectation)"
      solution: [connect kx=rsa]
      hint:
        - Which verb?
        - "Type: connect kx=rsa"
      explain: So it is.
      ```

      """, to: "one/lesson.md")
    var author = Learner(folder.library)
    let found = author.interpreter.execute("lesson lint").error?.details ?? []
    #expect(found.contains { $0.contains(expected) }, "\(found)")
  }

  @Test("A goal with a colon needs no quotes")
  func unquoted() throws {
    let text = "expect:\n  - any session: kx == rsa, vault == open\n  - looked at: audit\n"
    var part = YAMLPart(text, file: "x", firstLine: 1, known: ["expect"])
    #expect(
      part.lines("expect").map(\.text) == [
        "any session: kx == rsa, vault == open", "looked at: audit",
      ]
    )
    #expect(part.findings.isEmpty)
  }
}
