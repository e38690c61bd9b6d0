import Files
import Platform

/// Which file it is, whatever its name.
struct FileIdentity: Sendable, Hashable {
  private var device: UInt64
  private var inode: UInt64

  fileprivate init?(at path: String) {
    var status = stat()
    guard lstat(path, &status) == 0 else { return nil }
    device = UInt64(truncatingIfNeeded: status.st_dev)
    inode = UInt64(truncatingIfNeeded: status.st_ino)
  }

  func isStill(at path: String) -> Bool { FileIdentity(at: path) == self }
}

extension DatabaseFile {
  func identity() throws(StorageError) -> FileIdentity {
    guard let identity = FileIdentity(at: path) else {
      throw error(.missing, DatabaseFile.words(ENOENT))
    }
    return identity
  }

  /// Whether this process may write to the file and make others beside it.
  var isWritableWithItsFolder: Bool {
    let folder = Folder.holding(path)
    return faccessat(AT_FDCWD, path, W_OK, AT_EACCESS) == 0
      && faccessat(AT_FDCWD, folder, W_OK | X_OK, AT_EACCESS) == 0
  }
}
