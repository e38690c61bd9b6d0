public import Platform
import Synchronization

/// A saved lab as a database: small parts by name, and sessions with a brief and a body each.
///
/// Only the rows that changed are written. What ``commit(_:overOthers:)`` has returned from is there
/// after `kill -9` and after a power cut. Every row is checked against its digest when it is read,
/// and every list against a seal over its rows: bytes that are not as they were written are an
/// error, never a result.
///
/// There is one connection, and a lock around it: any thread may use it, one at a time.
///
/// While it is open, and after a crash, what was committed last stands in `NAME-wal` beside the
/// file: the two belong together. The file alone is whole after ``close()`` and ``tidy()``.
public final class Database: Sendable {
  /// The seconds that a call waits for another program before it gives up with `locked`; opening
  /// may wait twice.
  public static let patience = 2

  /// The endings of the files that belong to a database that was not closed; they stand beside
  /// the file itself, not beside a link to it. Whoever sets a database aside takes them along.
  public static let companions = DatabaseFile.companions

  /// How long the log grows before a commit tidies up by itself, in pages of 16 KB: 16 MB.
  static let logPages = 1000

  private let connection: Mutex<Connection>
  private let file: DatabaseFile
  private let identity: FileIdentity

  /// Opens a database for reading and writing.
  ///
  /// A file that is missing or empty becomes one, for its owner alone (0600), whatever the umask.
  ///
  /// - Parameters:
  ///   - url: a regular file with one name, or a symbolic link to one.
  ///   - digest: guards the rows; the same one as ever, for the same file.
  /// - Throws: ``StorageError``.
  public init(updating url: URL, digest: @escaping Digest) throws(StorageError) {
    file = try DatabaseFile(url, for: .open)
    if try !file.exists() { try file.make() }
    identity = try file.identity()
    guard file.isWritableWithItsFolder else {
      throw file.error(.readOnly, "the file or its folder can't be written to")
    }
    let opened = try Connection(
      file.path, asked: file.asked, digest: digest, mode: .readWrite, for: .open)
    try opened.prepareForUpdating()
    // Only now is it known to be ours.
    file.makePrivate()
    connection = Mutex(opened)
  }

  /// Opens a database to read from it; it may stand where nothing can be written.
  ///
  /// - Parameters:
  ///   - url: as above; it has to be there.
  ///   - digest: what guards the rows.
  /// - Throws: ``StorageError``.
  public init(reading url: URL, digest: @escaping Digest) throws(StorageError) {
    file = try DatabaseFile(url, for: .open)
    guard try file.exists() else { throw file.error(.missing, DatabaseFile.words(ENOENT)) }
    identity = try file.identity()
    // A log needs side files. Where none can be made and none are left, the file is whole.
    let isAlone = file.companionsInTheWay.isEmpty && !file.isWritableWithItsFolder
    let opened = try Connection(
      file.path, asked: file.asked, digest: digest, mode: isAlone ? .immutable : .readWrite,
      for: .open)
    try opened.prepareForReading()
    connection = Mutex(opened)
  }

  /// Does something with the connection, for the errors' sake under a name.
  private func using<Result: Sendable>(
    _ operation: StorageError.Operation,
    _ body: (Connection) throws(StorageError) -> Result
  ) throws(StorageError) -> Result {
    try connection.withLock { connection throws(StorageError) in
      connection.operation = operation
      return try body(connection)
    }
  }

  /// All parts by name.
  ///
  /// - Throws: ``StorageError``; `damaged` also when one is missing.
  public func parts() throws(StorageError) -> [String: [UInt8]] {
    try using(.read) { connection throws(StorageError) in
      try connection.transaction("BEGIN") { () throws(StorageError) in try connection.parts() }
    }
  }

  /// All sessions in their order, without their bodies, of which none is read.
  ///
  /// - Throws: ``StorageError``; `damaged` also when one is missing.
  public func briefs() throws(StorageError) -> [Brief] {
    try using(.read) { connection throws(StorageError) in
      try connection.transaction("BEGIN") { () throws(StorageError) in try connection.briefs() }
    }
  }

  /// The body of a session; nil when there is no such session.
  ///
  /// - Throws: ``StorageError``.
  public func body(of number: Int) throws(StorageError) -> [UInt8]? {
    try using(.read) { connection throws(StorageError) in
      try connection.transaction("BEGIN") { () throws(StorageError) in
        try connection.body(of: number)
      }
    }
  }

  /// Writes changes, in their order: all of them or, with an error, none.
  ///
  /// They outlast a power cut when this returns. After an error of the disk itself, a power cut may
  /// bring up the changes that were refused, whole.
  ///
  /// - Parameter overOthers: whether to write though another program has committed since the
  ///   caller looked; see ``acceptChangesOfOthers()``.
  /// - Throws: ``StorageError``; `changedByOther`, `moved`, `full`, `locked` among its reasons.
  public func commit(
    _ changes: some Sequence<Change>, overOthers: Bool = false
  ) throws(StorageError) {
    try using(.commit) { connection throws(StorageError) in
      let seals = try connection.transaction("BEGIN IMMEDIATE") { () throws(StorageError) in
        let isChanged = try connection.isChangedByOther()
        guard overOthers || !isChanged else {
          throw connection.error(.changedByOther, "another program has written to it")
        }
        let seals = try connection.apply(changes)
        // As late as can be: after the commit there is nothing left to refuse.
        guard identity.isStill(at: file.path) else {
          throw connection.error(.moved, "the file was removed or replaced")
        }
        return seals
      }
      connection.seen = seals
    }
  }

  /// Whether another program, or another `Database` of this one, has committed since this was
  /// opened or ``acceptChangesOfOthers()`` was called.
  public func isChangedByOther() throws(StorageError) -> Bool {
    try using(.read) { connection throws(StorageError) in try connection.isChangedByOther() }
  }

  /// Lets the next commit go on top of what others have committed. To be called before their rows
  /// are read: what they commit after that is seen by the commit.
  public func acceptChangesOfOthers() throws(StorageError) {
    try using(.read) { connection throws(StorageError) in
      connection.seen = try connection.seals()
    }
  }

  /// Whether the file is no longer where it was opened, or another stands there.
  public var isMoved: Bool { !identity.isStill(at: file.path) }

  /// Moves what was committed from the log into the file, and empties the log; a file of which a
  /// good part is free becomes smaller. It costs two syncs at least and is for when nobody waits;
  /// without it a commit empties the log once in a while.
  ///
  /// While others read, what they may still need stays in the log, and nothing is wrong.
  public func tidy() throws(StorageError) {
    try using(.tidy) { connection throws(StorageError) in
      try connection.giveRoomBack()
      try connection.emptyLog()
    }
  }

  /// Ends the work: nothing is left beside the file, unless others have it open. Without a call
  /// this happens with the last reference.
  public func close() {
    connection.withLock { $0.close() }
  }

  /// Writes a copy to another place; see ``write(to:digest:filling:)``. What others commit in the
  /// meantime is not in it.
  public func write(to url: URL) throws(StorageError) {
    try using(.write) { connection throws(StorageError) in
      try connection.transaction("BEGIN") { () throws(StorageError) in
        let digest = connection.digests.digest
        try Self.write(to: url, digest: digest) { put throws(StorageError) in
          for (name, bytes) in try connection.parts() {
            try put(.putPart(name: name, bytes: bytes))
          }
          for brief in try connection.briefs() {
            guard let body = try connection.body(of: brief.number) else { continue }
            try put(.putSession(brief, body: body))
          }
        }
      }
    }
  }
}
