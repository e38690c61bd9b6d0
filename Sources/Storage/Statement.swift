import CSQLite

/// A value that goes into a statement.
enum Binding {
  case number(Int)
  case text(String)
  case blob([UInt8])
}

/// A prepared statement, for one use.
final class Statement {
  private let connection: Connection
  private let pointer: OpaquePointer

  init(
    _ sql: String, _ bindings: [Binding], on connection: Connection
  ) throws(StorageError) {
    var made: OpaquePointer?
    let handle = try connection.handle
    try connection.check(sqlite3_prepare_v2(handle, sql, -1, &made, nil))
    guard let made else { throw connection.error(.refused, "an empty statement") }
    pointer = made
    self.connection = connection
    for (index, binding) in bindings.enumerated() {
      try connection.check(Self.bind(binding, at: Int32(index + 1), to: made))
    }
  }

  deinit { sqlite3_finalize(pointer) }

  /// SQLite copies the bytes before it returns.
  private static func bind(
    _ binding: Binding, at index: Int32, to pointer: OpaquePointer
  ) -> Int32 {
    let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    switch binding {
    case .number(let number): return sqlite3_bind_int64(pointer, index, Int64(number))
    case .text(let text):
      // Its length is given: a zero in the middle is part of it.
      return text.withCString {
        sqlite3_bind_text64(
          pointer, index, $0, UInt64(text.utf8.count), copied, UInt8(SQLITE_UTF8))
      }
    case .blob(let bytes):
      // No address would make it NULL.
      if bytes.isEmpty { return sqlite3_bind_zeroblob(pointer, index, 0) }
      return bytes.withUnsafeBytes {
        sqlite3_bind_blob64(pointer, index, $0.baseAddress, UInt64($0.count), copied)
      }
    }
  }

  /// Goes to the next row; false when there is none.
  func step() throws(StorageError) -> Bool {
    let code = sqlite3_step(pointer)
    if code == SQLITE_ROW { return true }
    if code == SQLITE_DONE { return false }
    throw connection.failure(code)
  }

  /// The number in a column of the row.
  func number(_ column: Int32) throws(StorageError) -> Int {
    try expect(SQLITE_INTEGER, in: column)
    return Int(sqlite3_column_int64(pointer, column))
  }

  /// The text in a column of the row.
  func text(_ column: Int32) throws(StorageError) -> String {
    try expect(SQLITE_TEXT, in: column)
    let start = sqlite3_column_text(pointer, column)
    let count = Int(sqlite3_column_bytes(pointer, column))
    return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  }

  /// The bytes in a column of the row.
  func blob(_ column: Int32) throws(StorageError) -> [UInt8] {
    try expect(SQLITE_BLOB, in: column)
    let count = Int(sqlite3_column_bytes(pointer, column))
    guard count > 0 else { return [] }
    guard let start = sqlite3_column_blob(pointer, column) else {
      throw connection.failure(SQLITE_NOMEM)
    }
    return Array(UnsafeRawBufferPointer(start: start, count: count))
  }

  /// SQLite lets any type stand in any column; we wrote none but the right one.
  private func expect(_ type: Int32, in column: Int32) throws(StorageError) {
    guard sqlite3_column_type(pointer, column) == type else {
      throw connection.error(.damaged, "a column holds a value of another type")
    }
  }
}
