public import Platform

/// Makes folders, and makes what is in them last.
public enum Folder {
  /// The folder that a path's last name stands in: `/a` of `/a/b`.
  public static func holding(_ path: String) -> String {
    URL(fileURLWithPath: path).deletingLastPathComponent().path
  }

  /// Whether a folder stands there.
  public static func isThere(_ folder: URL) -> Bool {
    var status = stat()
    return stat(folder.path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// Makes a folder and those above it, where they are missing; new ones are for their owner
  /// alone (0700).
  ///
  /// - Throws: ``FileError`` with the folder that could not be made.
  public static func makePrivate(_ folder: URL) throws(FileError) {
    try make(folder, mode: 0o700)
  }

  /// Makes a folder and those above it, where they are missing.
  ///
  /// - Parameter mode: the permissions of new ones, less the process's `umask`.
  /// - Throws: ``FileError`` with the folder that could not be made.
  public static func make(_ folder: URL, mode: UInt32 = 0o777) throws(FileError) {
    if isThere(folder) { return }
    let path = folder.path
    let parent = folder.deletingLastPathComponent()
    if parent.path != path { try make(parent, mode: mode) }
    // Another process may have made it in the meantime.
    if mkdir(path, mode_t(mode)) != 0 && errno != EEXIST {
      throw FileError(operation: .makeFolder, path: path, code: errno)
    }
    guard isThere(folder) else {
      throw FileError(operation: .makeFolder, path: path, code: ENOTDIR)
    }
  }

  /// Makes what was made, renamed or removed in a folder outlast a power cut.
  ///
  /// - Throws: ``FileError`` with the folder.
  public static func sync(_ folder: String) throws(FileError) {
    let descriptor = open(folder, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw FileError(operation: .syncFolder, path: folder, code: errno)
    }
    defer { close(descriptor) }
    // Some file systems can't sync a folder and say so with EINVAL: nothing is amiss then.
    if fsync(descriptor) != 0 && errno != EINVAL {
      throw FileError(operation: .syncFolder, path: folder, code: errno)
    }
  }
}
