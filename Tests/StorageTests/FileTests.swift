import CSQLite
import Foundation
import Storage
import Testing

@Suite("A database is its owner's alone")
struct PrivacyTests {
  /// The umask counts for the whole process, so this runs in one of its own.
  @Test(arguments: [0, 0o022, 0o777] as [mode_t])
  func whateverTheUmask(mask: mode_t) async {
    await #expect(processExitsWith: .success) { [mask] in
      let scratch = try Scratch()
      umask(mask)
      let database = try open(scratch.file())
      try database.commit([session(1)])
      #expect(try scratch.names == ["lab.tlslab", "lab.tlslab-shm", "lab.tlslab-wal"])
      for name in try scratch.names {
        #expect(try permissions(of: scratch.file(name)) == 0o600, "\(name)")
      }
      try database.write(to: scratch.file("copy"))
      #expect(try permissions(of: scratch.file("copy")) == 0o600)
      database.close()
      #expect(try scratch.names == ["copy", "lab.tlslab"])
    }
  }

  @Test func theRightsOfOthersAreTakenAway() throws {
    let scratch = try Scratch()
    try open(scratch.file()).commit([session(1)])
    chmod(scratch.file().path, 0o644)
    let database = try open(scratch.file())
    try database.commit([session(2)])
    for name in try scratch.names {
      #expect(try permissions(of: scratch.file(name)) == 0o600, "\(name)")
    }
  }

  @Test func tidyingEmptiesTheLog() throws {
    let scratch = try Scratch()
    let database = try open(scratch.file())
    try database.commit([session(1)])
    try database.tidy()
    #expect(try Data(contentsOf: scratch.file("lab.tlslab-wal")).isEmpty)
    try FileManager.default.copyItem(at: scratch.file(), to: scratch.file("copy"))
    #expect(try open(scratch.file("copy")).body(of: 1) == body(1))
  }
}

@Suite("A database takes no more room than it needs")
struct RoomTests {
  @Test func tidyingGivesBackWhatRemovedRowsLeft() throws {
    let scratch = try Scratch()
    let database = try open(scratch.file())
    try database.commit((1...40).map { session($0, size: 120_000) })
    try database.tidy()
    let full = try Data(contentsOf: scratch.file()).count
    try database.commit((1...39).map { .removeSession(number: $0) })
    try database.tidy()
    #expect(try Data(contentsOf: scratch.file()).count < full / 8)
    #expect(try database.body(of: 40) == body(40, size: 120_000))
    #expect(try !database.isChangedByOther())
    database.close()
    #expect(integrity(of: scratch.file()) == "ok")
  }
}

@Suite("What is no saved lab is refused and left as it is")
struct StrangeFileTests {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  private func refusal(_ file: URL) -> [StorageError.Reason?] {
    [
      reason { () throws(StorageError) in _ = try open(file) },
      reason { () throws(StorageError) in _ = try Database(reading: file, digest: digest) },
    ]
  }

  @Test(.timeLimit(.minutes(1))) func foldersPipesAndDevices() throws {
    #expect(mkfifo(scratch.file("pipe").path, 0o600) == 0)
    for file in [scratch.folder, scratch.file("pipe"), URL(fileURLWithPath: "/dev/null")] {
      #expect(refusal(file) == [.noRegularFile, .noRegularFile])
      #expect(
        reason { () throws(StorageError) in
          try Database.write(to: file, digest: digest) { _ throws(StorageError) in }
        } == .noRegularFile)
    }
  }

  @Test func aSecondNameIsRefused() throws {
    try open(scratch.file()).commit([session(1)])
    try FileManager.default.linkItem(at: scratch.file(), to: scratch.file("other"))
    #expect(refusal(scratch.file("other")) == [.severalNames, .severalNames])
  }

  @Test func whatIsMissingIsNamed() throws {
    let file = scratch.file("missing/lab.tlslab")
    #expect(refusal(file) == [.missing, .missing])
    let error = #expect(throws: StorageError.self) { try open(file) }
    #expect(error?.path == file.path)
    #expect(
      reason { () throws(StorageError) in
        _ = try Database(reading: scratch.file(), digest: digest)
      } == .missing)
    #expect(try scratch.names.isEmpty)
  }

  @Test func linksAreFollowed() throws {
    try FileManager.default.createDirectory(
      at: scratch.file("folder"), withIntermediateDirectories: false)
    try FileManager.default.createSymbolicLink(
      atPath: scratch.file("link").path, withDestinationPath: "folder/lab")
    try open(scratch.file("link")).commit([session(1)])
    #expect(try open(scratch.file("folder/lab")).briefs() == [brief(1)])
    #expect(try scratch.names == ["folder", "link"])
  }

  @Test(arguments: ["{\"schema\": 2}", "SQLite format 3\0", String(repeating: "x", count: 9000)])
  func textIsNoDatabase(text: String) throws {
    try Data(text.utf8).write(to: scratch.file())
    #expect(refusal(scratch.file()) == [.notADatabase, .notADatabase])
    #expect(try Data(contentsOf: scratch.file()) == Data(text.utf8))
    #expect(try scratch.names == ["lab.tlslab"])
  }

  @Test func anEmptyFileBecomesADatabase() throws {
    try Data().write(to: scratch.file())
    #expect(
      reason { () throws(StorageError) in
        _ = try Database(reading: scratch.file(), digest: digest)
      } == .notADatabase)
    #expect(try open(scratch.file()).briefs().isEmpty)
  }

  @Test(arguments: [
    ("CREATE TABLE mine(a)", StorageError.Reason.foreign),
    ("PRAGMA application_id = 7", .foreign),
    ("PRAGMA user_version = 7", .foreign),
  ])
  func databasesOfOthers(sql: String, expected: StorageError.Reason) throws {
    #expect(execute(sql, in: scratch.file()) == SQLITE_OK)
    let before = try Data(contentsOf: scratch.file())
    #expect(refusal(scratch.file()) == [expected, expected])
    #expect(try Data(contentsOf: scratch.file()) == before)
  }

  @Test(arguments: [
    ("PRAGMA user_version = 2", StorageError.Reason.newerProgram(version: 2)),
    ("PRAGMA application_id = 7", .foreign),
    ("CREATE VIEW v AS SELECT 1", .damaged),
    ("CREATE TRIGGER t AFTER INSERT ON part BEGIN DELETE FROM body; END", .damaged),
    ("DROP TABLE seal", .damaged),
  ])
  func databasesThatWereOurs(sql: String, expected: StorageError.Reason) throws {
    try open(scratch.file()).commit([session(1)])
    #expect(execute(sql, in: scratch.file()) == SQLITE_OK)
    #expect(refusal(scratch.file()) == [expected, expected])
  }

  @Test func theLogOfADatabaseThatIsGoneIsNotPlayedBack() throws {
    let old = try open(scratch.file())
    try old.commit([session(1)])
    let log = try Data(contentsOf: scratch.file("lab.tlslab-wal"))
    old.close()
    try FileManager.default.removeItem(at: scratch.file())
    try log.write(to: scratch.file("lab.tlslab-wal"))
    let database = try open(scratch.file())
    #expect(try database.briefs().isEmpty)
    try database.commit([session(2)])
    #expect(try database.briefs() == [brief(2)])
  }
}
