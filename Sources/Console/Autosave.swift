import Commands
import Files
import Lab
import Platform
import Screens

/// The lab as it was after the last command, for the next time.
struct Autosave {
  var file: URL
  /// What is open: the learner's own lab, and those of lessons.
  private var open: [URL: SavedLab] = [:]
  /// Why nothing is written to the learner's own file: what stands there could not be read, or is not to be changed.
  private var refusal: CommandError?

  init(file: URL) {
    self.file = file
  }

  enum Restored {
    case nothing
    case lab(Lab)
    /// It is sound, and why nothing can be written to it.
    case unwritable(Lab, CommandError)
    /// It can't be used; where it was put so that nothing is lost, if it was in the way.
    case unusable(reason: String, aside: URL?)
  }

  var exists: Bool { FileManager.default.fileExists(atPath: file.path) }

  /// Goes on with what a program before this one kept under another name, unless there is newer.
  func adopt(_ former: URL) {
    guard !exists else { return }
    try? FileManager.default.moveItem(at: former, to: file)
  }

  /// Writes what changed in the lab.
  ///
  /// - Parameter other: the file of a lesson, in place of the learner's own.
  /// - Returns: what went wrong, if anything did.
  mutating func keep(_ lab: Lab, in other: URL? = nil) -> CommandError? {
    if other == nil, let refusal { return refusal }
    let file = other ?? self.file
    do {
      try Folder.makePrivate(file.deletingLastPathComponent())
      // A lesson that begins anew has taken its file away.
      if open[file]?.isMoved == true { open.removeValue(forKey: file)?.close() }
      var saved = try open.removeValue(forKey: file) ?? SavedLab(updating: file)
      defer { open[file] = saved }
      try saved.keep(lab)
      return nil
    } catch let error as SavedLab.Failure {
      return Self.unwritten(file, error)
    } catch {
      return (error as? FileError).map(CommandError.init) ?? CommandError("\(error)")
    }
  }

  private static func unwritten(_ file: URL, _ failure: SavedLab.Failure) -> CommandError {
    CommandError("can't write \(file.path): \(failure.words)")
  }

  /// Reads the lab. A file that holds none is set aside; one that the system does not let us write to stays.
  mutating func restore() -> Restored {
    guard exists else { return .nothing }
    let size = sizeOfFile
    // What writes a lab leaves no file without a byte: what stood in it is gone.
    if size == 0 {
      return setAside(for: .damaged(String(worded: "the file is empty")))
    }
    do throws(SavedLab.Failure) {
      var saved = try SavedLab(updating: file)
      let lab = try saved.restore()
      open[file] = saved
      return lab.map(Restored.lab) ?? .nothing
    } catch {
      if case .refused = error, size != nil { return reading(despite: error) }
      return setAside(for: error)
    }
  }

  /// The lab in a file that can't be written to. Nothing is wrong with it: it is not moved, and not called damaged.
  private mutating func reading(despite failure: SavedLab.Failure) -> Restored {
    let error = Self.unwritten(file, failure)
    refusal = error
    do throws(SavedLab.Failure) {
      return .unwritable(try SavedLab.read(file), error)
    } catch {
      return .unusable(reason: error.words, aside: nil)
    }
  }

  private mutating func setAside(for failure: SavedLab.Failure) -> Restored {
    let word =
      switch failure {
      case .newerSchema: "newer"
      case .refused: "in-the-way"
      case .notALab, .damaged: "damaged"
      }
    let aside = setAside(as: word)
    if aside == nil { refusal = Self.unwritten(file, failure) }
    return .unusable(reason: failure.words, aside: aside)
  }

  /// In bytes; nil where a folder or a pipe stands in its place.
  private var sizeOfFile: Int? {
    var status = stat()
    guard stat(file.path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    return Int(status.st_size)
  }

  /// Gives the file another name; nil when there is no file or it can't be renamed.
  mutating func setAside(as word: String) -> URL? {
    open.removeValue(forKey: file)?.close()
    let place = SettingAside.move(file, as: word, with: SavedLab.companions)
    if place != nil { refusal = nil }
    return place
  }
}
