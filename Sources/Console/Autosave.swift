import Commands
import Files
import Foundation
import Lab

/// The lab as it was after the last command, for the next time.
struct Autosave {
  var file: URL
  private var writer = LabWriter()

  init(file: URL) {
    self.file = file
  }

  enum Restored {
    case nothing
    case lab(Lab)
    /// It can't be read; where it was put so that nothing is lost.
    case unusable(reason: String, aside: URL?)
  }

  var exists: Bool { FileManager.default.fileExists(atPath: file.path) }

  /// Writes the lab.
  ///
  /// - Parameter other: the file of a lesson, in place of the learner's own.
  /// - Returns: what went wrong, if anything did.
  mutating func keep(_ lab: Lab, in other: URL? = nil) -> CommandError? {
    let file = other ?? self.file
    do throws(FileError) {
      try Folder.makePrivate(file.deletingLastPathComponent())
      try LabFile.write(lab, to: file, with: &writer)
      return nil
    } catch {
      return CommandError(error)
    }
  }

  /// Reads the lab; a file that can't be read is set aside.
  func restore() -> Restored {
    guard exists else { return .nothing }
    do throws(LabFile.Failure) {
      return .lab(try LabFile.read(file))
    } catch {
      return .unusable(reason: error.words, aside: setAside(as: "damaged"))
    }
  }

  /// Gives the file another name; nil when there is no file or it can't be renamed.
  func setAside(as word: String) -> URL? { SettingAside.move(file, as: word) }
}
