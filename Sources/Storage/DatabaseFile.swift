import Files
import Platform

/// The file of a database, before SQLite sees it.
///
/// It is looked at by name and never opened and closed again: closing a descriptor of a file drops
/// the locks that any connection of this process holds on it.
struct DatabaseFile {
  /// The file itself, its links followed.
  let path: String
  /// The file that was asked for.
  let asked: String
  private let operation: StorageError.Operation

  /// What SQLite puts beside a database; each holds what the database holds.
  static let companions = ["-wal", "-shm", "-journal"]

  init(_ url: URL, for operation: StorageError.Operation) throws(StorageError) {
    asked = url.path
    self.operation = operation
    guard let path = Self.followed(url.path, links: 0) else {
      throw Self.failure(operation, url.path, errno)
    }
    self.path = path
  }

  /// Where a path leads; nil with `errno` when its folder is not there.
  private static func followed(_ path: String, links: Int) -> String? {
    if let real = realpath(path, nil) {
      defer { free(real) }
      return String(cString: real)
    }
    guard errno == ENOENT, links < 16 else { return nil }
    let name = URL(fileURLWithPath: path).lastPathComponent
    let folder = Folder.holding(path)
    // A link to nothing yet: what it points to is to be made.
    if let target = try? FileManager.default.destinationOfSymbolicLink(atPath: path) {
      let isWhole = target.hasPrefix("/")
      return followed(isWhole ? target : "\(folder)/\(target)", links: links + 1)
    }
    guard let real = realpath(folder, nil) else { return nil }
    defer { free(real) }
    return "\(String(cString: real))/\(name)"
  }

  /// Whether the file is there.
  ///
  /// - Throws: ``StorageError`` when something stands there that no database may be kept in.
  func exists() throws(StorageError) -> Bool {
    var status = stat()
    guard lstat(path, &status) == 0 else {
      guard errno == ENOENT else { throw Self.failure(operation, asked, errno) }
      return false
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      let isFolder = status.st_mode & S_IFMT == S_IFDIR
      throw error(
        .noRegularFile, isFolder ? Self.words(EISDIR) : "it is not a regular file")
    }
    guard status.st_nlink == 1 else {
      throw error(.severalNames, "the file has \(status.st_nlink) names (hard links)")
    }
    return true
  }

  /// Makes the file, empty and for its owner alone. Nothing happens when it is there already.
  func make() throws(StorageError) {
    let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NONBLOCK, 0o600)
    guard descriptor >= 0 else {
      if errno == EEXIST { return }
      throw Self.failure(operation, asked, errno)
    }
    defer { close(descriptor) }
    // The umask may have taken away even the owner's rights.
    guard fchmod(descriptor, 0o600) == 0 else { throw Self.failure(operation, asked, errno) }
    do throws(FileError) {
      try Folder.sync(Folder.holding(path))
    } catch {
      throw StorageError(error, operation: operation, path: asked)
    }
  }

  /// Takes the rights of others away from the file and from what stands beside it. A copy made
  /// with `cp` may have them. Not every file system knows rights: that is no reason to refuse.
  func makePrivate() {
    for name in [""] + Self.companions {
      var status = stat()
      guard lstat(path + name, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
        status.st_mode & 0o077 != 0
      else { continue }
      chmod(path + name, 0o600)
    }
  }

  /// Which of the names beside the file are taken.
  var companionsInTheWay: [String] {
    Self.companions.filter { name in
      var status = stat()
      return lstat(path + name, &status) == 0
    }
  }

  func error(_ reason: StorageError.Reason, _ message: String) -> StorageError {
    StorageError(operation: operation, reason: reason, path: asked, message: message)
  }

  /// The system's own words for an `errno`.
  static func words(_ code: Int32) -> String { String(cString: strerror(code)) }

  private static func failure(
    _ operation: StorageError.Operation, _ path: String, _ code: Int32
  ) -> StorageError {
    StorageError(
      operation: operation, reason: Connection.reason(system: code), path: path,
      message: words(code))
  }
}

extension StorageError {
  init(_ error: FileError, operation: Operation, path: String) {
    self.init(
      operation: operation, reason: Connection.reason(system: error.code), path: path,
      message: error.reason)
  }
}
