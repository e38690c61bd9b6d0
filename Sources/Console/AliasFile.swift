import Commands
import Files
import Platform

/// The user's own words for commands, kept as the commands that make them.
struct AliasFile {
  var file: URL

  /// Reads them. A file with a line that makes no alias is set aside.
  ///
  /// - Returns: what is wrong, if anything is.
  func load(into interpreter: inout Interpreter) -> String? {
    guard FileManager.default.fileExists(atPath: file.path) else { return nil }
    do throws(FileError) {
      let text = String(decoding: try FileContents.read(file), as: UTF8.self)
      guard let wrong = interpreter.readAliases(text) else { return nil }
      let aside = SettingAside.move(file, as: "damaged")
      return "\(file.path), line \(wrong.line): \(wrong.reason)"
        + (aside.map { "; it is set aside as \($0.path)" } ?? "")
    } catch {
      return "can't read \(file.path): \(error.reason)"
    }
  }

  /// Writes them.
  func keep(_ aliases: Aliases) throws(FileError) {
    try Folder.makePrivate(file.deletingLastPathComponent())
    try AtomicFile.write(Array(aliases.script.utf8), to: file, mode: 0o600)
  }
}
