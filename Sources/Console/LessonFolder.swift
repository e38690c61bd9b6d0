import Files
import Lessons
public import Platform

/// Finds the lessons, installed or not.
public enum LessonFolder {
  /// There are no lessons in any of the places where they may be.
  public struct NotFound: Error, Sendable, Hashable, CustomStringConvertible {
    /// The folders that were looked for, in order.
    public var places: [String]

    public init(places: [String]) { self.places = places }

    public var description: String {
      "no lessons found; looked at:\n"
        + places.map { "  \($0)\n" }.joined()
        + "say where they are with --lessons DIR"
    }
  }

  /// The folder of lessons: the one asked for; else the one beside the sources that the program
  /// was built from; else the one installed with it.
  ///
  /// - Parameters:
  ///   - option: what `--lessons` says. If it isn't a folder, no other place is looked at.
  ///   - executable: where the running program is.
  public static func locate(
    option: String?, executable: URL? = RunningProgram.file
  ) throws(NotFound) -> URL {
    let places = option.map { [URL(fileURLWithPath: $0)] } ?? places(for: executable)
    guard let found = places.first(where: isFolder) else {
      throw NotFound(places: places.map(\.path))
    }
    return found
  }

  /// A script by the name that was typed: a file, seen from here; else one among the lessons, so
  /// that `forward-secrecy/demo.tlslab` runs from anywhere.
  ///
  /// - Parameter option: what `--lessons` says.
  /// - Throws: when the script is not here and the lessons asked for are no folder.
  public static func script(
    named name: String, option: String?, executable: URL? = RunningProgram.file
  ) throws(NotFound) -> URL {
    let here = URL(fileURLWithPath: name)
    if name.hasPrefix("/") || FileManager.default.fileExists(atPath: here.path) { return here }
    let folder: URL
    do throws(NotFound) {
      folder = try locate(option: option, executable: executable)
    } catch {
      guard option == nil else { throw error }
      return here
    }
    let lesson = folder.appendingPathComponent(name)
    return FileManager.default.fileExists(atPath: lesson.path) ? lesson : here
  }

  /// The lessons of a folder, or of the usual one; nil where there are none.
  ///
  /// - Parameter store: where progress is kept; a script keeps none.
  static func course(in folder: URL?, store: LessonStore? = nil) -> Course? {
    guard let folder = folder ?? (try? locate(option: nil)) else { return nil }
    return Course(
      library: library(of: folder), store: store, now: { Int(Date().timeIntervalSince1970) })
  }

  /// The lessons in the user's language, where there are such.
  private static func library(of folder: URL) -> Library {
    let library = Library(folder: folder)
    return language(ProcessInfo.processInfo.environment).map(library.speaking) ?? library
  }

  /// The names of the lessons that are found without being asked for; for completion.
  public static var lessonNames: [String] { course(in: nil)?.library.lessons.map(\.id) ?? [] }

  /// The same for demonstrations.
  public static var demonstrationNames: [String] {
    course(in: nil)?.library.demonstrations.keys.sorted() ?? []
  }

  /// The user's language, `de` of `de_AT.UTF-8`, by the variables that POSIX names.
  static func language(_ environment: [String: String]) -> String? {
    ["LC_ALL", "LC_MESSAGES", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
      .map { String($0.prefix { $0.isLetter }).lowercased() }
  }

  private static func places(for executable: URL?) -> [URL] {
    guard let executable else { return [] }
    let folder = executable.resolvingSymlinksInPath().deletingLastPathComponent()
    let installed = folder.deletingLastPathComponent().appendingPathComponent(
      "share/tlslab/lessons")
    guard let sources = sources(above: folder) else { return [installed] }
    return [sources.appendingPathComponent("lessons"), installed]
  }

  /// The nearest folder, going up, that holds a Swift package with lessons.
  private static func sources(above folder: URL) -> URL? {
    var folder = folder
    while folder.path != "/" {
      let manifest = folder.appendingPathComponent("Package.swift").path
      if FileManager.default.fileExists(atPath: manifest),
        isFolder(folder.appendingPathComponent("lessons"))
      {
        return folder
      }
      folder = folder.deletingLastPathComponent()
    }
    return nil
  }

  private static func isFolder(_ url: URL) -> Bool {
    Folder.isThere(url)
  }
}
