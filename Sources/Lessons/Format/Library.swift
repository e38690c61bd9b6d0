import Commands
import Explanations
import Files
import Lab
public import Platform
import Screens
import YAML

/// The lessons of one place: those that can be read, in their order, and what is wrong with the
/// others.
public struct Library: Sendable {
  public let place: LessonPlace
  public private(set) var lessons: [Lesson] = []
  /// What can be played by itself, in alphabetical order.
  public private(set) var challenges: [Lesson] = []
  /// What is wrong, lesson after lesson.
  public private(set) var findings: [Finding] = []
  /// The same lessons and challenges in other languages, from `lesson.LANG.md` and `ID.LANG.md` beside each.
  public private(set) var translations: [Lesson] = []
  /// The one language whose translations are read; nil: those of all languages.
  private var language: String?
  /// The names of the demonstrations, in alphabetical order.
  public let demonstrations: [String]

  /// The file that says in which order the lessons come; those that it doesn't name come last.
  static let orderFile = "order.yaml"
  /// Where the challenges are, a file for each.
  static let challengeFolder = "challenges"

  /// Reads a folder; what can't be read is a finding, and everything else still works.
  public init(folder: URL) { self.init(.folder(folder)) }

  /// Reads the lessons; what can't be read is a finding, and everything else still works.
  ///
  /// - Parameter language: whose translations are read, `de`; nil: those of all languages.
  public init(_ place: LessonPlace, language: String? = nil) {
    self.place = place
    self.language = language
    let ids = place.names()
    demonstrations = ids.filter { place.has(Self.demonstrationFile(of: $0)) }
    for id in ids where place.has("\(id)/lesson.md") {
      guard let lesson = read("lesson.md", id: id) else { continue }
      lessons.append(lesson)
      readTranslations(of: lesson)
    }
    sort(readOrder())
    checkNeeds()
    readChallenges()
  }

  /// The same lessons in the language of another library.
  func speaking(like other: Library) -> Library {
    var library = other.language.map(speaking) ?? self
    library.language = other.language
    return library
  }

  private static func demonstrationFile(of id: String) -> String { "\(id)/demo.tlslab" }

  /// The commands of a demonstration, narrated in the language of the library where somebody translated it.
  func demonstration(_ id: String) throws(CommandError) -> Script {
    let own = "\(id)/demo.\(language ?? "").tlslab"
    let path = place.has(own) ? own : Self.demonstrationFile(of: id)
    return try script(path)
  }

  /// Demonstrations in other languages that do something else than their original.
  func differingDemonstrations(of id: String) -> [Finding] {
    guard let original = try? script(Self.demonstrationFile(of: id)) else { return [] }
    return place.names(in: id).filter { $0.hasPrefix("demo.") && Self.language(ofFile: $0) != nil }
      .compactMap { file in
        let path = "\(id)/\(file)"
        return (try? script(path))?.essence == original.essence
          ? nil
          : Finding(
            file: path, "it does something else than demo.tlslab",
            instead: "only what follows say: and note: is translated")
      }
  }

  private func script(_ path: String) throws(CommandError) -> Script {
    try Script(name: path) { () throws(FileError) in Self.written(try place.read(path), path) }
  }

  public func lesson(_ id: String) -> Lesson? { lessons.first { $0.id == id } }

  public func challenge(_ id: String) -> Lesson? { challenges.first { $0.id == id } }

  /// The findings about one lesson, or one challenge.
  public func findings(of id: String) -> [Finding] {
    findings.filter {
      $0.file.hasPrefix("\(id)/") || $0.file.hasPrefix("\(Self.challengeFolder)/\(id).")
    }
  }

  /// All lessons that come before one, however far.
  public func before(_ lesson: Lesson) -> [Lesson] {
    var found: [Lesson] = []
    var waiting = lesson.needs
    while let id = waiting.popLast() {
      guard let next = self.lesson(id), next.id != lesson.id,
        !found.contains(where: { $0.id == id })
      else { continue }
      found.append(next)
      waiting += next.needs
    }
    return found
  }

  /// - Returns: the lesson; nil when something is wrong with it: one that is not understood in
  ///   part would fail its reader half-way.
  private mutating func read(_ file: String, id: String) -> Lesson? {
    read(named: "\(id)/\(file)", id: id)
  }

  private mutating func read(named name: String, id: String) -> Lesson? {
    let bytes: [UInt8]
    do throws(FileError) {
      bytes = Self.written(try place.read(name, limit: LessonFile.limit), name)
    } catch {
      findings.append(
        error.code == EFBIG
          ? Finding(
            file: name, "more than \(LessonFile.limit / 1024) KiB are no lesson",
            instead: "make several of it")
          : Finding(file: name, "can't be read: \(error.reason)"))
      return nil
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      findings.append(Finding(file: name, "not UTF-8 text", instead: "save it as UTF-8"))
      return nil
    }
    let read = LessonFile(text, id: id, name: name)
    findings += read.findings
    return read.findings.isEmpty ? read.lesson : nil
  }

