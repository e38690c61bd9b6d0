import Platform

/// A temporary file that takes another's place once it is whole.
///
/// For those who can't write their bytes in one piece; the others have ``AtomicFile``.
public struct Replacement: Sendable {
  /// Where the new contents go: in the target's own folder, empty at first.
  public let temporary: String
  private let target: String

  /// Makes the temporary file.
  ///
  /// - Parameters:
  ///   - target: the file to be made or replaced, its links followed.
  ///   - mode: the permissions of the new file, less the process's `umask`.
  ///   - exactly: whether the `umask` is not to count.
  /// - Throws: ``FileError`` that names the target.
  public init(of target: String, mode: UInt32, exactly: Bool = false) throws(FileError) {
    self.target = target
    let folder = Folder.holding(target)
    temporary = "\(folder)/.tlslab-\(UUID().uuidString).tmp"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode_t(mode & 0o777))
    guard descriptor >= 0 else {
      throw FileError(operation: .open, path: target, code: errno)
    }
    defer { close(descriptor) }
    if exactly && fchmod(descriptor, mode_t(mode & 0o777)) != 0 {
      let code = errno
      unlink(temporary)
      throw FileError(operation: .open, path: target, code: code)
    }
  }

  /// Writes the new contents, syncs them and renames them over the target; then the folder is
  /// synced. Whatever fails before the rename leaves the target as it was and no temporary file.
  ///
  /// - Parameters:
  ///   - error: how this says what the system refused.
  ///   - write: writes to the path that it is given, and has closed it when it returns.
  public func put<Failure>(
    failing error: (FileError) -> Failure, _ write: (String) throws(Failure) -> Void
  ) throws(Failure) {
    do throws(Failure) {
      try write(temporary)
    } catch let failure {
      unlink(temporary)
      throw failure
    }
    do throws(FileError) {
      try place()
    } catch let failure {
      unlink(temporary)
      throw error(failure)
    }
  }

  /// The same, for those whose errors are the system's.
  public func put(_ write: (String) throws(FileError) -> Void) throws(FileError) {
    try put(failing: { $0 }, write)
  }

  private func place() throws(FileError) {
    let descriptor = open(temporary, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw FileError(operation: .sync, path: target, code: errno)
    }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else {
      throw FileError(operation: .sync, path: target, code: errno)
    }
    guard rename(temporary, target) == 0 else {
      throw FileError(operation: .rename, path: target, code: errno)
    }
    try Folder.sync(Folder.holding(target))
  }
}
