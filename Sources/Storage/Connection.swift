import CSQLite
import Platform

/// One connection of SQLite and what is being done with it.
final class Connection {
  /// The file, as it was asked for.
  let path: String
  let digests: Digests
  /// For the errors.
  var operation: StorageError.Operation
  /// Closes over all that the caller knows of.
  var seen: [Seal] = []
  private var pointer: OpaquePointer?

  /// Opens a file that exists.
  ///
  /// - Parameters:
  ///   - file: the file itself, its links followed.
  ///   - asked: the path for the errors.
  init(
    _ file: String, asked: String, digest: @escaping Digest, mode: Mode,
    for operation: StorageError.Operation
  ) throws(StorageError) {
    path = asked
    digests = Digests(digest: digest)
    self.operation = operation
    let flags = (mode == .immutable ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE)
    let code = sqlite3_open_v2(
      mode.address(of: file), &pointer,
      flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE | SQLITE_OPEN_NOFOLLOW
        | SQLITE_OPEN_URI, nil)
    guard code == SQLITE_OK else {
      let failure = failure(code)
      close()
      throw failure
    }
    sqlite3_extended_result_codes(pointer, 1)
    sqlite3_busy_timeout(pointer, Int32(Database.patience * 1000))
  }

  deinit { close() }

  enum Mode {
    case readWrite
    /// Nobody writes to the file and nothing can stand beside it.
    case immutable

    /// As a URI, in which a path may hold any character.
    func address(of file: String) -> String {
      let escaped = file.replacing(/[^A-Za-z0-9\/._~-]/) { match in
        match.output.utf8.map { "%" + ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
      }
      return "file:\(escaped)" + (self == .immutable ? "?immutable=1" : "")
    }
  }

  var handle: OpaquePointer {
    get throws(StorageError) {
      guard let pointer else { throw error(.closed, "the database was closed") }
      return pointer
    }
  }

  /// The last connection to a file moves what was committed into it and removes the side files.
  func close() {
    sqlite3_close_v2(pointer)
    pointer = nil
  }

  /// Runs a statement to its end.
  func run(_ sql: String, _ bindings: [Binding] = []) throws(StorageError) {
    let statement = try Statement(sql, bindings, on: self)
    while try statement.step() {}
  }

  /// The number in the first column of the first row.
  func number(_ sql: String, _ bindings: [Binding] = []) throws(StorageError) -> Int {
    let statement = try Statement(sql, bindings, on: self)
    guard try statement.step() else { throw error(.damaged, "a row is missing") }
    return try statement.number(0)
  }

  /// Does everything or nothing. The words that begin it say who is held off: `BEGIN` nobody,
  /// `BEGIN IMMEDIATE` whoever wants to write.
  func transaction<Result>(
    _ begin: String, _ body: () throws(StorageError) -> Result
  ) throws(StorageError) -> Result {
    try run(begin)
    do throws(StorageError) {
      let result = try body()
      try run("COMMIT")
      return result
    } catch {
      // SQLite may have rolled back by itself; then this has nothing to do.
      try? run("ROLLBACK")
      throw error
    }
  }
}
