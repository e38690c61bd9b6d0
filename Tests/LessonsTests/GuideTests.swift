import Commands
import Foundation
import Testing

@testable import Lessons

@Suite("The author's guide")
struct GuideTests {
  private let guide: [String]

  init() throws {
    guide = try String(
      contentsOf: Repository.lessons.appendingPathComponent("README.md"), encoding: .utf8
    ).components(separatedBy: "\n")
  }

  /// What stands below a heading, up to the next one.
  private func section(_ heading: String) throws -> [String] {
    let start = try #require(guide.firstIndex(of: heading), "\(heading)")
    return Array(guide[(start + 1)...].prefix { !$0.hasPrefix("## ") && !$0.hasPrefix("### ") })
  }

  /// The first column of a section's table.
  private func keys(_ section: [String]) -> [String] {
    section.compactMap { $0.prefixMatch(of: /\| `([^`]+)` \|/).map { String($0.1) } }
  }

  /// Fenced blocks with their opening lines, those within a longer fence left out.
  private func blocks(_ section: [String]) -> [[String]] {
    var blocks: [[String]] = []
    var open: [String]?
    for line in section {
      if var block = open {
        block.append(line)
        open = line == "```" ? nil : block
        if line == "```" { blocks.append(block) }
      } else if line.hasPrefix("```"), !line.hasPrefix("````") {
        open = [line]
      }
    }
    return blocks
  }

  private var kinds: [String] { TaskReader.keys.keys.sorted() }

  @Test("It has every key that the loader knows, and no other")
  func known() throws {
    #expect(Set(keys(try section("### The head"))) == Set(LessonFile.keys))
    for kind in kinds {
      #expect(
        Set(keys(try section("### `\(kind)`"))) == Set(TaskReader.keys[kind] ?? []), "\(kind)")
    }
  }

  @Test("Each key has an example, those within others too")
  func examples() throws {
    func has(_ key: String, _ lines: [String]) -> Bool {
      lines.contains { $0.contains(try! Regex("(^|[ {])\(key):")) }
    }
    let head = try #require(blocks(try section("### The head")).first)
    for key in LessonFile.keys + LessonFile.worldKeys { #expect(has(key, head), "\(key)") }
    for kind in kinds {
      let own = blocks(try section("### `\(kind)`"))
        .filter { $0[0].hasPrefix("```\(kind)") }.flatMap(\.self)
      for key in TaskReader.keys[kind] ?? [] {
        for inner in [key] + (TaskReader.innerKeys[key] ?? []) {
          #expect(has(inner, own), "\(kind): \(inner)")
        }
      }
    }
  }

  @Test("Each of its examples is a lesson that passes every test")
  func small() throws {
    let whole = guide.joined(separator: "\n").components(separatedBy: "````")
    let text = try #require(whole.count == 3 ? whole[1] : nil)
    let folder = try ScratchLessons()
    try folder.write(text.trimmingCharacters(in: .newlines) + "\n", to: "small/lesson.md")
    let head = try #require(blocks(try section("### The head")).first).dropFirst().dropLast()
    let openings = try ["step", "predict", "ask", "quiz", "bonus"].flatMap {
      blocks(try section("### `\($0)`"))
    }
    let lesson = ["---"] + head + ["---", "# A call and a theft", "", "Prose.", ""]
    try folder.write(
      (lesson + openings.flatMap { $0 + [""] }).joined(separator: "\n"), to: "my-lesson/lesson.md")
    let challenge = lesson.filter { !$0.contains("{old}") && !$0.hasPrefix("ends") }
      .map { $0 == "id: my-lesson" ? "id: my-challenge" : $0 }
    let block = blocks(try section("### `challenge`")).first ?? []
    try folder.write(
      (challenge + block).joined(separator: "\n"), to: "challenges/my-challenge.md")
    let demonstration = blocks(try section("## Demonstrations")).first ?? []
    try folder.write(
      demonstration.dropFirst().dropLast().joined(separator: "\n"), to: "small/demo.tlslab")
    var author = Learner(folder.library)
    #expect(author.type("lesson test").contains("2 lessons, 1 challenge"))
    #expect(author.type("demo check").contains("small"))
  }

  @Test("It has every word that a demonstration marks lines with")
  func marks() throws {
    let table = keys(try section("## Demonstrations"))
    for word in ["say", "note", "mark", "minutes", "shows", "claim"] {
      #expect(table.contains { $0.hasPrefix("# \(word): ") }, "\(word)")
    }
  }

  @Test("What it quotes of goals is understood")
  func goals() throws {
    let lines = try section("## What is expected").filter { $0.hasPrefix("- `") }
    let quoted = lines.compactMap { $0.firstMatch(of: /- `([^`]+)`/).map { String($0.1) } }
      .filter { !$0.contains("PATH") && !$0.hasPrefix("{") }
    #expect(quoted.count >= 3)
    for text in quoted { #expect(throws: Never.self, "\(text)") { try Goal(text) } }
  }
}
