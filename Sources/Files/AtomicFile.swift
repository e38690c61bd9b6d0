public import Platform

/// Writes a file so that whoever reads it finds the old contents or the new, never a part.
public enum AtomicFile {
  /// Replaces the contents of a file, or makes the file.
  ///
  /// A temporary file in the same folder, without a name where that can be, is written, synced and put in
  /// the place of the old one; then the folder is synced. Whatever fails before that leaves the old file
  /// as it was and no temporary file behind. A symbolic link stays, and what it points to is replaced. A
  /// device or a pipe (`/dev/null`) can't be replaced: it is written to as it stands.
  ///
  /// - Parameter mode: the permissions of the new file, less the process's `umask`; 0600, for
  ///   anything that holds secrets, is 0600 whatever the `umask`.
  /// - Throws: ``FileError`` with the path that the system refused.
  public static func write(
    _ bytes: [UInt8], to file: URL, mode: UInt32 = 0o644
  ) throws(FileError) {
    let target = file.resolvingSymlinksInPath().path
    var status = stat()
    let exists = stat(target, &status) == 0
    if exists && !isRegular(status) {
      return try writeInPlace(bytes, to: target, named: target)
    }
    if try putUnnamed(bytes, at: target, mode) { return }
    let replacement = try Replacement(of: target, mode: mode, exactly: mode == 0o600)
    try replacement.put { path throws(FileError) in
      try writeInPlace(bytes, to: path, named: target)
    }
  }

  /// - Returns: false where a file must have a name from the beginning.
  private static func putUnnamed(
    _ bytes: [UInt8], at target: String, _ mode: UInt32
  ) throws(FileError) -> Bool {
    let folder = Folder.holding(target)
    Leftovers.clear(in: URL(fileURLWithPath: folder))
    guard let file = UnnamedFile(in: folder, mode: mode) else { return false }
    defer { file.close() }
    try writeAll(bytes, to: file.descriptor, named: target)
    return try file.put(at: target)
  }

  private static func isRegular(_ status: stat) -> Bool {
    status.st_mode & S_IFMT == S_IFREG
  }

  /// Errors carry the name of the file that was asked for, not of the temporary one.
  private static func writeInPlace(
    _ bytes: [UInt8], to path: String, named target: String
  ) throws(FileError) {
    let descriptor = open(path, O_WRONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw FileError(operation: .open, path: target, code: errno)
    }
    defer { close(descriptor) }
    try writeAll(bytes, to: descriptor, named: target)
  }

  static func writeAll(
    _ bytes: [UInt8], to descriptor: Int32, named path: String
  ) throws(FileError) {
    var written = 0
    while written < bytes.count {
      let count = bytes.withUnsafeBytes { buffer in
        Platform.write(descriptor, buffer.baseAddress.map { $0 + written }, bytes.count - written)
      }
      if count > 0 {
        written += count
      } else if count == 0 || errno != EINTR {
        throw FileError(operation: .write, path: path, code: count == 0 ? EIO : errno)
      }
    }
  }
}
