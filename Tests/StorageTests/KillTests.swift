import CSQLite
import Foundation
import Storage
import Testing

@Suite("What was acknowledged outlasts kill -9", .enabled(if: Writer.exists))
struct KillTests {
  @Test(.timeLimit(.minutes(2))) func everyAcknowledgedRowIsThere() throws {
    let scratch = try Scratch()
    var next = 1
    var random = SystemRandomNumberGenerator()
    for _ in 1...200 {
      let writer = try Writer(scratch.file(), first: next)
      let lines = Int.random(in: 0...3, using: &random)
      let delay = UInt32.random(in: 0...4000, using: &random)
      let said = try writer.killed(afterLines: lines, andMicroseconds: delay)
      let last = try #require(said.isEmpty ? next - 1 : said.last)
      #expect(said == Array(next..<(last + 1)))
      next = last + 1
      // The one that was on its way may have arrived as well, whole.
      let database = try open(scratch.file())
      let numbers = try database.briefs().map(\.number)
      #expect(numbers == Array(1..<next) || numbers == Array(1...next))
      for number in numbers.suffix(4) {
        let count = number * 977 % 60_000
        let body = [UInt8](repeating: UInt8(truncatingIfNeeded: number), count: count)
        #expect(try database.body(of: number) == body)
      }
      if let last = numbers.last {
        #expect(try database.parts() == ["last": Array("\(last)".utf8)])
      }
      next = (numbers.last ?? 0) + 1
    }
    #expect(integrity(of: scratch.file()) == "ok")
    #expect(try scratch.names == ["lab.tlslab"])
  }

  @Test func aDatabaseHalfMadeIsMadeWhole() throws {
    for _ in 1...40 {
      let scratch = try Scratch()
      let writer = try Writer(scratch.file(), first: 1)
      let said = try writer.killed(afterLines: 0, andMicroseconds: .random(in: 0...30_000))
      let database = try open(scratch.file())
      #expect(try database.briefs().map(\.number).starts(with: said))
      try database.commit([session(1_000_000)])
    }
  }
}

/// The process that is killed.
private struct Writer {
  private let process = Process()
  private let output = Pipe()

  private static let executable = URL(fileURLWithPath: CommandLine.arguments[0])
    .resolvingSymlinksInPath().deletingLastPathComponent()
    .appendingPathComponent("StorageWriter")
  static var exists: Bool { FileManager.default.isExecutableFile(atPath: executable.path) }

  init(_ file: URL, first: Int) throws {
    process.executableURL = Self.executable
    process.arguments = ["commit", file.path, "\(first)"]
    process.standardOutput = output
    try process.run()
  }

  /// Kills it a moment after it has said so many lines.
  ///
  /// - Returns: the numbers that it said, to the last whole line.
  func killed(afterLines lines: Int, andMicroseconds delay: UInt32) throws -> [Int] {
    var said = Data()
    let reader = output.fileHandleForReading
    while said.count(where: { $0 == UInt8(ascii: "\n") }) < lines {
      let more = reader.availableData
      if more.isEmpty { break }
      said += more
    }
    usleep(delay)
    kill(process.processIdentifier, SIGKILL)
    said += try reader.readToEnd() ?? Data()
    process.waitUntilExit()
    #expect(process.terminationReason == .uncaughtSignal)
    let whole = String(decoding: said, as: UTF8.self).split(
      separator: "\n", omittingEmptySubsequences: false
    ).dropLast()
    if let first = whole.first { #expect(first == "open") }
    return try whole.dropFirst().map { try #require(Int($0)) }
  }
}

/// SQLite's own opinion of a file.
func integrity(of file: URL) -> String? {
  var handle: OpaquePointer?
  defer { sqlite3_close_v2(handle) }
  var statement: OpaquePointer?
  defer { sqlite3_finalize(statement) }
  guard sqlite3_open_v2(file.path, &handle, SQLITE_OPEN_READWRITE, nil) == SQLITE_OK,
    sqlite3_prepare_v2(handle, "PRAGMA integrity_check", -1, &statement, nil) == SQLITE_OK,
    sqlite3_step(statement) == SQLITE_ROW
  else { return nil }
  return sqlite3_column_text(statement, 0).map { String(cString: $0) }
}

/// Changes a file behind our back.
func execute(_ sql: String, in file: URL) -> Int32 {
  var handle: OpaquePointer?
  defer { sqlite3_close_v2(handle) }
  guard sqlite3_open(file.path, &handle) == SQLITE_OK else { return SQLITE_CANTOPEN }
  return sqlite3_exec(handle, sql, nil, nil, nil)
}
