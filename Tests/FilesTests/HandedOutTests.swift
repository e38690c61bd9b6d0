import Files
import Foundation
import Testing

@Suite("What is handed out replaces nothing unasked, and goes nowhere else")
struct HandedOutTests {
  private let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("tlslab-test-\(UUID().uuidString)").resolvingSymlinksInPath()

  init() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  private func file(_ name: String) -> URL { folder.appendingPathComponent(name) }

  private func write(_ name: String, replacing: Bool = false) throws(HandedOut.Refusal) {
    try HandedOut.write(Array("new".utf8), to: file(name), mode: 0o600, replacing: replacing)
  }

  private func text(_ name: String) throws -> String {
    try String(contentsOf: file(name), encoding: .utf8)
  }

  @Test func regularFiles() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data("old".utf8).write(to: file("taken"))
    try Data().write(to: file("empty"))
    #expect(throws: HandedOut.Refusal.taken) { try write("taken") }
    #expect(try text("taken") == "old")
    try write("taken", replacing: true)
    try write("empty")
    try write("new")
    for name in ["taken", "empty", "new"] { #expect(try text(name) == "new") }
  }

  @Test(arguments: [true, false])
  func linksAndPipes(replacing: Bool) throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data("old".utf8).write(to: file("real"))
    symlink(file("real").path, file("link").path)
    symlink(file("nothing").path, file("dangling").path)
    mkfifo(file("pipe").path, 0o600)
    #expect(throws: HandedOut.Refusal.link) { try write("link", replacing: replacing) }
    #expect(throws: HandedOut.Refusal.link) { try write("dangling", replacing: replacing) }
    #expect(throws: HandedOut.Refusal.noFile) { try write("pipe", replacing: replacing) }
    #expect(try text("real") == "old")
    #expect(!FileManager.default.fileExists(atPath: file("nothing").path))
  }

  @Test func devicesAreWrittenTo() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try HandedOut.write([1], to: URL(fileURLWithPath: "/dev/null"), mode: 0o600, replacing: false)
  }

  /// The umask counts for the whole process, so this runs in one of its own.
  @Test("Secrets are for their owner alone, whatever the umask") func umasks() async {
    defer { try? FileManager.default.removeItem(at: folder) }
    await #expect(processExitsWith: .success) {
      let file = FileManager.default.temporaryDirectory
        .appendingPathComponent("tlslab-test-\(UUID().uuidString)")
      defer { unlink(file.path) }
      for mask in [0, 0o022, 0o077, 0o777] {
        umask(mode_t(mask))
        try HandedOut.write([1], to: file, mode: 0o600, replacing: true)
        var status = stat()
        #expect(stat(file.path, &status) == 0 && status.st_mode & 0o777 == 0o600, "\(mask)")
      }
    }
  }
}

@Suite("What a program that was killed left behind is cleared away")
struct LeftoverTests {
  private let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("tlslab-test-\(UUID().uuidString)").resolvingSymlinksInPath()

  private var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() }
  }

  @Test func thoseOfTheDeadAndNoOthers() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let alive = try Replacement(of: "\(folder.path)/lab", mode: 0o600)
    for name in [".tlslab-dead.tmp", ".tlslab-dead.tmp-journal", ".other.tmp", "tlslab-x.tmp"] {
      try Data("secret".utf8).write(to: folder.appendingPathComponent(name))
    }
    symlink("/dev/null", "\(folder.path)/.tlslab-link.tmp")
    Leftovers.clear(in: folder)
    let temporary = URL(fileURLWithPath: alive.temporary).lastPathComponent
    #expect(
      try Set(names) == [temporary, ".tlslab-link.tmp", ".other.tmp", "tlslab-x.tmp"])
    try Data("secret".utf8).write(to: folder.appendingPathComponent(".tlslab-late.tmp"))
    // Whoever writes there again clears away as well.
    try AtomicFile.write([1], to: folder.appendingPathComponent("next"))
    #expect(try !names.contains(".tlslab-late.tmp"))
    try alive.put { path throws(FileError) in
      try AtomicFile.write([7], to: URL(fileURLWithPath: path))
    }
  }
}

@Suite("Locks and kept files")
struct LockTests {
  private let file = FileManager.default.temporaryDirectory
    .appendingPathComponent("tlslab-test-\(UUID().uuidString)")

  @Test func oneHolderAtATime() throws {
    defer { unlink(file.path + ".lock") }
    let first = try #require(try FileLock(unlessHeldBeside: file))
    #expect(try FileLock(unlessHeldBeside: file) == nil)
    first.release()
    let second = try #require(try FileLock(unlessHeldBeside: file))
    second.release()
  }

  @Test("Nobody waits for a pipe that stands where a kept file was") func pipes() throws {
    defer { unlink(file.path) }
    mkfifo(file.path, 0o600)
    #expect(throws: FileError(operation: .open, path: file.path, code: EINVAL)) {
      try FileContents.kept(file)
    }
    #expect(throws: FileError(operation: .open, path: "/", code: EISDIR)) {
      try FileContents.kept(URL(fileURLWithPath: "/"))
    }
  }

  @Test("$HOME counts before the list of users") func home() {
    #expect(HomeFolder.find(environment: ["HOME": "/home/ada"]).path == "/home/ada")
    let listed = HomeFolder.find(environment: [:]).path
    #expect(listed.hasPrefix("/"))
    for home in ["", "relative"] {
      #expect(HomeFolder.find(environment: ["HOME": home]).path == listed)
    }
  }
}
