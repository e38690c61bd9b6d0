public import Foundation

/// Makes folders for what is only its owner's.
public enum Folder {
  /// Makes a folder and those above it, where they are missing; new ones are for their owner
  /// alone (0700).
  ///
  /// - Throws: ``FileError`` with the folder that could not be made.
  public static func makePrivate(_ folder: URL) throws(FileError) {
    let path = folder.path
    var status = stat()
    if stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR { return }
    let parent = folder.deletingLastPathComponent()
    if parent.path != path { try makePrivate(parent) }
    // Another process may have made it in the meantime.
    if mkdir(path, 0o700) != 0 && errno != EEXIST {
      throw FileError(operation: .makeFolder, path: path, code: errno)
    }
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
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
