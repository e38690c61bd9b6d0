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
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    for (number, line) in lines.enumerated()
    where line.unicodeScalars.contains(where: \.isControlOfTerminals) {
      report(number + 1, "a control character", "write the text without escapes")
    }
    guard lines.first == "---", let end = lines.dropFirst().firstIndex(of: "---") else {
      report(1, "there is no front matter", "begin with '---', the keys, and '---' again")
      return
    }
    readHead(lines[1..<end].joined(separator: "\n"), id: id)
    readBody(lines[lines.index(after: end)...])
    let ids = lesson.tasks.map(\.id)
    for (place, task) in lesson.tasks.enumerated() where ids[..<place].contains(task.id) {
      report(task.line, "the id '\(task.id)' stands twice", "give each block an id of its own")
    }
    if lesson.pages.isEmpty { report(nil, "the lesson has no pages", "write some prose") }
    checkSessions()
  }

  private mutating func report(_ line: Int?, _ what: String, _ instead: String) {
    findings.append(Finding(file: name, line: line, what, instead: instead))
  }

  // MARK: Front matter

  private static let keys = [
    "format", "id", "title", "lang", "minutes", "needs", "teaches", "world", "skip", "sessions",
    "ends",
  ]

  private mutating func readHead(_ yaml: String, id: String) {
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
    lesson.language = head.text("lang")
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
    findings += head.findings
  }

  private mutating func readWorld(_ head: inout YAMLPart) {
    for (key, values) in head.pairs("world") {
      let value = values.first ?? ""
      switch key {
      case "preset":
        guard let preset = World.Preset(rawValue: value) else {
          head.report(head.line(of: "world") - 1, "no world '\(value)'", "uc or web")
          continue
        }
        lesson.preset = preset
      case "seed":
        guard let seed = UInt64(value) else {
          head.report(head.line(of: "world") - 1, "'\(value)' is no seed", "a whole number")
          continue
        }
        lesson.seed = seed
      default:
        head.report(head.line(of: "world") - 1, "unknown key '\(key)'", "preset or seed")
      }
    }
  }

  // MARK: Sessions

  private mutating func readSessions(_ head: inout YAMLPart) {
    let line = head.line(of: "sessions") - 1
    for (name, values) in head.pairs("sessions") {
      do throws(CommandError) {
        let description = try SessionDescription(values.joined(separator: ", "))
        lesson.sessions.descriptions[name] = description
      } catch {
        let instead = error.meant.map { "did you mean '\($0)'?" } ?? error.details.first
        head.report(line, "the session '\(name)': \(error.what)", instead ?? "")
      }
    }
    for name in lesson.sessions.circular {
      head.report(line, "the session '\(name)' leads to itself", "describe it by its facts")
    }
  }

  /// What is typed, expected or predicted must name sessions that the lesson knows.
  private mutating func checkSessions() {
    let known = lesson.sessions.descriptions.keys.sorted().joined(separator: " ")
    for task in lesson.tasks {
      for name in task.namingTexts.flatMap(lesson.sessions.unknown) {
        report(
          task.line, "'{\(name)}' names no session of this lesson",
          known.isEmpty ? "describe it under 'sessions' at the top" : "known: \(known)")
      }
    }
  }

  // MARK: Pages

  /// A page ends where a heading begins the next one, and after a block.
  private mutating func readBody(_ lines: ArraySlice<Substring>) {
    var heading = lesson.title
    var prose: [Substring] = []
    var code: Substring?
    var index = lines.startIndex
    while index < lines.endIndex {
      let line = lines[index]
      if code == nil, let opening = BlockOpening(line) {
        let end = lines[(index + 1)...].firstIndex { $0.hasPrefix("```") } ?? lines.endIndex
        if end == lines.endIndex { report(index + 1, "the block is not closed", "end it with ```") }
        let task = read(opening, Array(lines[(index + 1)..<end]), line: index + 1)
        if opening.kind == "quiz", case .question(let question)? = task?.kind {
          lesson.quiz.append(question)
        } else {
          close(&prose, heading, task)
        }
        index = min(end + 1, lines.endIndex)
        continue
      }
      if line.hasPrefix("```") { code = code == nil ? line : nil }
      if code == nil, line.hasPrefix("#"), let text = headingText(line) {
        close(&prose, heading, nil)
        heading = text
      } else {
        prose.append(line)
      }
      index += 1
    }
    close(&prose, heading, nil)
  }

  private func headingText(_ line: Substring) -> String? {
    let text = line.drop { $0 == "#" }
    return text.first == " " ? text.trimmed : nil
  }

  private mutating func close(_ prose: inout [Substring], _ heading: String, _ task: Task?) {
    let text = prose.joined(separator: "\n").trimmed
    prose = []
    guard task != nil || !text.isEmpty else { return }
    lesson.pages.append(LessonPage(heading: heading, prose: text, task: task))
  }

  private mutating func read(_ opening: BlockOpening, _ lines: [Substring], line: Int) -> Task? {
    var reader = TaskReader(
      opening, yaml: lines.joined(separator: "\n"), file: name, line: line)
    let task = reader.read()
    findings += reader.findings
    return task
  }
}
