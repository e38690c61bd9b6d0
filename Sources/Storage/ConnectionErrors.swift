import CSQLite
import Platform

extension Connection {
  func error(_ reason: StorageError.Reason, _ message: String) -> StorageError {
    StorageError(operation: operation, reason: reason, path: path, message: message)
  }

  func check(_ code: Int32) throws(StorageError) {
    guard code == SQLITE_OK else { throw failure(code) }
  }

  /// What SQLite answered with, in its own words.
  func failure(_ code: Int32) -> StorageError {
    let last = errno
    guard let handle = try? handle else {
      return error(.refused, String(cString: sqlite3_errstr(code)))
    }
    // SQLite keeps no errno of a write that failed in its log.
    let isWrite = code == SQLITE_IOERR | (3 << 8)
    let system = isWrite ? last : sqlite3_system_errno(handle)
    var message = String(cString: sqlite3_errmsg(handle))
    let primary = code & 0xff
    if system != 0, primary == SQLITE_IOERR || primary == SQLITE_CANTOPEN {
      message += " (\(String(cString: strerror(system))))"
    }
    return error(Self.reason(code, system: system), message)
  }

  private static func reason(_ code: Int32, system: Int32) -> StorageError.Reason {
    // The extended codes are macros that Swift does not see: SQLITE_READONLY | (4 << 8) and so on.
    let isMoved = code == SQLITE_READONLY | (4 << 8)
    let isShortRead = code == SQLITE_IOERR | (2 << 8)
    switch code & 0xff {
    case SQLITE_CORRUPT: return .damaged
    case SQLITE_NOTADB: return .notADatabase
    case SQLITE_BUSY, SQLITE_LOCKED, SQLITE_PROTOCOL: return .locked
    case SQLITE_FULL: return .full
    case SQLITE_READONLY: return isMoved ? .moved : .readOnly
    case SQLITE_TOOBIG: return .tooLarge
    case SQLITE_CONSTRAINT: return .duplicate
    case SQLITE_IOERR where isShortRead: return .damaged
    case SQLITE_IOERR, SQLITE_CANTOPEN: return Self.reason(system: system)
    default: return .refused
    }
  }

  static func reason(system: Int32) -> StorageError.Reason {
    switch system {
    case ENOENT: .missing
    case EACCES, EPERM, EROFS: .readOnly
    // A limit on a file's size or a quota is no other thing to the one who waits for the write.
    case ENOSPC, EDQUOT, EFBIG: .full
    default: .refused
    }
  }
}
