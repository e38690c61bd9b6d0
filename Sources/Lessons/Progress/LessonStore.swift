import Commands
import Files
import Lab
public import Platform

/// Keeps progress, and the lab of each lesson, so that a closed window costs nothing.
public struct LessonStore: Sendable, Hashable {
  /// `$XDG_STATE_HOME/tlslab`.
  public var folder: URL

  public init(folder: URL) { self.folder = folder }

  var file: URL { folder.appendingPathComponent("progress.json") }

  /// Where the labs of lessons are.
  public var labs: URL { folder.appendingPathComponent("lessons") }

  /// Where the lab of a lesson is kept.
  public func labFile(of lesson: String) -> URL {
    labs.appendingPathComponent("\(lesson).tlslab-save")
  }

  /// The lab of a lesson as it was left; nil when there is none that can be read.
  func lab(of lesson: String) -> Lab? { try? SavedLab.read(labFile(of: lesson)) }

  func removeLab(of lesson: String) {
    let path = labFile(of: lesson).path
    for ending in [""] + SavedLab.companions {
      try? FileManager.default.removeItem(atPath: path + ending)
    }
  }

  /// What was found of the last time.
  public struct Loaded: Sendable {
    public var progress: Progress
    /// What is wrong with the file, and where it is now.
    public var warning: String?
  }

  /// Reads the progress. A file that can't be understood gets another name and is not touched again.
  public func load() -> Loaded {
    guard FileManager.default.fileExists(atPath: file.path) else {
      return Loaded(progress: Progress())
    }
    let bytes: [UInt8]
    do throws(FileError) {
      bytes = try FileContents.kept(file)
    } catch {
      return Loaded(progress: Progress(), warning: "can't read \(file.path): \(error.reason)")
    }
    let decoder = JSONDecoder()
    struct Head: Decodable { var format: Int }
    let head = try? decoder.decode(Head.self, from: Data(bytes))
    if let head, head.format > Progress.format {
      return setAside("is from a newer program (format \(head.format))", as: "newer")
    }
    guard let progress = try? decoder.decode(Progress.self, from: Data(bytes)) else {
      return setAside("is damaged", as: "damaged")
    }
    return Loaded(progress: progress)
  }

  private func setAside(_ reason: String, as word: String) -> Loaded {
    guard let place = SettingAside.move(file, as: word) else {
      return Loaded(
        progress: Progress(), warning: "\(file.path) \(reason) and stays; nothing is kept")
    }
    return Loaded(
      progress: Progress(), warning: "\(file.path) \(reason); it is set aside as \(place.path)")
  }

  /// Changes what is kept, beside whatever another window wrote meanwhile.
  ///
  /// - Returns: all progress as it is kept now.
  func update(_ change: (inout Progress) -> Void) throws(FileError) -> Progress {
    try Folder.makePrivate(folder)
    let lock = try FileLock(beside: file)
    defer { lock.release() }
    var progress = load().progress
    change(&progress)
    if FileManager.default.fileExists(atPath: file.path) == false || readable() {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
      guard let data = try? encoder.encode(progress) else { return progress }
      try AtomicFile.write(Array(data), to: file, mode: 0o600)
    }
    return progress
  }

  /// Whether the file that stands there may be replaced: one that could not be set aside may not.
  private func readable() -> Bool { load().warning == nil }
}
