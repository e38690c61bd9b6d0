import Explanations
import Files
import Lessons
public import Platform

/// Finds the lessons: those of a checkout, or those in the program.
public enum LessonFolder {
  /// What `--lessons` names is no folder.
  public struct NotFound: Error, Sendable, Hashable, CustomStringConvertible {
    public var folder: String

    public var description: String { "there is no folder \(folder)" }
  }

  /// The folder that `--lessons` names.
  public static func named(_ option: String) throws(NotFound) -> URL {
    let folder = URL(fileURLWithPath: option)
    guard Folder.isThere(folder) else { throw NotFound(folder: folder.path) }
    return folder
  }

  /// The lessons that are found without being asked for: those beside the sources that the program was
  /// built from; else those in it.
  ///
  /// - Parameter executable: where the running program is.
  static func usual(executable: URL? = RunningProgram.file) -> LessonPlace {
    let folder = executable?.resolvingSymlinksInPath().deletingLastPathComponent()
    return folder.flatMap(sources).map { .folder($0.appendingPathComponent("lessons")) } ?? .program
  }

  /// A script by the name that was typed: a file, seen from here; else one among the lessons, so
  /// that `forward-secrecy/demo.tlslab` runs from anywhere.
  ///
  /// - Parameter folder: what `--lessons` names.
  public static func script(
    named name: String, in folder: URL?, executable: URL? = RunningProgram.file
  ) -> ScriptRunner.Source {
    let here = URL(fileURLWithPath: name)
    if name.hasPrefix("/") || FileManager.default.fileExists(atPath: here.path) {
      return .file(here)
    }
    let place = folder.map(LessonPlace.folder) ?? usual(executable: executable)
    guard place.has(name) else { return .file(here) }
    return place.folder.map { .file($0.appendingPathComponent(name)) } ?? .lesson(name)
  }

  /// The lessons of a folder, or the usual ones.
  ///
  /// - Parameter store: where progress is kept; a script keeps none.
  static func course(in folder: URL?, store: LessonStore? = nil) -> Course {
    Course(
      library: library(folder.map(LessonPlace.folder) ?? usual()), store: store,
      now: { Int(Date().timeIntervalSince1970) })
  }

  /// The lessons in the user's language, where there are such.
  private static func library(_ place: LessonPlace) -> Library {
    let language = Catalogue.current.language
    return Library(place, language: language).speaking(language)
  }

  /// The names of the lessons that are found without being asked for; for completion.
  public static var lessonNames: [String] { course(in: nil).library.lessons.map(\.id) }

  /// The same for challenges.
  public static var challengeNames: [String] { course(in: nil).library.challenges.map(\.id) }

  /// The same for demonstrations.
  public static var demonstrationNames: [String] { course(in: nil).library.demonstrations }

  /// The nearest folder, going up, that holds a Swift package with lessons.
  private static func sources(above folder: URL) -> URL? {
    var folder = folder
    while folder.path != "/" {
      let manifest = folder.appendingPathComponent("Package.swift").path
      if FileManager.default.fileExists(atPath: manifest),
        Folder.isThere(folder.appendingPathComponent("lessons"))
      {
        return folder
      }
      folder = folder.deletingLastPathComponent()
    }
    return nil
  }
}
