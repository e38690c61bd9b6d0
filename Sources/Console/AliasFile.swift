import Commands
import Files
import Platform
import Screens

/// The user's own words for commands, kept as the commands that make them.
struct AliasFile {
  var file: URL

  /// Reads them. A file with a line that makes no alias is set aside.
  ///
  /// - Returns: what is wrong, if anything is.
  func load(into interpreter: inout Interpreter) -> String? {
    guard FileManager.default.fileExists(atPath: file.path) else { return nil }
    do throws(FileError) {
      let text = String(decoding: try FileContents.kept(file), as: UTF8.self)
      guard let wrong = interpreter.readAliases(text) else { return nil }
      let aside = SettingAside.move(file, as: "damaged")
      return String(worded: "\(file.path), line \(wrong.line): \(wrong.reason)")
        + (aside.map { String(worded: "; it is set aside as \($0.path)") } ?? "")
    } catch {
      return String(worded: "can't read \(file.path): \(error.reason)")
    }
  }

  /// Writes those that were changed since some moment, beside whatever another window wrote meanwhile.
  ///
  /// - Parameter interpreter: knows which words are commands.
  /// - Returns: all as they are kept now.
  func keep(
    _ aliases: Aliases, since before: Aliases, like interpreter: Interpreter
  ) throws(FileError) -> Aliases {
    try Folder.makePrivate(file.deletingLastPathComponent())
    let lock = try FileLock(beside: file)
    defer { lock.release() }
    var others = interpreter
    others.adopt(Aliases())
    _ = load(into: &others)
    let all = aliases.changed(since: before, in: others.aliases)
    try AtomicFile.write(Array(all.script.utf8), to: file, mode: 0o600)
    return all
  }
}
