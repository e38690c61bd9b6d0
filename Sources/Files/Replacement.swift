import Platform

/// A temporary file that takes another's place once it is whole.
///
/// For those who can't write their bytes in one piece; the others have ``AtomicFile``.
public struct Replacement: Sendable {
  /// Where the new contents go: in the target's own folder, empty at first.
  public let temporary: String
  private let target: String
  /// Held open, and locked: whoever finds the file unlocked knows that its writer is dead.
  private let descriptor: Int32

  /// Makes the temporary file. What programs before this one left beside it when they were killed is
  /// removed.
  ///
  /// - Parameters:
  ///   - target: the file to be made or replaced, its links followed.
  ///   - mode: the permissions of the new file, less the process's `umask`.
  ///   - exactly: whether the `umask` is not to count.
  /// - Throws: ``FileError`` that names the target.
  public init(of target: String, mode: UInt32, exactly: Bool = false) throws(FileError) {
    self.target = target
    let folder = Folder.holding(target)
    Leftovers.clear(in: URL(fileURLWithPath: folder))
    (temporary, descriptor) = try Self.make(in: folder, for: target, mode_t(mode & 0o777))
    if exactly && fchmod(descriptor, mode_t(mode & 0o777)) != 0 {
      let code = errno
      unlink(temporary)
      close(descriptor)
      throw FileError(operation: .open, path: target, code: code)
    }
  }

  /// Another program that clears up may hold the lock in the moment before we do, and remove the file:
  /// then it is made once more.
  private static func make(
    in folder: String, for target: String, _ mode: mode_t
  ) throws(FileError) -> (String, Int32) {
    var code = EIO
    for _ in 0..<8 {
      let path = "\(folder)/\(Leftovers.name())"
      let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
      guard descriptor >= 0 else { throw FileError(operation: .open, path: target, code: errno) }
      var status = stat()
      // Not every file system knows locks; one that does not has nobody to fear either.
      let isOurs = flock(descriptor, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK
      if isOurs, fstat(descriptor, &status) == 0, status.st_nlink > 0 { return (path, descriptor) }
      code = errno
      unlink(path)
      close(descriptor)
    }
    throw FileError(operation: .open, path: target, code: code)
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
    defer { close(descriptor) }
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
    guard fsync(descriptor) == 0 else {
      throw FileError(operation: .sync, path: target, code: errno)
    }
    guard rename(temporary, target) == 0 else {
      throw FileError(operation: .rename, path: target, code: errno)
    }
    try Folder.sync(Folder.holding(target))
  }
}
