import Files
import Platform

/// The lines that were typed, one a row, oldest first; several prompts may add to it at once.
struct HistoryFile {
  var url: URL
  var limit = 1000

  /// The newest lines, oldest first; none where there is no file yet.
  func load() -> [String] {
    guard let bytes = try? FileContents.kept(url) else { return [] }
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    return Array(lines.suffix(limit))
  }

  /// Leaves only the newest lines, once there are twice as many as are ever loaded.
  func trim() throws(FileError) {
    guard FileManager.default.fileExists(atPath: url.path) else { return }
    let lock = try FileLock(beside: url)
    defer { lock.release() }
    let lines = try FileContents.kept(url).split(separator: UInt8(ascii: "\n"))
    guard lines.count > 2 * limit else { return }
    let kept = lines.suffix(limit).flatMap { $0 + [UInt8(ascii: "\n")] }
    try AtomicFile.write(kept, to: url, mode: 0o600)
  }

  /// Adds a line, whole or not at all, while no other prompt trims or adds.
  func append(_ line: String) throws(FileError) {
    try Folder.makePrivate(url.deletingLastPathComponent())
    let lock = try FileLock(beside: url)
    defer { lock.release() }
    let descriptor = open(
      url.path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0o600)
    guard descriptor >= 0 else {
      throw FileError(operation: .open, path: url.path, code: errno)
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw FileError(operation: .open, path: url.path, code: EINVAL)
    }
    let bytes = Array("\(line)\n".utf8)
    guard write(descriptor, bytes, bytes.count) == bytes.count else {
      let code = errno
      ftruncate(descriptor, status.st_size)
      throw FileError(operation: .write, path: url.path, code: code)
    }
  }
}
