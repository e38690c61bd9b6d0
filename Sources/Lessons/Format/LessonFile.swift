import Commands
import Lab
import Platform
import Screens

/// Reads `lesson.md`: front matter, prose, and fenced blocks that the program understands.
struct LessonFile {
  /// What findings call the file: `forward-secrecy/lesson.md`.
  let name: String
  private(set) var findings: [Finding] = []
  private(set) var lesson: Lesson

  /// What a lesson may measure at most, in bytes: a book is smaller.
  static let limit = 1 << 20
  static let format = "1"

  /// - Parameters:
  ///   - id: the name of the lesson's folder.
  ///   - name: the path of the file from there on where the lessons are.
  init(_ text: String, id: String, name: String) {
    self.name = name
    lesson = Lesson(
      id: id, title: id, language: "en", minutes: 1, needs: [], teaches: [], preset: .uc, seed: 1,
      skip: .afterHints, pages: [], file: name)
    // Editors on Windows put a byte order mark in front.
    let start = text.prefix { $0 == "\u{feff}" }.endIndex
    let lines = text[start...].split(
      omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    for (number, line) in lines.enumerated()
    where line.unicodeScalars.contains(where: \.isControlOfTerminals) {
      report(number + 1, "a control character", "write the text without escapes")
    }
    guard lines.first?.trimmed == "---" else {
      report(1, "there is no front matter", "begin with '---', the keys, and '---' again")
      return
    }
    guard let end = lines.dropFirst().firstIndex(where: { $0.trimmed == "---" }) else {
      report(1, "the front matter does not end", "write '---' below its last key")
      return
    }
    let isHeadRight = readHead(lines[1..<end].joined(separator: "\n"), id: id)
    readBody(lines[lines.index(after: end)...])
    let ids = lesson.tasks.map(\.id)
    for (place, task) in lesson.tasks.enumerated() where ids[..<place].contains(task.id) {
      report(task.line, "the id '\(task.id)' stands twice", "give each block an id of its own")
    }
    if lesson.pages.isEmpty, findings.isEmpty {
      report(nil, "the lesson has no pages", "write some prose")
    }
    // Without the names of the sessions all would seem unknown.
    if isHeadRight { checkSessions() }
  }

  private mutating func report(_ line: Int?, _ what: Wording, _ instead: Wording) {
    report(line, what.text, instead.text)
  }

  @_disfavoredOverload
  private mutating func report(_ line: Int?, _ what: String, _ instead: String) {
    findings.append(Finding(file: name, line: line, what, instead: instead))
  }

  // MARK: Front matter

  /// The keys of the head.
  static let keys = [
    "format", "id", "title", "lang", "minutes", "needs", "teaches", "world", "skip", "sessions",
    "ends",
  ]
  /// The keys below `world`.
  static let worldKeys = ["preset", "seed"]

  /// - Returns: whether all of it was understood.
  private mutating func readHead(_ yaml: String, id: String) -> Bool {
    var head = YAMLPart(yaml, file: name, firstLine: 2, known: Self.keys)
    let format = head.text("format")
    if format != Self.format, !format.isEmpty {
      head.report(
        head.line(of: "format") - 1, "format \(format) is not known",
        "this program reads format \(Self.format)")
    }
    let written = head.text("id")
    if written != id, !written.isEmpty {
      head.report(
        head.line(of: "id") - 1, "the id is '\(written)', the folder '\(id)'", "write 'id: \(id)'")
    }
    lesson.title = head.text("title")
    readLanguage(&head)
    lesson.minutes = head.number("minutes", 1...90)
    lesson.needs = head.texts("needs")
    lesson.teaches = head.texts("teaches")
    let policies = Lesson.SkipPolicy.allCases.map(\.rawValue)
    if let word = head.optionalText("skip") {
      if let policy = Lesson.SkipPolicy(rawValue: word) {
        lesson.skip = policy
      } else {
        head.report(
          head.line(of: "skip") - 1, "'\(word)' is no policy",
          "one of \(policies.joined(separator: ", "))")
      }
    }
    readWorld(&head)
    readSessions(&head)
    lesson.ends = head.optionalText("ends")
    for key in Self.keys where head.has(key) { lesson.lines[key] = head.line(of: key) }
    findings += head.findings
    return head.findings.isEmpty
  }

  /// As in the names of translations, and as HTML wants it.
  private mutating func readLanguage(_ head: inout YAMLPart) {
    lesson.language = head.text("lang")
    guard !lesson.language.isEmpty, lesson.language.wholeMatch(of: /[a-z]{2,3}/) == nil else {
      return
    }
    head.report(
      head.line(of: "lang") - 1, "'\(lesson.language)' is no language",
      "write it as ISO 639 does: 'lang: en'")
  }

  private mutating func readWorld(_ head: inout YAMLPart) {
    for entry in head.pairs("world") {
      let key = entry.values.key
      guard let value = entry.values.values.first else { continue }
      switch key {
      case "preset":
        guard let preset = World.Preset(rawValue: value) else {
          head.report(entry.line, "no world '\(value)'", "uc or web")
          continue
        }
        lesson.preset = preset
      case "seed":
        guard let seed = UInt64(value) else {
          head.report(entry.line, "'\(value)' is no seed", "a whole number from 0 to 2^64 - 1")
          continue
        }
        lesson.seed = seed
      default: head.report(entry.line, "unknown key '\(key)'", "preset or seed")
      }
    }
  }

  // MARK: Sessions

  private mutating func readSessions(_ head: inout YAMLPart) {
    let entries = head.pairs("sessions")
    for entry in entries where entry.isWhole {
      let (name, values) = entry.values
      do throws(CommandError) {
        let description = try SessionDescription(values.joined(separator: ", "))
        lesson.sessions.descriptions[name] = description
      } catch {
        let instead = error.meant.map { "did you mean '\($0)'?" } ?? error.details.first
        head.report(entry.line, "the session '\(name)': \(error.what)", (instead ?? "") as String)
      }
    }
    guard head.findings.isEmpty else { return }
    for entry in entries {
      let name = entry.values.key
      if lesson.sessions.circular.contains(name) {
        head.report(
          entry.line, "the session '\(name)' leads to itself", "describe it by its facts")
      }
      for other in entry.values.values.flatMap(lesson.sessions.unknown) {
        head.report(entry.line, "'{\(other)}' names no session of this lesson", knownSessions)
      }
    }
  }

  private var knownSessions: Wording {
    let known = lesson.sessions.descriptions.keys.sorted().joined(separator: " ")
    return known.isEmpty ? "describe it under 'sessions' at the top" : "known: \(known)"
  }

  /// What is typed, expected or predicted must name sessions that the lesson knows.
  private mutating func checkSessions() {
    for task in lesson.tasks {
      for (key, texts) in task.namingPlaces {
        for (place, text) in texts.enumerated() {
          for name in lesson.sessions.unknown(in: text) {
            report(
              task.line(of: key, place), "'{\(name)}' names no session of this lesson",
              knownSessions)
          }
        }
      }
    }
  }

  // MARK: Pages

  /// A page ends where a heading begins the next one, and after a block.
  private mutating func readBody(_ lines: ArraySlice<Substring>) {
    var page = PageReader(heading: lesson.title, line: lines.startIndex + 1)
    var code: (fence: Fence, line: Int)?
    var index = lines.startIndex
    while index < lines.endIndex {
      let line = lines[index]
      let opening = BlockOpening(line)
      if let opening, code.map({ $0.fence.length == 3 }) ?? true {
        if let code { report(unclosed: code.line, "the code is not closed") }
        code = nil
        index = read(opening, in: lines, at: index, &page)
        continue
      }
      if let fence = Fence(line) {
        if let begun = code {
          if fence.ends(begun.fence) { code = nil }
        } else {
          code = (fence, index + 1)
          if let meant = fence.meantBlock { report(unknown: fence, index + 1, meant) }
        }
      }
      if code == nil, line.hasPrefix("#"), let text = headingText(line) {
        close(&page, nil)
        page = PageReader(heading: text, line: index + 2, headingLine: index + 1)
      } else {
        page.prose.append(line)
      }
      index += 1
    }
    if let code { report(unclosed: code.line, "the code is not closed") }
    close(&page, nil)
  }

  private mutating func report(unclosed line: Int, _ what: Wording) {
    report(line, what, "end it with ```")
  }

  private mutating func report(unknown fence: Fence, _ line: Int, _ meant: String) {
    let kinds = BlockOpening.kinds.joined(separator: " ")
    report(
      line, "no block is called '\(fence.words.prefix { $0 != " " })'",
      meant.isEmpty ? "known: \(kinds)" : "did you mean '\(meant)'?")
  }

  /// Prose that is being put together.
  private struct PageReader {
    var heading: String
    var prose: [Substring] = []
    /// Where it begins, counted from 1.
    var line: Int
    /// Where its heading stands, until a page has it.
    var headingLine: Int?
  }

  /// Reads a block.
  ///
  /// - Returns: the index of the line after it.
  private mutating func read(
    _ opening: BlockOpening, in lines: ArraySlice<Substring>, at index: Int,
    _ page: inout PageReader
  ) -> Int {
    let end = lines[(index + 1)...].firstIndex { Fence($0) != nil } ?? lines.endIndex
    guard end < lines.endIndex, Fence(lines[end])?.words.isEmpty == true else {
      report(unclosed: index + 1, "the block is not closed")
      close(&page, nil)
      page = PageReader(heading: page.heading, line: end + 1)
      return end
    }
    let task = read(opening, Array(lines[(index + 1)..<end]), line: index + 1)
    if opening.kind == "quiz", case .question(let question)? = task?.kind {
      lesson.quiz.append(question)
    } else {
      close(&page, task)
      page = PageReader(heading: page.heading, line: end + 2)
    }
    return end + 1
  }

  private func headingText(_ line: Substring) -> String? {
    let text = line.drop { $0 == "#" }
    return text.first == " " ? text.trimmed : nil
  }

  private mutating func close(_ page: inout PageReader, _ task: Task?) {
    let text = page.prose.joined(separator: "\n").trimmed
    let blank = page.prose.prefix { $0.allSatisfy(\.isWhitespace) }.count
    page.prose = []
    guard task != nil || !text.isEmpty else { return }
    lesson.pages.append(
      LessonPage(
        heading: page.heading, prose: text, task: task, line: page.line + blank,
        headingLine: page.headingLine))
  }

  private mutating func read(_ opening: BlockOpening, _ lines: [Substring], line: Int) -> Task? {
    var reader = TaskReader(
      opening, yaml: lines.joined(separator: "\n"), file: name, line: line)
    let task = reader.read()
    findings += reader.findings
    return task
  }
}
