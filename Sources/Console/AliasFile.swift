import Commands
import Files
import Platform
import Screens

/// The user's own words for commands, kept as the commands that make them.
struct AliasFile {
  var file: URL

  /// Reads them. A file with a line that makes no alias is set aside; its other lines stay.
  ///
  /// - Returns: what is wrong, if anything is.
  func load(into interpreter: inout Interpreter) -> String? {
    do throws(FileError) {
      var own = interpreter
      guard try read(into: &own) != nil else {
        interpreter.adopt(own.aliases)
        return nil
      }
      // Another window may be about to write it, and may have mended it.
      let lock = try? FileLock(beside: file)
      defer { lock?.release() }
      return try mend(into: &interpreter)
    } catch {
      return String(worded: "can't read \(file.path): \(error.reason)")
    }
  }

  /// Writes those that were changed since some moment, beside whatever another window wrote meanwhile.
  ///
  /// - Parameter interpreter: knows which words are commands.
  /// - Returns: all as they are kept now, and what was wrong with the file.
  /// - Throws: ``FileError``; also where there is a file that can't be read: nobody knows what would be lost.
  func keep(
    _ aliases: Aliases, since before: Aliases, like interpreter: Interpreter
  ) throws(FileError) -> (all: Aliases, warning: String?) {
    try Folder.makePrivate(file.deletingLastPathComponent())
    let lock = try FileLock(beside: file)
    defer { lock.release() }
    var others = interpreter
    others.adopt(Aliases())
    let warning = try mend(into: &others)
    let all = aliases.changed(since: before, in: others.aliases)
    try write(all)
    return (all, warning)
  }

  /// - Returns: the first line that makes no alias, and why.
  private func read(
    into interpreter: inout Interpreter
  ) throws(FileError) -> (line: Int, reason: String)? {
    guard FileManager.default.fileExists(atPath: file.path) else { return nil }
    return interpreter.readAliases(String(decoding: try FileContents.kept(file), as: UTF8.self))
  }

  /// Reads them; where a line makes none the file is set aside, and the other lines are written anew.
  private func mend(into interpreter: inout Interpreter) throws(FileError) -> String? {
    guard let wrong = try read(into: &interpreter) else { return nil }
    let what = String(worded: "\(file.path), line \(wrong.line): \(wrong.reason)")
    guard let aside = SettingAside.move(file, as: "damaged") else { return what }
    try write(interpreter.aliases)
    return what
      + String(worded: "; the whole file is set aside as \(aside.path), its other lines are kept")
  }

  private func write(_ aliases: Aliases) throws(FileError) {
    try AtomicFile.write(Array(aliases.script.utf8), to: file, mode: 0o600)
  }
}
