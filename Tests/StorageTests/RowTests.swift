import Foundation
import Storage
import Testing

@Suite("What is committed is read again, and only that")
struct RowTests {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  private func reopened() throws -> Database { try open(scratch.file()) }

  @Test func aNewDatabaseIsEmpty() throws {
    let database = try open(scratch.file())
    #expect(try database.parts().isEmpty)
    #expect(try database.briefs().isEmpty)
    #expect(try database.body(of: 1) == nil)
  }

  @Test(arguments: [0, 1, 4096, 16_384, 120_000, 3_000_000])
  func bytesOfEverySize(count: Int) throws {
    let bytes = body(3, size: count)
    let database = try open(scratch.file())
    let row = Brief(number: 3, id: "S3", bytes: bytes)
    try database.commit([
      .putPart(name: "world", bytes: bytes), .putSession(row, body: bytes),
    ])
    database.close()
    #expect(try reopened().parts() == ["world": bytes])
    #expect(try reopened().briefs() == [row])
    #expect(try reopened().body(of: 3) == bytes)
  }

  @Test(arguments: ["", "a\0b", "é🔑", "'; DROP TABLE part; --"])
  func namesOfEveryKind(name: String) throws {
    let database = try open(scratch.file())
    let row = Brief(number: .min, id: name, bytes: [])
    try database.commit([.putPart(name: name, bytes: [1]), .putSession(row, body: [])])
    #expect(try database.parts() == [name: [1]])
    #expect(try database.briefs() == [row])
    #expect(try database.body(of: .min) == [])
  }

  @Test func rowsAreReplacedAndRemoved() throws {
    let database = try open(scratch.file())
    try database.commit((1...5).map { session($0) } + [.putPart(name: "a", bytes: [1])])
    let renamed = Brief(number: 2, id: "two", bytes: [9])
    try database.commit([
      .putBrief(renamed), .removeSession(number: 3), .removeSession(number: 99),
      session(4, size: 7), .removePart(name: "a"), .removePart(name: "b"),
      .putPart(name: "c", bytes: [3]),
    ])
    database.close()
    let again = try reopened()
    #expect(try again.briefs() == [brief(1), renamed, brief(4), brief(5)])
    #expect(try again.body(of: 2) == body(2))
    #expect(try again.body(of: 3) == nil)
    #expect(try again.body(of: 4) == body(4, size: 7))
    #expect(try again.parts() == ["c": [3]])
    try again.commit([.removeEverything, session(8)])
    #expect(try again.briefs() == [brief(8)])
    #expect(try again.parts().isEmpty)
  }

  @Test func aCommitIsWholeOrNothing() throws {
    let database = try open(scratch.file())
    try database.commit([session(1), session(2)])
    let twice = Brief(number: 3, id: "S1", bytes: [])
    #expect(
      reason { () throws(StorageError) in
        try database.commit([.removeSession(number: 2), .putSession(twice, body: [])])
      } == .duplicate)
    #expect(
      reason { () throws(StorageError) in
        try database.commit([.removeSession(number: 2), .putBrief(brief(7))])
      } == .missing)
    #expect(try database.briefs() == [brief(1), brief(2)])
    #expect(try database.body(of: 2) == body(2))
  }

  @Test func afterItsEndADatabaseSaysSo() throws {
    let database = try open(scratch.file())
    database.close()
    database.close()
    #expect(reason { () throws(StorageError) in _ = try database.parts() } == .closed)
    #expect(
      reason { () throws(StorageError) in try database.commit([session(1)]) } == .closed)
  }
}
