import CSQLite

extension Connection {
  func isChangedByOther() throws(StorageError) -> Bool {
    try number("PRAGMA data_version") != seenVersion
  }

  /// Others that read keep some of it; that is no failure.
  func emptyLog() throws(StorageError) {
    let code = sqlite3_wal_checkpoint_v2(
      try handle, "main", SQLITE_CHECKPOINT_TRUNCATE, nil, nil)
    if code & 0xff != SQLITE_BUSY { try check(code) }
  }
}
