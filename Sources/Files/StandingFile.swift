import Platform

/// What is written to as it stands, because nothing may take its place: a device, or one of the program's own
/// streams under its name (`/dev/stdout`).
public final class StandingFile {
  private let descriptor: Int32
  private let isOwn: Bool
  private let path: String

  /// - Returns: nil for a regular file, and where nothing stands.
  /// - Throws: ``FileError`` for a device that can't be opened.
  public init?(_ path: String) throws(FileError) {
    self.path = path
    if let stream = HandedOut.ownStream(path) {
      descriptor = stream
      isOwn = true
      return
    }
    var status = stat()
    guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFCHR else { return nil }
    descriptor = open(path, O_WRONLY | O_NOFOLLOW | O_CLOEXEC)
    isOwn = false
    guard descriptor >= 0 else { throw FileError(operation: .open, path: path, code: errno) }
  }

  deinit { if !isOwn && descriptor >= 0 { close(descriptor) } }

  /// Writes behind what was written before.
  public func write(_ bytes: [UInt8]) throws(FileError) {
    try AtomicFile.writeAll(bytes, to: descriptor, named: path)
  }
}
