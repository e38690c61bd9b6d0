import Files
import Platform

/// The lines that were typed, one a row, oldest first; several prompts may add to it at once.
struct HistoryFile {
  var url: URL
  var limit = 1000

  /// The newest lines, oldest first; none where there is no file yet.
  func load() -> [String] {
    guard let bytes = try? Data(contentsOf: url) else { return [] }
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    return Array(lines.suffix(limit))
  }

  /// Leaves only the newest lines, once there are twice as many as are ever loaded.
  func trim() throws(FileError) {
    guard let bytes = try? Data(contentsOf: url) else { return }
    let lines = bytes.split(separator: UInt8(ascii: "\n"))
    guard lines.count > 2 * limit else { return }
    let kept = lines.suffix(limit).flatMap { $0 + [UInt8(ascii: "\n")] }
    try AtomicFile.write(kept, to: url, mode: 0o600)
  }

  /// Adds a line, in one write so that two prompts don't mix theirs.
  func append(_ line: String) throws(FileError) {
    try Folder.makePrivate(url.deletingLastPathComponent())
    let descriptor = open(url.path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw FileError(operation: .open, path: url.path, code: errno)
    }
    defer { close(descriptor) }
    let bytes = Array("\(line)\n".utf8)
    guard write(descriptor, bytes, bytes.count) == bytes.count else {
      throw FileError(operation: .write, path: url.path, code: errno)
    }
  }
}
