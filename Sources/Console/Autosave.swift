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

  init(file: URL) {
    self.file = file
  }

  enum Restored {
    case nothing
    case lab(Lab)
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
      return CommandError("can't write \(file.path): \(error.words)")
    } catch {
      return (error as? FileError).map(CommandError.init) ?? CommandError("\(error)")
    }
  }

  /// Reads the lab; a file that can't be read is set aside.
  mutating func restore() -> Restored {
    guard exists else { return .nothing }
    // What writes a lab leaves no file without a byte: what stood in it is gone.
    guard !isEmpty else {
      return setAside(for: .damaged(String(worded: "the file is empty")))
    }
    do throws(SavedLab.Failure) {
      var saved = try SavedLab(updating: file)
      let lab = try saved.restore()
      open[file] = saved
      return lab.map(Restored.lab) ?? .nothing
    } catch {
      return setAside(for: error)
    }
  }

  private mutating func setAside(for failure: SavedLab.Failure) -> Restored {
    .unusable(reason: failure.words, aside: setAside(as: "damaged"))
  }

  /// Whether a file stands there that holds nothing, as it is left by a full disk or a shell.
  private var isEmpty: Bool {
    var status = stat()
    return stat(file.path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
      && status.st_size == 0
  }

  /// Gives the file another name; nil when there is no file or it can't be renamed.
  mutating func setAside(as word: String) -> URL? {
    open.removeValue(forKey: file)?.close()
    return SettingAside.move(file, as: word, with: SavedLab.companions)
  }
}
