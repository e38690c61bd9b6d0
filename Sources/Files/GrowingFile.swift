import Platform

/// Files that grow while they are written, for their owner alone. No link is followed.
public enum GrowingFile {
  /// How a file is opened.
  public enum Beginning: Sendable {
    /// It must not be there yet.
    case new
    /// What stands there goes.
    case replaced
    /// It was begun before.
    case continued
  }

  /// Writes behind what stands there.
  ///
  /// - Throws: ``FileError`` that names the file; `EEXIST` where one stands in the way, `ELOOP` for a link.
  public static func write(
    _ bytes: [UInt8], to path: String, _ beginning: Beginning
  ) throws(FileError) {
    let flags: CInt =
      switch beginning {
      case .new: O_CREAT | O_EXCL
      case .replaced: O_CREAT | O_TRUNC
      case .continued: O_APPEND
      }
    let descriptor = open(path, O_WRONLY | O_NOFOLLOW | O_CLOEXEC | flags, 0o600)
    guard descriptor >= 0 else { throw FileError(operation: .open, path: path, code: errno) }
    defer { close(descriptor) }
    if case .replaced = beginning { fchmod(descriptor, 0o600) }
    try AtomicFile.writeAll(bytes, to: descriptor, named: path)
  }
}
