import Platform

/// A file that has no name while it is written: whoever is killed meanwhile leaves nothing behind. Linux
/// alone has such files, and not on every file system.
struct UnnamedFile {
  let descriptor: Int32
  private let folder: String

  /// - Parameter mode: its permissions, less the `umask`; 0600 is that whatever the `umask`.
  /// - Returns: nil where there can be none; what is really wrong is found when it is tried by name.
  init?(in folder: String, mode: UInt32) {
    #if os(Linux)
      self.folder = folder
      descriptor = open(
        folder, Self.unnamed | O_DIRECTORY | O_WRONLY | O_CLOEXEC, mode_t(mode & 0o777))
      guard descriptor >= 0 else { return nil }
      guard mode != 0o600 || fchmod(descriptor, mode_t(mode)) == 0 else {
        close()
        return nil
      }
    #else
      return nil
    #endif
  }

  func close() { _ = Platform.close(descriptor) }

  #if os(Linux)
    /// `__O_TMPFILE`, a macro that Swift does not import.
    private static let unnamed: Int32 = 0o20000000
  #endif

  /// Gives the file a name, in place of whatever stands there.
  ///
  /// - Returns: false where it can get none, because `/proc` is not there.
  func put(at target: String) throws(FileError) -> Bool {
    guard fsync(descriptor) == 0 else {
      throw FileError(operation: .sync, path: target, code: errno)
    }
    if !link(to: target) {
      guard errno == EEXIST else { return false }
      // Whoever clears up leaves what is locked.
      _ = flock(descriptor, LOCK_EX | LOCK_NB)
      let temporary = "\(folder)/\(Leftovers.name())"
      guard link(to: temporary) else { return false }
      guard rename(temporary, target) == 0 else {
        let code = errno
        unlink(temporary)
        throw FileError(operation: .rename, path: target, code: code)
      }
    }
    try Folder.sync(folder)
    return true
  }

  private func link(to path: String) -> Bool {
    linkat(
      AT_FDCWD, "/proc/self/fd/\(descriptor)", AT_FDCWD, path, Int32(AT_SYMLINK_FOLLOW)) == 0
  }
}
