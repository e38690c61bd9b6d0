import CSQLite
import Files
public import Platform

extension Database {
  /// Writes a whole database, or replaces one, so that whoever opens the file finds the old one or
  /// the new, never a part.
  ///
  /// It is made in a temporary file in the same folder, synced and renamed over the old one; it has
  /// no side files. Whatever fails before the rename leaves the old one as it was and no temporary
  /// file. A symbolic link stays, and what it points to is replaced. The new file is for its owner
  /// alone (0600), whatever the umask.
  ///
  /// - Parameters:
  ///   - url: where it goes.
  ///   - digest: guards the rows.
  ///   - fill: makes the rows and hands over one at a time: they need not be in memory at once.
  /// - Throws: ``StorageError``; `locked` when a database there is open anywhere, `inTheWay` when
  ///   `NAME-wal`, `NAME-shm` or `NAME-journal` is there and belongs to no database.
  public static func write(
    to url: URL, digest: @escaping Digest,
    filling fill: ((Change) throws(StorageError) -> Void) throws(StorageError) -> Void
  ) throws(StorageError) {
    let file = try DatabaseFile(url, for: .write)
    let isThere = try file.exists()
    let failing = { StorageError($0, operation: .write, path: file.asked) }
    let replacement: Replacement
    do throws(FileError) {
      replacement = try Replacement(of: file.path, mode: 0o600, exactly: true)
    } catch {
      throw failing(error)
    }
    try replacement.put(failing: failing) { path throws(StorageError) in
      let connection = try Connection(
        path, asked: file.asked, digest: digest, mode: .readWrite, for: .write)
      defer { connection.close() }
      try connection.fill(fill)
      if isThere { try settle(file, digest: digest) }
      // SQLite would take them for the new database's own and play them back into it.
      if let ending = file.companionsInTheWay.first {
        throw file.error(.inTheWay, "\(file.asked)\(ending) is in the way")
      }
    }
  }

  /// Has a database that is to be replaced take up what stands beside it, unless another program
  /// uses it.
  private static func settle(_ file: DatabaseFile, digest: @escaping Digest) throws(StorageError) {
    guard !file.companionsInTheWay.isEmpty else { return }
    let old = try Connection(
      file.path, asked: file.asked, digest: digest, mode: .readWrite, for: .write)
    defer { old.close() }
    // Nothing beside a file that is no database is a database's.
    guard try old.beginsAsDatabase() else { return }
    do throws(StorageError) {
      // Goes through only when no one else has it open, and removes the side files.
      try old.run("PRAGMA journal_mode = DELETE")
    } catch  where error.reason == .notADatabase || error.reason == .damaged {
      // It is replaced, whatever is in it; what is beside it still stands in the way.
    }
  }
}

extension Connection {
  /// Makes a database in an empty file, in one go.
  fileprivate func fill(
    _ fill: ((Change) throws(StorageError) -> Void) throws(StorageError) -> Void
  ) throws(StorageError) {
    try prepareForFilling()
    try transaction("BEGIN") { () throws(StorageError) in
      try makeTables()
      var parts = try seal(.part)
      var sessions = try seal(.session)
      try fill { change throws(StorageError) in
        try apply(change, parts: &parts, sessions: &sessions)
      }
      try put(parts, as: .part)
      try put(sessions, as: .session)
    }
  }
}
