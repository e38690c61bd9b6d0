import Commands
import Foundation
import Testing

@testable import Lessons

@Suite("One wrong line gives one finding, with its line")
struct OneFindingTests {
  /// A way in which people break a line.
  enum Break: String, CaseIterable {
    case misspeltKey, deeper, shallower, tab, noOpeningQuote, noClosingQuote, noValue, twice
    case unknownCommand, unknownFact, noFence, noColon
  }

  /// A lesson with one line broken, and where the finding may be.
  struct Broken {
    var text: String
    /// Counted from 1.
    var lines: ClosedRange<Int>
    var says: String?
  }

  private static let all = Repository.library.lessons + Repository.library.challenges

  @Test("In every lesson, each line in each way", arguments: all.map(\.id), Break.allCases)
  func each(id: String, way: Break) throws {
    let lesson = try #require(Self.all.first { $0.id == id })
    let text = try String(
      contentsOf: Repository.lessons.appendingPathComponent(lesson.file), encoding: .utf8)
    let page = MarkedLesson(text)
    let linting = try Linting(lesson)
    // Of lines that are alike a few are enough.
    let all = page.lines.indices.flatMap { index in
      page.broken(at: index, way).map { (index, $0) }
    }
    #expect(![.misspeltKey, .noValue, .noColon, .tab, .noFence].contains(way) || !all.isEmpty)
    for (index, broken) in all.enumerated().filter({
      $0.offset.isMultiple(of: max(1, all.count / 3))
    }).map(\.element) {
      do {
        let found = try linting.findings(broken.text)
        let isRight =
          found.count == 1 && broken.lines.contains(found[0].line ?? 0)
          && (broken.says.map { found[0].description.contains($0) } ?? true)
        #expect(
          isRight, "\(way) of line \(index + 1) '\(page.lines[index])': \(found) \(broken.lines)")
      }
    }
  }

  @Test(
    "Among all the others, with their translations", arguments: ["forward-secrecy", "only-check"])
  func among(id: String) throws {
    let folder = try ScratchLessons()
    let copy = folder.url.appendingPathComponent("lessons")
    try FileManager.default.copyItem(at: Repository.lessons, to: copy)
    let lesson = try #require(Self.all.first { $0.id == id })
    let file = copy.appendingPathComponent(lesson.file)
    let page = MarkedLesson(try String(contentsOf: file, encoding: .utf8))
    for way in Break.allCases {
      guard
        let broken = page.lines.indices.lazy.compactMap({ page.broken(at: $0, way).first }).first
      else { continue }
      try broken.text.write(to: file, atomically: true, encoding: .utf8)
      var author = Learner(Library(folder: copy))
      let found = author.interpreter.execute("lesson lint").error?.details ?? []
      #expect(found.count == 1 && found[0].hasPrefix(lesson.file), "\(way): \(found)")
    }
  }
}

/// Lints one text after the other as the same lesson.
private struct Linting {
  let lesson: Lesson
  let folder: ScratchLessons

  init(_ lesson: Lesson) throws {
    self.lesson = lesson
    folder = try ScratchLessons()
    // Those before it teach what they teach, and no more is needed of them.
    for before in Repository.library.before(lesson) {
      let head = """
        ---
        format: 1
        id: \(before.id)
        title: Before
        lang: en
        minutes: 1
        needs: [\(before.needs.joined(separator: ", "))]
        teaches: [\(before.teaches.joined(separator: ", "))]
        ---
        Prose.
        """
      try folder.write(head, to: "\(before.id)/lesson.md")
    }
  }

  func findings(_ text: String) throws -> [Finding] {
    let read = LessonFile(text, id: lesson.id, name: lesson.file).findings
    guard read.isEmpty else { return read }
    try folder.write(text, to: lesson.file)
    return Linter(library: folder.library, table: .lab.adding(lessonCommands))
      .findings(of: [lesson.id])
  }
}

/// A lesson's text, and what its lines are.
private struct MarkedLesson {
  let lines: [String]
  /// For each line the one at which its head or block opens; nil: prose.
  private let openings: [Int?]
  /// For each line the key at the left that it belongs to.
  private let keys: [String]

  init(_ text: String) {
    lines = text.components(separatedBy: "\n")
    var openings: [Int?] = []
    var keys: [String] = []
    var opening: Int?
    var key = ""
    for (index, line) in lines.enumerated() {
      let isFence = line == "---" && (index == 0 || opening == 0) || line.hasPrefix("```")
      if isFence {
        opening = opening == nil && (line == "---" || BlockOpening(line[...]) != nil) ? index : nil
      }
      if let name = line.firstMatch(of: /^([a-z_]+):/) { key = String(name.1) }
      openings.append(isFence ? nil : opening)
      keys.append(key)
    }
    (self.openings, self.keys) = (openings, keys)
  }

  private func replacing(
    _ index: Int, _ new: String..., at lines: ClosedRange<Int>? = nil, says: String? = nil
  ) -> [OneFindingTests.Broken] {
    var copy = self.lines
    copy.replaceSubrange(index...index, with: new)
    let place = lines ?? (index + 1)...(index + 1)
    return [.init(text: copy.joined(separator: "\n"), lines: place, says: says)]
  }

