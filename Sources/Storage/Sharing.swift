import CSQLite

extension Connection {
  func isChangedByOther() throws(StorageError) -> Bool {
    try seals() != seen
  }

  /// All seals. SQLite's own `data_version` would also change when another tidies up.
  func seals() throws(StorageError) -> [Seal] {
    [try seal(.part), try seal(.session)]
  }

  /// Gives room back that removed rows have left, when it is a good part of the file. Less than
  /// that is for rows to come.
  func giveRoomBack() throws(StorageError) {
    let free = try number("PRAGMA freelist_count")
    guard free > 64, try number("PRAGMA page_count") < free * 4 else { return }
    try run("PRAGMA incremental_vacuum")
  }

  /// Others that read keep some of it; that is no failure.
  func emptyLog() throws(StorageError) {
    let code = sqlite3_wal_checkpoint_v2(
      try handle, "main", SQLITE_CHECKPOINT_TRUNCATE, nil, nil)
    if code & 0xff != SQLITE_BUSY { try check(code) }
  }

  /// Whether the file is empty or has SQLite's header. It is read through the connection, because
  /// closing another descriptor of the file would drop the locks that this process has on it.
  func beginsAsDatabase() throws(StorageError) -> Bool {
    var found: UnsafeMutablePointer<sqlite3_file>?
    try check(sqlite3_file_control(try handle, "main", SQLITE_FCNTL_FILE_POINTER, &found))
    guard let found, let methods = found.pointee.pMethods?.pointee, let size = methods.xFileSize,
      let read = methods.xRead
    else { throw error(.refused, "the file can't be read") }
    var count: sqlite3_int64 = 0
    try check(size(found, &count))
    if count == 0 { return true }
    let header = Array("SQLite format 3\0".utf8)
    guard count >= header.count else { return false }
    var bytes = [UInt8](repeating: 0, count: header.count)
    try check(read(found, &bytes, Int32(bytes.count), 0))
    return bytes == header
  }
}
