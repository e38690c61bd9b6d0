import CSQLite

/// What a saved lab's database looks like, and how it is known for one.
enum Format {
  /// "tlsl", in the header of the file: `file` and other programs see whose it is.
  static let application = 0x746c_736c
  static let version = 1

  /// Bodies stand in a table of their own, so that going through briefs reads none of them.
  /// Word for word what SQLite keeps: a database with another schema is none of ours.
  static let tables = [
    "CREATE TABLE body(number INTEGER PRIMARY KEY, bytes BLOB NOT NULL)",
    "CREATE TABLE part(name TEXT PRIMARY KEY NOT NULL, bytes BLOB NOT NULL, digest BLOB NOT NULL)",
    "CREATE TABLE seal(name TEXT PRIMARY KEY NOT NULL, digest BLOB NOT NULL)",
    "CREATE TABLE session(number INTEGER PRIMARY KEY, id TEXT UNIQUE NOT NULL, "
      + "brief BLOB NOT NULL, body BLOB NOT NULL, digest BLOB NOT NULL)",
  ]

  /// The names of the seals: each closes the rows of a table.
  enum Sealed: String, CaseIterable {
    case part, session
  }
}

extension Connection {
  /// Prepares a connection for updating: what is new becomes a database of ours.
  func prepareForUpdating() throws(StorageError) {
    // Before anything is read: such a connection leaves its side files behind.
    guard sqlite3_db_readonly(try handle, "main") == 0 else {
      throw error(.readOnly, "the file can't be written to")
    }
    try prepare()
    if try !isOurs() {
      try shapePages()
      try useLog()
      try transaction("BEGIN IMMEDIATE") { () throws(StorageError) in
        // Another program may have made it in the meantime.
        if try !isOurs() { try makeTables() }
      }
    } else {
      try useLog()
    }
    seen = try seals()
  }

  /// Prepares a connection for reading alone.
  func prepareForReading() throws(StorageError) {
    try prepare()
    guard try isOurs() else { throw error(.notADatabase, "the file is empty") }
    try run("PRAGMA query_only = ON")
    seen = try seals()
  }

  /// Prepares a connection to a temporary file that nobody else knows and that is worth nothing
  /// before it is whole: its author syncs it.
  func prepareForFilling() throws(StorageError) {
    try shapePages()
    try run("PRAGMA locking_mode = EXCLUSIVE")
    try run("PRAGMA journal_mode = OFF")
    try run("PRAGMA synchronous = OFF")
  }

  private func prepare() throws(StorageError) {
    // SQLite would remove what stands beside a short file, whosever it is.
    guard try beginsAsDatabase() else { throw error(.notADatabase, "not a database of SQLite") }
    // A file that another cuts off while it is mapped would end the program.
    try run("PRAGMA mmap_size = 0")
    try run("PRAGMA trusted_schema = OFF")
    try run("PRAGMA cell_size_check = ON")
    try run("PRAGMA secure_delete = ON")
    try run("PRAGMA temp_store = MEMORY")
    try run("PRAGMA synchronous = FULL")
    // On macOS a sync reaches the drive's own memory only, unless it is told otherwise.
    try run("PRAGMA fullfsync = ON")
    try run("PRAGMA checkpoint_fullfsync = ON")
    try run("PRAGMA wal_autocheckpoint = \(Database.logPages)")
  }

  /// Before there are tables: a body takes few pages, and the file can shrink again.
  private func shapePages() throws(StorageError) {
    try run("PRAGMA page_size = 16384")
    try run("PRAGMA auto_vacuum = INCREMENTAL")
  }

  /// Turns to the write-ahead log. Two programs that do so at once may find each other in the way
  /// without SQLite's waiting by itself.
  private func useLog() throws(StorageError) {
    let end = ContinuousClock.now + .seconds(Database.patience)
    while true {
      do throws(StorageError) {
        let statement = try Statement("PRAGMA journal_mode = WAL", [], on: self)
        guard try statement.step(), try statement.text(0) == "wal" else {
          throw error(.refused, "this file system can't share memory: no write-ahead log")
        }
        return
      } catch {
        guard error.reason == .locked, ContinuousClock.now < end else { throw error }
        sqlite3_sleep(10)
      }
    }
  }

  /// Whether the database is ours; false when it is empty and may become so.
  func isOurs() throws(StorageError) -> Bool {
    let application = try number("PRAGMA application_id")
    let version = try number("PRAGMA user_version")
    let schema = try schema()
    if application == 0 && version == 0 && schema.isEmpty { return false }
    guard application == Format.application else {
      throw error(.foreign, "a database of another program")
    }
    guard version <= Format.version else {
      throw error(
        .newerProgram(version: version),
        "its format is \(version), this program knows up to \(Format.version)")
    }
    // A view or a trigger would make a row something else than what was written.
    guard version == Format.version, schema == Format.tables else {
      throw error(.damaged, "its tables are not those of a saved lab")
    }
    return true
  }

  private func schema() throws(StorageError) -> [String] {
    let statement = try Statement(
      "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name", [], on: self)
    var found: [String] = []
    while try statement.step() { found.append(try statement.text(0)) }
    return found
  }

  /// Within a transaction: makes the tables, with nothing in them.
  func makeTables() throws(StorageError) {
    for table in Format.tables { try run(table) }
    try run("PRAGMA application_id = \(Format.application)")
    try run("PRAGMA user_version = \(Format.version)")
    for name in Format.Sealed.allCases {
      try run(
        "INSERT INTO seal VALUES (?, ?)", [.text(name.rawValue), .blob(digests.emptySeal)])
    }
  }
}
