import Bytes
import Foundation
import Storage
import TLSKeys
import Testing

@testable import Lab

/// The file was written by the program as it was before saved labs became databases (commit a5dfe8d):
/// `world new uc seed=7`, `set app.scenario echo`, `connect kx=rsa version=1.2`,
/// `connect group=X25519MLKEM768`, `compromise server.key`, `predict S2=sealed`, `break verify`, `walk`,
/// `step 12`, `save`.
@Suite("A lab that an older program saved is read, and taken over")
struct OldSavedLabTests {
  private static let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("saved/before-the-database.tlslab-save")

  @Test func read() throws {
    var lab = try SavedLab.read(Self.file)
    #expect(lab.sessions.ids == ["S1", "S2", "S3"])
    #expect(lab.sessions.map(\.steps.count).last == 12)
    #expect(lab.vault.map(\.state) == [.open, .sealed, .empty])
    #expect(lab.predictions == ["S2": .sealed])
    #expect(lab.breakpoints == [.verify])
    // The walk goes on, and back to its beginning.
    #expect(lab.stepsBack == 12)
    try lab.goOn()
    try lab.finish()
    #expect(lab.sessions[1].facts(on: .direct).agreement == .hybrid)
    try lab.backToStart()
    #expect(lab.currentSession?.steps.isEmpty == true)
  }

  @Test("Suites that were misspelled then are the same suites")
  func misspelled() throws {
    let text =
      "TLS_ECDHE_PSK_WITH_AES_128_CCM_8,TLS_ECDHE_PSK_WITH_AES_128_CCM,TLS_PSK_WITH_AES_128_CCM"
    let saved = try JSONEncoder().encode(["overrides": ["client.suites": text]])
    let settings = try JSONDecoder().decode(Settings.self, from: saved)
    #expect(settings.suites(of: .client).map(\.hexadecimal) == ["0xD003", "0xD005", "0xC0A4"])
    #expect(settings.overrides["client.suites"]?.contains("CCM_8_SHA256,") == true)
  }

  @Test("It is replaced by a database of the same content, at once and whole")
  func takenOver() throws {
    let place = try TemporaryPlace()
    let file = place.file("autosave")
    try FileManager.default.copyItem(at: Self.file, to: file)
    let old = try SavedLab.read(file)
    var saved = try SavedLab(updating: file)
    let restored = try #require(try saved.restore())
    #expect(try canonical(restored) == canonical(old))
    saved.close()
    #expect(try Data(contentsOf: file).starts(with: Data("SQLite format 3\0".utf8)))
    #expect(try canonical(SavedLab.read(file)) == canonical(old))
  }
}

@Suite("Of a lab that is kept, what changed is written, and what nobody looks at is not read")
struct KeptLabTests {
  @Test("A row that is not what it should be is one empty session, and the rest is whole")
  func oneIsDamaged() throws {
    let place = try TemporaryPlace()
    let file = place.file("lab")
    var lab = try preparedLab()
    for _ in 0..<3 { try lab.connect([("scenario", "echo")]) }
    try SavedLab.write(lab, to: file)
    let database = try Database(updating: file, digest: SavedLab.digest)
    let brief = try #require(try database.briefs().first { $0.id == "S2" })
    try database.commit([.putSession(brief, body: [0xf9, 1, 2, 3])])
    database.close()
    var saved = try SavedLab(updating: file)
    var restored = try #require(try saved.restore())
    #expect(restored.sessions.unreadable.isEmpty, "none was looked at")
    #expect(restored.sessions.map(\.steps.isEmpty) == [false, true, false])
    #expect(restored.sessions.unreadable.map(\.id) == ["S2"])
    #expect(
      restored.sessions[1].outcome == .unreadable && restored.sessions[0].outcome == .established)
    #expect(restored.vaults.map { $0.map(\.state) } == [[.sealed], [.unreadable], [.sealed]])
    // The others go on, and the damaged row is not written over with nothing.
    try restored.connect([("scenario", "echo")])
    try saved.keep(restored)
    saved.close()
    #expect(throws: SavedLab.Failure.self) { _ = try SavedLab.read(file) }
    #expect(restored.sessions.ids == ["S1", "S2", "S3", "S4"])
  }

  @Test("What is gone from the file is still there for whoever goes back")
  func undone() throws {
    let place = try TemporaryPlace()
    var lab = try preparedLab()
    for _ in 0..<3 { try lab.connect([("scenario", "echo")]) }
    let before = try canonical(lab)
    try SavedLab.write(lab, to: place.file("lab"))
    var saved = try SavedLab(updating: place.file("lab"))
    let restored = try #require(try saved.restore())
    var reset = restored
    reset.reset()
    try saved.keep(reset)
    #expect(try canonical(restored) == before)
    try saved.keep(restored)
    saved.close()
    #expect(try canonical(SavedLab.read(place.file("lab"))) == before)
  }

  @Test("A session bears the name that this program gives, or it is damage")
  func foreignName() throws {
    let lines = try OldDocument.bytes(of: preparedLab().connected()).split(separator: 0x0a)
    let body = lines.dropFirst().joined(separator: [0x0a])
    let text = String(decoding: Array(body), as: UTF8.self)
      .replacing(#""id":"S1""#, with: #""id":"../../outside""#)
    #expect(throws: SavedLab.Failure.self) {
      _ = try LabDocument.lab(from: OldDocument.bytes(of: Array(text.utf8)))
    }
  }
}

extension Lab {
  fileprivate func connected() throws -> Lab {
    var lab = self
    try lab.connect([("scenario", "echo")])
    return lab
  }
}
