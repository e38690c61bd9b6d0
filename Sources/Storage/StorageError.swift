import Platform

/// What could not be done with a database, which one that was, and why.
public struct StorageError: Error, Sendable, Hashable {
  /// What was being done.
  public enum Operation: String, Sendable, Hashable {
    case open, read, commit, tidy, write
  }

  /// Why it could not be done, as far as a caller may want to act on it.
  public enum Reason: Sendable, Hashable {
    /// There is no such file, or no such row to change.
    case missing
    /// A folder, a pipe or a device stands there.
    case noRegularFile
    /// The file has a second name: side files are found by name, so two programs that use one each
    /// would not see each other's commits.
    case severalNames
    /// Not a database of SQLite.
    case notADatabase
    /// A database, but another program's.
    case foreign
    /// Written by a newer tlslab, in this version of the format.
    case newerProgram(version: Int)
    /// Bytes are not those that were written.
    case damaged
    /// Another program held the database for longer than ``Database/patience``.
    case locked
    /// Another program has committed since the caller last looked.
    case changedByOther
    /// The file was removed, renamed or replaced after it was opened.
    case moved
    /// A file that belongs to another database has a name that this one would use.
    case inTheWay
    /// No space is left.
    case full
    /// The file or its folder can't be written to.
    case readOnly
    /// Two sessions were to have one identifier.
    case duplicate
    /// A row beyond what SQLite can hold.
    case tooLarge
    /// Used after ``Database/close()``.
    case closed
    /// Anything else that the system or SQLite refused.
    case refused
  }

  public var operation: Operation
  public var reason: Reason
  /// The file that was asked for.
  public var path: String
  /// SQLite's or the system's own words, with the row where it is known.
  public var message: String

  /// Whether it is a limit on the size of files that left no room, and not the disk.
  public var isLimit: Bool { reason == .full && message.contains(DatabaseFile.words(EFBIG)) }

  public init(operation: Operation, reason: Reason, path: String, message: String) {
    self.operation = operation
    self.reason = reason
    self.path = path
    self.message = message
  }
}