  private func isItem(_ index: Int) -> Bool { lines[index].hasPrefix("  - ") }

  /// Whether the line is within a text that begins with `|`.
  private func isText(_ index: Int) -> Bool {
    let start = lines[..<index].lastIndex { $0.first?.isLetter == true } ?? 0
    return !isKey(index) && lines[start].hasSuffix("|")
  }

  private func isKey(_ index: Int) -> Bool { lines[index].first?.isLetter == true }

  func broken(at index: Int, _ way: OneFindingTests.Break) -> [OneFindingTests.Broken] {
    let line = lines[index]
    guard way != .noFence else { return withoutFence(index) }
    guard openings[index] != nil, line.contains(where: { !$0.isWhitespace }) else { return [] }
    switch way {
    case .misspeltKey: return misspelt(index)
    case .deeper, .shallower: return indented(index, way)
    case .tab: return replacing(index, "\t" + line.drop { $0 == " " })
    case .noOpeningQuote, .noClosingQuote: return unquoted(index, way)
    case .noValue:
      guard !isText(index),
        let match = line.firstMatch(of: /^( *(- )?[A-Za-z_.{}]+:|  -) +[^ |].*$/)
      else { return [] }
      return replacing(index, String(match.1), says: "empty")
    case .twice:
      guard isKey(index), !line.hasSuffix(":"), !line.hasSuffix("|") else { return [] }
      return replacing(index, line, line, at: (index + 2)...(index + 2), says: "stands twice")
    case .unknownCommand:
      guard isItem(index), keys[index] == "solution",
        let verb = line.firstMatch(of: /^  - ["']?([a-z-]+)/)
      else { return [] }
      return replacing(
        index, line.replacing(verb.1, with: "\(verb.1)tt", maxReplacements: 1),
        says: "unknown command")
    case .unknownFact: return unknownFact(index)
    case .noColon:
      guard isKey(index), let colon = line.firstIndex(of: ":") else { return [] }
      return replacing(index, String(line[..<colon] + line[line.index(after: colon)...]))
    case .noFence: return []
    }
  }

  private func misspelt(_ index: Int) -> [OneFindingTests.Broken] {
    guard !isText(index), let match = lines[index].firstMatch(of: /^( *(?:- )?)([a-z_]+):( |$)/),
      !["sessions", "world", "predict"].contains(keys[index]) || isKey(index),
      isKey(index) || ["choices", "when_wrong"].contains(keys[index])
    else { return [] }
    let key = String(match.2)
    let wrong = String(key.prefix(1) + key.dropFirst(2)) + "e"
    return replacing(
      index, lines[index].replacing("\(key):", with: "\(wrong):", maxReplacements: 1),
      says: key.count > 2 ? "did you mean '\(key)'?" : "unknown key '\(wrong)'")
  }

  private func indented(_ index: Int, _ way: OneFindingTests.Break) -> [OneFindingTests.Broken] {
    let line = lines[index]
    guard way == .deeper else {
      // A text that goes on at the left is no text any more.
      let depth = line.prefix { $0 == " " }.count
      guard depth > 0, !isItem(index) || hasItem(index - 1) else { return [] }
      let bare = String(line.dropFirst(depth))
      // What becomes a key of its own is an unknown one; a list may stand at the left.
      return replacing(index, isItem(index) ? " " + bare : bare)
    }
    if isKey(index) { return replacing(index, "  " + line) }
    guard isItem(index), hasItem(index - 1) || hasItem(index + 1) else { return [] }
    let place = hasItem(index - 1) ? index + 1 : index + 2
    return replacing(index, "  " + line, at: place...place)
  }

  /// Whether the list has an entry at that line, of one line.
  private func hasItem(_ index: Int) -> Bool {
    lines.indices.contains(index) && lines[index].hasPrefix("  - ")
      && !["choices", "when_wrong"].contains(keys[index])
  }

  private func unquoted(_ index: Int, _ way: OneFindingTests.Break) -> [OneFindingTests.Broken] {
    guard !isText(index),
      let match = lines[index].firstMatch(of: /^( *(?:- )?(?:[a-z_]+: )?)"([^"]*)"$/)
    else { return [] }
    return way == .noOpeningQuote
      ? replacing(index, "\(match.1)\(match.2)\"") : replacing(index, "\(match.1)\"\(match.2)")
  }

  private func unknownFact(_ index: Int) -> [OneFindingTests.Broken] {
    let line = lines[index]
    guard ["expect", "keep"].contains(keys[index]),
      let match = line.firstMatch(
        of: /(?:any session: |sessions\.[^ ]*\.|settings\.|attacker\.)([a-z_.-]+) [=!<>c]/)
    else { return [] }
    return replacing(
      index, line.replacing("\(match.1) ", with: "\(match.1)qq ", maxReplacements: 1))
  }

  private func withoutFence(_ index: Int) -> [OneFindingTests.Broken] {
    guard lines[index] == "```",
      let opening = openings[..<index].last(where: { $0 != nil }) ?? nil,
      openings[index - 1] == opening
    else { return [] }
    var copy = lines
    copy.remove(at: index)
    return [
      .init(
        text: copy.joined(separator: "\n"), lines: (opening + 1)...(opening + 1),
        says: "not closed")
    ]
  }
}
