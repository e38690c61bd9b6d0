import CLessons
public import Files
public import Platform
import Screens

/// Where lessons are: in a folder, or in the program itself.
public enum LessonPlace: Hashable, Sendable, CustomStringConvertible {
  case folder(URL)
  case program

  /// The folder; nil when they stand in the program.
  public var folder: URL? {
    if case .folder(let folder) = self { folder } else { nil }
  }

  public var description: String { folder?.path ?? String(worded: "the program") }

  /// The names of what is in it, or in one lesson's folder, without hidden ones.
  func names(in id: String? = nil) -> [String] {
    switch self {
    case .folder(let folder):
      let place = id.map(folder.appendingPathComponent) ?? folder
      let names = (try? FileManager.default.contentsOfDirectory(atPath: place.path)) ?? []
      return names.filter { !$0.hasPrefix(".") }.sorted()
    case .program:
      let beginning = id.map { "\($0)/" } ?? ""
      let rests = Self.embedded.keys.filter { $0.hasPrefix(beginning) }
        .map { $0.dropFirst(beginning.count) }
      return Set(rests.map { String($0.prefix { $0 != "/" }) }).sorted()
    }
  }

  /// Whether there is a file.
  ///
  /// - Parameter path: counted from here: `tutorial/lesson.md`.
  public func has(_ path: String) -> Bool {
    switch self {
    case .folder(let folder):
      FileManager.default.fileExists(atPath: folder.appendingPathComponent(path).path)
    case .program: Self.embedded[path] != nil
    }
  }

  /// The bytes of a file.
  ///
  /// - Parameters:
  ///   - path: counted from here: `tutorial/lesson.md`.
  ///   - limit: how many there may be.
  public func read(
    _ path: String, limit: Int = FileContents.limit
  ) throws(FileError) -> [UInt8] {
    switch self {
    case .folder(let folder):
      return try FileContents.read(folder.appendingPathComponent(path), limit: limit)
    case .program:
      guard let bytes = Self.embedded[path] else {
        throw FileError(operation: .open, path: path, code: ENOENT)
      }
      return bytes
    }
  }

  /// What stands in the program, by its path.
  static let embedded: [String: [UInt8]] = {
    var files: [String: [UInt8]] = [:]
    while let file = tlslab_lesson_file_at(files.count)?.pointee {
      guard let path = file.path else { break }
      files[String(cString: path)] = Array(
        UnsafeBufferPointer(start: file.bytes, count: file.count))
    }
    return files
  }()
}
