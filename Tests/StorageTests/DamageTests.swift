import CSQLite
import Foundation
import Storage
import Testing

@Suite("Damage is seen when it is read, and never taken for what was written")
struct DamageTests {
  private let scratch: Scratch
  private let parts: [String: [UInt8]] = ["world": body(0, size: 3000), "settings": [1, 2, 3]]
  private let bodies = (0...8).map { body($0) }
  private let sound: [UInt8]

  init() throws {
    scratch = try Scratch()
    let database = try open(scratch.file())
    try database.commit(
      parts.map { .putPart(name: $0.key, bytes: $0.value) } + (1...8).map { session($0) })
    database.close()
    sound = [UInt8](try Data(contentsOf: scratch.file()))
  }

  /// Reads everything that can be read: each answer is an error or what was written.
  ///
  /// - Returns: how many errors there were.
  private func read(_ file: URL) -> Int {
    var errors = 0
    func attempt(_ body: () throws(StorageError) -> Void) {
      if reason(body) != nil { errors += 1 }
    }
    attempt { () throws(StorageError) in
      let database = try Database(reading: file, digest: digest)
      attempt { () throws(StorageError) in #expect(try database.parts() == parts) }
      attempt { () throws(StorageError) in
        #expect(try database.briefs() == (1...8).map { brief($0) })
      }
      for number in 1...8 {
        attempt { () throws(StorageError) in
          #expect(try database.body(of: number) == bodies[number])
        }
      }
    }
    return errors
  }

  @Test func bytesFlippedAtRandom() throws {
    #expect(read(scratch.file()) == 0)
    var random = SystemRandomNumberGenerator()
    var seen = 0
    for round in 0..<500 {
      var bytes = sound
      // A third in what rules the rest: the header and the beginnings of pages.
      let place =
        round % 3 == 0
        ? Int.random(in: 0..<(bytes.count / 16_384), using: &random) * 16_384
          + Int.random(in: 0..<130, using: &random)
        : Int.random(in: 0..<bytes.count, using: &random)
      bytes[place] ^= UInt8.random(in: 1...255, using: &random)
      try Data(bytes).write(to: scratch.file())
      if read(scratch.file()) > 0 { seen += 1 }
    }
    // The others hit what holds nothing.
    #expect(seen > 150)
    #expect(try scratch.names == ["lab.tlslab"])
  }

  @Test(arguments: [0.01, 0.1, 0.5, 0.9, 0.999])
  func cutOff(share: Double) throws {
    try Data(sound.prefix(Int(Double(sound.count) * share))).write(to: scratch.file())
    #expect(read(scratch.file()) > 0)
  }

  @Test func cutOffWhileOpen() throws {
    let database = try open(scratch.file())
    #expect(truncate(scratch.file().path, off_t(sound.count / 2)) == 0)
    var errors = 0
    for number in 1...8 {
      let failure = reason { () throws(StorageError) in
        #expect(try database.body(of: number) == bodies[number])
      }
      if failure != nil { errors += 1 }
    }
    #expect(errors > 0)
  }

  /// What a program can do that knows SQLite, but not us.
  @Test(arguments: [
    "DELETE FROM session WHERE number = 7", "DELETE FROM body WHERE number = 7",
    "DELETE FROM part WHERE name = 'world'", "DELETE FROM seal", "UPDATE seal SET digest = x''",
    "UPDATE body SET number = 107 WHERE number = 7", "UPDATE body SET bytes = 7 WHERE number = 7",
    "UPDATE session SET number = 107 WHERE number = 7", "UPDATE session SET id = 'x' || id",
    "UPDATE body SET bytes = (SELECT bytes FROM body WHERE number = 8) WHERE number = 7",
    "UPDATE part SET name = 'word' WHERE name = 'world'", "UPDATE part SET bytes = x'00'",
    "INSERT INTO session SELECT 50, 'x', brief, body, digest FROM session WHERE number = 7",
  ])
  func rowsThatWeDidNotWrite(sql: String) throws {
    #expect(execute(sql, in: scratch.file()) == SQLITE_OK)
    #expect(read(scratch.file()) > 0)
  }

  @Test func aDamagedBodyLeavesTheOthers() throws {
    let sql = "UPDATE body SET bytes = x'00' WHERE number = 7"
    #expect(execute(sql, in: scratch.file()) == SQLITE_OK)
    #expect(read(scratch.file()) == 1)
    let database = try open(scratch.file())
    let error = #expect(throws: StorageError.self) { try database.body(of: 7) }
    #expect(error?.reason == .damaged)
    #expect(error?.message.contains("session 7") == true)
    try database.commit([session(7)])
    database.close()
    #expect(read(scratch.file()) == 0)
  }

  @Test func anotherDigestFitsNothing() throws {
    let database = try Database(updating: scratch.file()) { Array(digest($0).reversed()) }
    #expect(reason { () throws(StorageError) in _ = try database.parts() } == .damaged)
    #expect(reason { () throws(StorageError) in _ = try database.body(of: 1) } == .damaged)
  }
}
