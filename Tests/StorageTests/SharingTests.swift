import CSQLite
import Foundation
import Storage
import Testing

@Suite("Two programs on one database")
struct SharingTests {
  private let scratch: Scratch
  private let mine: Database
  private let other: Database

  init() throws {
    scratch = try Scratch()
    mine = try open(scratch.file())
    try mine.commit([session(1)])
    other = try open(scratch.file())
  }

  @Test func oneSeesWhatTheOtherCommitted() throws {
    #expect(try !mine.isChangedByOther())
    try mine.commit([session(2)])
    #expect(try !mine.isChangedByOther())
    try other.acceptChangesOfOthers()
    try other.commit([session(3)])
    #expect(try mine.isChangedByOther())
    #expect(
      reason { () throws(StorageError) in try mine.commit([session(4)]) } == .changedByOther)
    try mine.acceptChangesOfOthers()
    #expect(try mine.briefs().map(\.number) == [1, 2, 3])
    try mine.commit([session(4)])
    try other.commit([session(5)], overOthers: true)
    #expect(try other.briefs().map(\.number) == [1, 2, 3, 4, 5])
  }

  @Test func whoOnlyReadsOrTidiesChangesNothing() throws {
    try mine.commit([session(2)])
    _ = try other.briefs()
    try other.tidy()
    other.close()
    let third = try open(scratch.file())
    third.close()
    #expect(try !mine.isChangedByOther())
    try mine.commit([session(3)])
  }

  @Test func nobodyWaitsForLong() throws {
    var holder: OpaquePointer?
    defer { sqlite3_close_v2(holder) }
    #expect(sqlite3_open(scratch.file().path, &holder) == SQLITE_OK)
    #expect(sqlite3_exec(holder, "BEGIN IMMEDIATE", nil, nil, nil) == SQLITE_OK)
    let start = ContinuousClock.now
    #expect(reason { () throws(StorageError) in try mine.commit([session(2)]) } == .locked)
    #expect(ContinuousClock.now - start >= .seconds(Database.patience) - .milliseconds(100))
    // Reading goes on.
    #expect(try mine.briefs() == [brief(1)])
    #expect(sqlite3_exec(holder, "ROLLBACK", nil, nil, nil) == SQLITE_OK)
    try mine.commit([session(2)])
  }

  @Test func manyAtOnceLoseNothing() async throws {
    let file = scratch.file("new")
    try await withThrowingTaskGroup(of: Void.self) { group in
      for worker in 0..<4 {
        group.addTask {
          let database = try open(file)
          for round in 0..<10 {
            try database.commit([session(worker * 100 + round, size: 500)], overOthers: true)
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(try open(file).briefs().count == 40)
    #expect(integrity(of: file) == "ok")
  }

  @Test func oneDatabaseServesManyThreads() async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for worker in 1...4 {
        group.addTask { [mine] in
          for round in 0..<10 { try mine.commit([session(worker * 100 + round, size: 500)]) }
        }
      }
      try await group.waitForAll()
    }
    #expect(try mine.briefs().count == 41)
  }
}

@Suite("A file that goes away under an open database")
struct MovedFileTests {
  private let scratch: Scratch
  private let database: Database

  init() throws {
    scratch = try Scratch()
    database = try open(scratch.file())
    try database.commit([session(1)])
  }

  private func commit() -> StorageError.Reason? {
    reason { () throws(StorageError) in try database.commit([session(2)]) }
  }

  @Test func removed() throws {
    #expect(!database.isMoved)
    try FileManager.default.removeItem(at: scratch.file())
    #expect(database.isMoved)
    #expect(commit() == .moved)
  }

  @Test func theWholeFolderRemoved() throws {
    try FileManager.default.removeItem(at: scratch.folder)
    #expect(commit() == .moved)
  }

  @Test func replaced() throws {
    try Database.write(to: scratch.file("other"), digest: digest) { put throws(StorageError) in
      try put(session(7))
    }
    #expect(rename(scratch.file("other").path, scratch.file().path) == 0)
    #expect(commit() == .moved)
  }

  @Test func theNewFileKeepsItsLog() throws {
    for name in try scratch.names {
      #expect(rename(scratch.file(name).path, scratch.file("aside-\(name)").path) == 0)
    }
    let new = try open(scratch.file())
    try new.commit([session(3)])
    #expect(commit() == .moved)
    database.close()
    #expect(try scratch.names.contains("lab.tlslab-wal"))
    let third = try open(scratch.file())
    #expect(try third.briefs() == [brief(3)])
    #expect(try open(scratch.file("aside-lab.tlslab")).briefs() == [brief(1)])
  }
}
