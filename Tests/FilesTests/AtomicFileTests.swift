import Files
import Foundation
import Testing

/// An empty folder for one test, gone with it.
private final class Scratch {
  let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("tlslab-test-\(UUID().uuidString)").resolvingSymlinksInPath()

  init() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  func file(_ name: String) -> URL { folder.appendingPathComponent(name) }

  var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() }
  }
}

private func permissions(of file: URL) throws -> Int? {
  try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? Int
}

@Suite("A file is replaced whole or not at all")
struct AtomicFileTests {
  @Test(arguments: [0, 1, 4096, 3_000_000])
  func theBytesArriveAndNothingElseStays(count: Int) throws {
    let scratch = try Scratch()
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
    try AtomicFile.write([1, 2, 3], to: scratch.file("lab.json"))
    try AtomicFile.write(bytes, to: scratch.file("lab.json"))
    #expect(try [UInt8](Data(contentsOf: scratch.file("lab.json"))) == bytes)
    #expect(try scratch.names == ["lab.json"])
  }

  @Test func secretsAreForTheirOwnerAlone() throws {
    let scratch = try Scratch()
    let file = scratch.file("server.key")
    try AtomicFile.write([1], to: file)
    try AtomicFile.write([2], to: file, mode: 0o600)
    #expect(try permissions(of: file) == 0o600)
  }

  @Test func whatASymbolicLinkPointsToIsReplaced() throws {
    let scratch = try Scratch()
    try AtomicFile.write([1], to: scratch.file("real"))
    try FileManager.default.createSymbolicLink(
      at: scratch.file("link"), withDestinationURL: scratch.file("real"))
    try AtomicFile.write([2], to: scratch.file("link"))
    #expect(try [UInt8](Data(contentsOf: scratch.file("real"))) == [2])
    #expect(
      try FileManager.default.destinationOfSymbolicLink(atPath: scratch.file("link").path)
        == scratch.file("real").path)
  }

  @Test func aMissingFolderIsNamed() throws {
    let scratch = try Scratch()
    let file = scratch.file("missing/lab.json")
    #expect(throws: FileError(operation: .open, path: file.path, code: ENOENT)) {
      try AtomicFile.write([1], to: file)
    }
  }

  @Test func aFileWhereAFolderShouldBeIsNamed() throws {
    let scratch = try Scratch()
    try AtomicFile.write([1], to: scratch.file("file"))
    let below = scratch.file("file/lab.json")
    #expect(throws: FileError(operation: .open, path: below.path, code: ENOTDIR)) {
      try AtomicFile.write([1], to: below)
    }
  }

  @Test func aFolderIsNotOverwritten() throws {
    let scratch = try Scratch()
    #expect(throws: FileError(operation: .open, path: scratch.folder.path, code: EISDIR)) {
      try AtomicFile.write([1], to: scratch.folder)
    }
  }

  @Test func devicesAreWrittenToNotReplaced() throws {
    try AtomicFile.write([1], to: URL(fileURLWithPath: "/dev/null"))
    let type = try FileManager.default.attributesOfItem(atPath: "/dev/null")[.type]
    #expect(type as? FileAttributeType == .typeCharacterSpecial)
  }

  #if os(Linux)
    @Test func aFullDeviceIsNamed() {
      #expect(throws: FileError(operation: .write, path: "/dev/full", code: ENOSPC)) {
        try AtomicFile.write([1], to: URL(fileURLWithPath: "/dev/full"))
      }
    }
  #endif

  /// The limit on a file's size stands in for a full disk. It counts for the whole process, so
  /// this runs in a process of its own.
  @Test func aFullDiskLeavesTheOldFileAndNoOther() async {
    await #expect(processExitsWith: .success) {
      let scratch = try Scratch()
      let file = scratch.file("lab.json")
      try AtomicFile.write([1, 2, 3], to: file)

      signal(SIGXFSZ, SIG_IGN)
      var limit = rlimit()
      #if os(Linux)
        let fileSize = __rlimit_resource_t(RLIMIT_FSIZE.rawValue)
      #else
        let fileSize = RLIMIT_FSIZE
      #endif
      getrlimit(fileSize, &limit)
      var small = limit
      small.rlim_cur = 4096
      setrlimit(fileSize, &small)
      let failure = #expect(throws: FileError.self) {
        try AtomicFile.write([UInt8](repeating: 7, count: 100_000), to: file)
      }
      setrlimit(fileSize, &limit)

      #expect(failure == FileError(operation: .write, path: file.path, code: EFBIG))
      #expect(try [UInt8](Data(contentsOf: file)) == [1, 2, 3])
      #expect(try scratch.names == ["lab.json"])
    }
  }
}

@Suite("A private folder is made with those above it")
struct FolderTests {
  @Test func newFoldersAreForTheirOwnerAlone() throws {
    let scratch = try Scratch()
    try Folder.makePrivate(scratch.file("a/b/c"))
    try Folder.makePrivate(scratch.file("a/b/c"))
    #expect(try permissions(of: scratch.file("a")) == 0o700)
    #expect(try permissions(of: scratch.file("a/b/c")) == 0o700)
  }

  @Test func aFileInTheWayIsNamed() throws {
    let scratch = try Scratch()
    try AtomicFile.write([1], to: scratch.file("a"))
    #expect(throws: FileError(operation: .makeFolder, path: scratch.file("a").path, code: ENOTDIR))
    {
      try Folder.makePrivate(scratch.file("a/b"))
    }
  }
}