  // MARK: Challenges

  private mutating func readChallenges() {
    for file in place.names(in: Self.challengeFolder)
    where file.hasSuffix(".md") && Self.language(ofFile: file) == nil {
      let id = String(file.dropLast(3))
      let name = "\(Self.challengeFolder)/\(file)"
      guard let challenge = read(named: name, id: id) else { continue }
      if !challenge.isChallenge {
        findings.append(
          Finding(
            file: name, line: challenge.tasks.first?.line, "no challenge",
            instead: "write one block ```challenge, and no other")
        )
      } else if lesson(id) != nil {
        findings.append(Finding(file: name, "a lesson is called so", instead: "take another name"))
      } else {
        challenges.append(challenge)
        readTranslations(of: challenge)
      }
    }
  }

  // MARK: Translations

  private mutating func readTranslations(of lesson: Lesson) {
    let folder = lesson.isChallenge ? Self.challengeFolder : lesson.id
    let stem = lesson.isChallenge ? lesson.id : "lesson"
    for file in place.names(in: folder) {
      guard let language = Self.language(ofFile: file), file.hasPrefix("\(stem)."),
        self.language == nil || self.language == language
      else { continue }
      let name = "\(folder)/\(file)"
      guard let translation = read(named: name, id: lesson.id) else { continue }
      let before = findings.count
      if translation.language != language {
        findings.append(
          Finding(
            file: name, line: translation.lines["lang"], "'lang' is '\(translation.language)'",
            instead: "write 'lang: \(language)', as the file is called"))
      }
      findings += translation.differences(from: lesson)
      if findings.count == before { translations.append(translation) }
    }
  }

  /// A translated file as its letters can be shown.
  private static func written(_ bytes: [UInt8], _ file: String) -> [UInt8] {
    let isTranslated = language(ofFile: String(file.split(separator: "/").last ?? "")) != nil
    guard isTranslated, let text = String(validating: bytes, as: UTF8.self) else { return bytes }
    return Array(Language.written(text).utf8)
  }

  /// `de` of `lesson.de.md`, `only-check.de.md` and `demo.de.tlslab`.
  static func language(ofFile name: String) -> String? {
    name.wholeMatch(of: /[a-z0-9.-]+\.([a-z]{2,3})\.(md|tlslab)/).map { String($0.1) }
  }

  /// This library with every lesson and challenge in a language, where there is a translation.
  public func speaking(_ language: String) -> Library {
    func own(_ lesson: Lesson) -> Lesson {
      translations.first { $0.id == lesson.id && $0.language == language } ?? lesson
    }
    var library = self
    library.lessons = lessons.map(own)
    library.challenges = challenges.map(own)
    return library
  }

  private mutating func readOrder() -> [String] {
    guard let bytes = try? place.read(Self.orderFile) else { return [] }
    let node = try? YAMLNode.read(String(decoding: bytes, as: UTF8.self))
    guard let items = node?.sequence else {
      findings.append(
        Finding(file: Self.orderFile, "no list of lessons", instead: "write '- ID' lines"))
      return []
    }
    let ids = items.compactMap(\.scalar)
    for (item, id) in zip(items, ids)
    where !lessons.contains(where: { $0.id == id }) && findings(of: id).isEmpty {
      findings.append(
        Finding(
          file: Self.orderFile, line: item.line, "there is no lesson '\(id)'",
          instead: meant(id)))
    }
    return ids
  }

  private mutating func sort(_ order: [String]) {
    func place(_ lesson: Lesson) -> Int { order.firstIndex(of: lesson.id) ?? order.count }
    lessons.sort { (place($0), $0.id) < (place($1), $1.id) }
  }

  private mutating func checkNeeds() {
    for lesson in lessons {
      let name = "\(lesson.id)/lesson.md"
      let line = lesson.lines["needs"]
      // One that can't be read has a finding of its own.
      for id in lesson.needs where self.lesson(id) == nil && !place.has("\(id)/lesson.md") {
        findings.append(
          Finding(file: name, line: line, "needs '\(id)', which is no lesson", instead: meant(id)))
      }
      if leads(from: lesson, to: lesson.id) {
        findings.append(
          Finding(
            file: name, line: line, "needs itself, by a circle",
            instead: "take one of the needs away"))
      }
    }
  }

  private func leads(from lesson: Lesson, to id: String) -> Bool {
    var seen: Set<String> = []
    var waiting = lesson.needs
    while let next = waiting.popLast() {
      if next == id { return true }
      if seen.insert(next).inserted { waiting += self.lesson(next)?.needs ?? [] }
    }
    return false
  }

  private func meant(_ id: String) -> Wording {
    nearest(to: id, among: lessons.map(\.id), limit: 1).first.map { "did you mean '\($0)'?" } ?? ""
  }
}
