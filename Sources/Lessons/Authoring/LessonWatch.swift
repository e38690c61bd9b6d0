package import Commands
import Files
import Lab
import Platform
import Screens

/// Where a writer's files are, whichever of them was named.
struct WatchedPlace: Hashable {
  /// The folder of all lessons.
  var lessons: URL
  /// The lesson or the challenge that is meant; nil: all of them.
  var id: String?

  /// - Parameter file: a lesson's or a challenge's file, a lesson's folder, or the folder of all.
  /// - Returns: nil where there is no such file or folder.
  init?(file: URL) {
    let file = file.standardizedFileURL
    let folder = file.deletingLastPathComponent()
    if Folder.isThere(file) {
      let isLesson = Self.isThere(file.appendingPathComponent("lesson.md"))
      lessons = isLesson ? folder : file
      id = isLesson ? file.lastPathComponent : nil
      return
    }
    guard Self.isThere(file), ["md", "tlslab"].contains(file.pathExtension) else { return nil }
    lessons = folder.deletingLastPathComponent()
    let isChallenge = folder.lastPathComponent == Library.challengeFolder
    // `ID.de.md` is the same challenge.
    id =
      isChallenge ? String(file.lastPathComponent.prefix { $0 != "." }) : folder.lastPathComponent
  }

  private static func isThere(_ file: URL) -> Bool {
    FileManager.default.fileExists(atPath: file.path)
  }
}

/// Lessons that are looked at again whenever one of their files is written.
package struct LessonWatch {
  private let interpreter: Interpreter
  private let name: String
  private let place: WatchedPlace
  /// Which file was named, where one was.
  private let file: URL?
  private var seen: [String: Stamp] = [:]
  private var told: [String: Stamp]?

  /// What changes when a file is written, in place or by another one that takes its name.
  private struct Stamp: Hashable {
    var seconds: Int
    var nanoseconds: Int
    var size: Int
    var number: UInt64

    init?(_ path: String) {
      var status = stat()
      guard stat(path, &status) == 0 else { return nil }
      #if canImport(Darwin)
        let time = status.st_mtimespec
      #else
        let time = status.st_mtim
      #endif
      seconds = Int(time.tv_sec)
      nanoseconds = Int(time.tv_nsec)
      size = Int(status.st_size)
      number = UInt64(status.st_ino)
    }
  }

  /// - Parameter name: a lesson, a file or a folder.
  /// - Throws: when there is nothing of that name.
  package init(_ name: String, _ interpreter: Interpreter) throws(CommandError) {
    self.interpreter = interpreter
    let own = (try? interpreter.course().library.place).map { Library($0) }
    if let own, let lessons = own.place.folder, own.allNames.contains(name) {
      place = WatchedPlace(lessons, name)
      self.name = name
      file = nil
      return
    }
    let file = URL(fileURLWithPath: name)
    guard let place = WatchedPlace(file: file) else {
      if own?.allNames.contains(name) == true {
        throw CommandError("'\(name)' stands in the program, where nothing changes" as Wording)
      }
      throw CommandError(
        "there is no lesson, file or folder '\(name)'" as Wording,
        details: ["lesson new ID writes one"] as [Wording])
    }
    self.place = place
    self.name = place.id ?? name
    self.file = Folder.isThere(file) ? nil : file.standardizedFileURL
  }

  /// What there is to say now, a line each; nil where nothing was written since, or somebody writes just now.
  ///
  /// - Parameter now: the time of day, as it is to be said.
  package mutating func look(at now: String) -> [String]? {
    let stamps = stamps
    // While it is written it is another one each time.
    guard stamps == seen || told == nil else {
      seen = stamps
      return nil
    }
    seen = stamps
    guard stamps != told else { return nil }
    told = stamps
    if let file, stamps[file.path] == nil {
      return [String(worded: "\(now)  \(file.lastPathComponent) is gone: I wait for it")]
    }
    let findings = findings
    guard !findings.isEmpty else { return [String(worded: "\(now)  no findings")] }
    let count: Wording = findings.count == 1 ? "1 finding" : "\(findings.count) findings"
    return ["\(now)  \(count.text)"] + findings.map { "  \($0)" }
  }

  private var findings: [Finding] {
    let library = Library(folder: place.lessons)
    return Linter(library: library, table: interpreter.table)
      .findings(of: place.id.map { [$0] } ?? library.allNames)
  }

  /// The files that count.
  private var stamps: [String: Stamp] {
    var folders = [place.lessons]
    if let id = place.id {
      folders = ["\(id)", Library.challengeFolder].map(place.lessons.appendingPathComponent)
    } else {
      folders += LessonPlace.folder(place.lessons).names().map(place.lessons.appendingPathComponent)
    }
    var stamps: [String: Stamp] = [:]
    for folder in folders {
      for name in LessonPlace.folder(folder).names() where isOurs(name, in: folder) {
        let path = folder.appendingPathComponent(name).path
        stamps[path] = Stamp(path)
      }
    }
    return stamps
  }

  private func isOurs(_ name: String, in folder: URL) -> Bool {
    let isText = ["md", "tlslab", "yaml"].contains { name.hasSuffix(".\($0)") }
    guard isText, let id = place.id, folder.lastPathComponent == Library.challengeFolder else {
      return isText
    }
    return name.hasPrefix("\(id).")
  }
}

extension WatchedPlace {
  fileprivate init(_ lessons: URL, _ id: String) {
    self.lessons = lessons
    self.id = id
  }
}
