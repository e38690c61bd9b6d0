import CSQLite
import Foundation
import Storage
import Testing

@Suite("A whole database is written or nothing is")
struct WholeDatabaseTests {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  private func write(_ numbers: ClosedRange<Int>, to file: URL) throws(StorageError) {
    try Database.write(to: file, digest: digest) { put throws(StorageError) in
      for number in numbers { try put(session(number)) }
    }
  }

  @Test func aCopyHasEverythingInOneFile() throws {
    let database = try open(scratch.file())
    try database.commit([session(1), session(2), .putPart(name: "world", bytes: [1])])
    try database.write(to: scratch.file("copy"))
    #expect(try scratch.names.filter { $0.hasPrefix("copy") } == ["copy"])
    #expect(integrity(of: scratch.file("copy")) == "ok")
    let copy = try Database(reading: scratch.file("copy"), digest: digest)
    #expect(try copy.briefs() == [brief(1), brief(2)])
    #expect(try copy.body(of: 2) == body(2))
    #expect(try copy.parts() == ["world": [1]])
    // The lock is free again.
    try database.commit([session(3)])
  }

  @Test func theOldOneIsReplacedAndALinkStays() throws {
    try open(scratch.file("real")).commit([session(1)])
    try FileManager.default.createSymbolicLink(
      atPath: scratch.file("link").path, withDestinationPath: "real")
    try write(5...6, to: scratch.file("link"))
    #expect(try open(scratch.file("real")).briefs() == [brief(5), brief(6)])
    #expect(try scratch.names == ["link", "real"])
  }

  @Test func aFailureLeavesTheOldOneAndNoOther() throws {
    try write(1...2, to: scratch.file())
    let before = try Data(contentsOf: scratch.file())
    let failure = StorageError(operation: .read, reason: .damaged, path: "", message: "")
    #expect(throws: failure) {
      try Database.write(to: scratch.file(), digest: digest) { put throws(StorageError) in
        try put(session(7))
        throw failure
      }
    }
    #expect(try Data(contentsOf: scratch.file()) == before)
    #expect(try scratch.names == ["lab.tlslab"])
  }

  @Test func oneThatIsOpenIsNotReplaced() throws {
    let database = try open(scratch.file())
    try database.commit([session(1)])
    for _ in 1...2 {
      #expect(reason { () throws(StorageError) in try write(2...3, to: scratch.file()) } == .locked)
      #expect(
        reason { () throws(StorageError) in try database.write(to: scratch.file()) } == .locked)
    }
    try database.commit([session(2)])
    #expect(try database.briefs() == [brief(1), brief(2)])
    database.close()
    try write(3...4, to: scratch.file())
    #expect(try open(scratch.file()).briefs() == [brief(3), brief(4)])
    #expect(try scratch.names == ["lab.tlslab"])
  }

  @Test func theLogThatACrashLeftIsNotPlayedIntoTheNewOne() throws {
    let database = try open(scratch.file("crashed"))
    try database.commit([session(1)])
    for ending in ["", "-wal"] {
      try FileManager.default.copyItem(
        at: scratch.file("crashed" + ending), to: scratch.file("lab.tlslab" + ending))
    }
    try write(2...3, to: scratch.file())
    #expect(try !scratch.names.contains("lab.tlslab-wal"))
    #expect(try open(scratch.file()).briefs() == [brief(2), brief(3)])
  }

  @Test(arguments: ["-wal", "-journal", "-shm"])
  func filesOfOthersStay(ending: String) throws {
    try Data("notes".utf8).write(to: scratch.file("lab.tlslab\(ending)"))
    #expect(
      reason { () throws(StorageError) in try write(2...3, to: scratch.file()) } == .inTheWay)
    #expect(try scratch.names == ["lab.tlslab\(ending)"])
    try Data("no database".utf8).write(to: scratch.file())
    let before = try scratch.names
    #expect(
      reason { () throws(StorageError) in try write(2...3, to: scratch.file()) } == .inTheWay)
    #expect(try scratch.names == before)
  }
}

@Suite("Where there is no room or no right")
struct RefusedTests {
  @Test func aFullDiskLeavesWhatWasCommitted() async {
    await #expect(processExitsWith: .success) {
      let scratch = try Scratch()
      let database = try open(scratch.file())
      try database.commit([session(1), session(2)])
      signal(SIGXFSZ, SIG_IGN)
      var limit = rlimit()
      #if os(Linux)
        let fileSize = __rlimit_resource_t(RLIMIT_FSIZE.rawValue)
      #else
        let fileSize = RLIMIT_FSIZE
      #endif
      getrlimit(fileSize, &limit)
      var small = limit
      small.rlim_cur = 300_000
      setrlimit(fileSize, &small)
      let big = session(3, size: 1_000_000)
      #expect(reason { () throws(StorageError) in try database.commit([big]) } == .full)
      #expect(try database.briefs() == [brief(1), brief(2)])
      #expect(
        reason { () throws(StorageError) in
          try Database.write(to: scratch.file("copy"), digest: digest) { put throws(StorageError) in
            try put(big)
          }
        } == .full)
      try database.commit([.putBrief(brief(1))])
      setrlimit(fileSize, &limit)
      #expect(try !scratch.names.contains { $0.hasPrefix("copy") || $0.hasSuffix(".tmp") })
      try database.commit([big])
      database.close()
      #expect(try open(scratch.file()).briefs() == [brief(1), brief(2), brief(3)])
    }
  }

  /// Root may write anywhere: as somebody else, in a process of its own.
  @Test func readOnlyFoldersAndFiles() async {
    await #expect(processExitsWith: .success) {
      let scratch = try Scratch()
      if geteuid() == 0 {
        chown(scratch.folder.path, 65_534, 65_534)
        #expect(seteuid(65_534) == 0)
      }
      try open(scratch.file()).commit([session(1)])
      func refusals() -> [StorageError.Reason?] {
        [
          reason { () throws(StorageError) in try open(scratch.file()).commit([session(2)]) },
          reason { () throws(StorageError) in
            #expect(
              try Database(reading: scratch.file(), digest: digest).body(of: 1) == body(1))
          },
        ]
      }
      chmod(scratch.file().path, 0o400)
      #expect(refusals() == [.readOnly, nil])
      chmod(scratch.folder.path, 0o500)
      #expect(refusals() == [.readOnly, nil])
      chmod(scratch.file().path, 0o600)
      #expect(refusals() == [.readOnly, nil])
      #expect(
        reason { () throws(StorageError) in _ = try open(scratch.file("new")) } == .readOnly)
      #expect(
        reason { () throws(StorageError) in
          try Database.write(to: scratch.file("new"), digest: digest) { _ throws(StorageError) in }
        } == .readOnly)
      chmod(scratch.folder.path, 0o700)
      #expect(try scratch.names == ["lab.tlslab"])
    }
  }
}
