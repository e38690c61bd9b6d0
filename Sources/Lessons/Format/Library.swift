import Files
import Lab
public import Platform
import YAML

/// The lessons of one folder: those that can be read, in their order, and what is wrong with the
/// others.
public struct Library: Sendable {
  public let folder: URL
  public private(set) var lessons: [Lesson] = []
  /// What is wrong, lesson after lesson.
  public private(set) var findings: [Finding] = []
  /// The same lessons in other languages, from `lesson.LANG.md` beside each.
  public private(set) var translations: [Lesson] = []
  /// The folders that hold a demonstration.
  public private(set) var demonstrations: [String: URL] = [:]

  /// The file that says in which order the lessons come; those that it doesn't name come last.
  static let orderFile = "order.yaml"

  /// Reads the folder; what can't be read is a finding, and everything else still works.
  public init(folder: URL) {
    self.folder = folder
    let manager = FileManager.default
    let names = ((try? manager.contentsOfDirectory(atPath: folder.path)) ?? []).sorted()
    for name in names where !name.hasPrefix(".") {
      let place = folder.appendingPathComponent(name)
      let file = place.appendingPathComponent("lesson.md")
      let demonstration = place.appendingPathComponent("demo.tlslab")
      if manager.fileExists(atPath: demonstration.path) { demonstrations[name] = demonstration }
      guard manager.fileExists(atPath: file.path) else { continue }
      if let lesson = read(file, id: name) {
        lessons.append(lesson)
        readTranslations(of: lesson)
      }
    }
    sort(readOrder())
    checkNeeds()
  }

  public func lesson(_ id: String) -> Lesson? { lessons.first { $0.id == id } }

  /// The findings about one lesson.
  public func findings(of id: String) -> [Finding] {
    findings.filter { $0.file.hasPrefix("\(id)/") }
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
  private mutating func read(_ file: URL, id: String) -> Lesson? {
    let name = "\(id)/\(file.lastPathComponent)"
    let size = (try? FileManager.default.attributesOfItem(atPath: file.path)[.size] as? Int) ?? 0
    guard size <= LessonFile.limit else {
      findings.append(
        Finding(
          file: name, "\(size) bytes are no lesson",
          instead: "the limit is \(LessonFile.limit / 1024) KiB"))
      return nil
    }
    let bytes: [UInt8]
    do throws(FileError) {
      bytes = try FileContents.read(file)
    } catch {
      findings.append(Finding(file: name, "can't be read: \(error.reason)"))
      return nil
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      findings.append(Finding(file: name, "not UTF-8 text", instead: "save it as UTF-8"))
      return nil
    }
    let read = LessonFile(text, id: id, file: file)
    findings += read.findings
    return read.findings.isEmpty ? read.lesson : nil
  }

  // MARK: Translations

  private mutating func readTranslations(of lesson: Lesson) {
    let folder = lesson.file.deletingLastPathComponent()
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    for name in names.sorted() {
      guard let language = Self.language(ofFile: name),
        let translation = read(folder.appendingPathComponent(name), id: lesson.id)
      else { continue }
      let before = findings.count
      if translation.language != language {
        findings.append(
          Finding(
            file: "\(lesson.id)/\(name)", "'lang' is '\(translation.language)'",
            instead: "write 'lang: \(language)', as the file is called"))
      }
      findings += translation.differences(from: lesson)
      if findings.count == before { translations.append(translation) }
    }
  }

  /// `de` of `lesson.de.md`.
  static func language(ofFile name: String) -> String? {
    name.wholeMatch(of: /lesson\.([a-z]{2,3})\.md/).map { String($0.1) }
  }

  /// This library with every lesson in a language, where there is a translation.
  public func speaking(_ language: String) -> Library {
    var library = self
    library.lessons = lessons.map { lesson in
      translations.first { $0.id == lesson.id && $0.language == language } ?? lesson
    }
    return library
  }

  private mutating func readOrder() -> [String] {
    let file = folder.appendingPathComponent(Self.orderFile)
    guard let bytes = try? FileContents.read(file) else { return [] }
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
      for id in lesson.needs where self.lesson(id) == nil {
        findings.append(
          Finding(file: name, "needs '\(id)', which is no lesson", instead: meant(id)))
      }
      if leads(from: lesson, to: lesson.id) {
        findings.append(
          Finding(file: name, "needs itself, by a circle", instead: "take one of the needs away"))
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

  private func meant(_ id: String) -> String {
    nearest(to: id, among: lessons.map(\.id), limit: 1).first.map { "did you mean '\($0)'?" } ?? ""
  }
}
