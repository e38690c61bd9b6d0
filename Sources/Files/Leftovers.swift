public import Platform

/// Temporary files of programs that were killed: whatever was to be written may stand in them, secrets
/// too.
public enum Leftovers {
  private static let prefix = ".tlslab-"
  private static let suffix = ".tmp"

  /// A name that nobody has.
  static func name() -> String { "\(prefix)\(UUID().uuidString)\(suffix)" }

  /// Removes those in a folder that no program holds any more.
  public static func clear(in folder: URL) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    for name in names where name.hasPrefix(prefix) && name.hasSuffix(suffix) {
      remove("\(folder.path)/\(name)")
    }
  }

  /// Its writer holds a lock on it as long as it lives: see ``Replacement``.
  private static func remove(_ path: String) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
      flock(descriptor, LOCK_EX | LOCK_NB) == 0
    else { return }
    unlink(path)
    // SQLite's, of a database that was being made in it.
    for ending in ["-journal", "-wal", "-shm"] { unlink(path + ending) }
  }
}
