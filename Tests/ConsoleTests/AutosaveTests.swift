import Commands
import Foundation
import Lab
import Testing

@testable import Console

@Suite("The lab outlives the program")
struct AutosaveTests {
  @Test func keptAndRestored() throws {
    let folder = try TemporaryFolder()
    var autosave = Autosave(file: folder.file("state/tlslab/autosave.tlslab-save"))
    guard case .nothing = autosave.restore() else {
      Issue.record("there is something before the first time")
      return
    }
    var lab = Lab(seed: 7)
    try lab.connect([("kx", "ecdhe"), ("version", "1.2")])
    #expect(autosave.keep(lab) == nil)
    guard case .lab(let restored) = autosave.restore() else {
      Issue.record("not restored")
      return
    }
    #expect(restored.stateDocument == lab.stateDocument)
  }

  @Test("What a program before this one kept under its own name is gone on with")
  func adopted() throws {
    let folder = try TemporaryFolder()
    let saved = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent()
      .appendingPathComponent("LabTests/saved/before-the-database.tlslab-save")
    try FileManager.default.copyItem(at: saved, to: folder.file("autosave.json"))
    var autosave = Autosave(file: folder.file("autosave.tlslab-save"))
    autosave.adopt(folder.file("autosave.json"))
    guard case .lab(let restored) = autosave.restore() else {
      Issue.record("not restored")
      return
    }
    #expect(restored.sessions.ids == ["S1", "S2", "S3"])
    #expect(!FileManager.default.fileExists(atPath: folder.file("autosave.json").path))
  }

  @Test("A damaged one is set aside by a name that is free")
  func damaged() throws {
    let folder = try TemporaryFolder()
    var autosave = Autosave(file: folder.file("autosave.tlslab-save"))
    for number in 1...2 {
      try Data("tlslab-save 1 00\n{".utf8).write(to: autosave.file)
      guard case .unusable(let reason, let aside) = autosave.restore() else {
        Issue.record("not recognised")
        return
      }
      #expect(reason.contains("damaged"))
      #expect(aside == folder.file("autosave.tlslab-save.damaged-\(number)"))
      #expect(!autosave.exists)
    }
  }

  @Test("A lab that lost every byte is missed, and not taken for the first time")
  func emptied() throws {
    let folder = try TemporaryFolder()
    var autosave = Autosave(file: folder.file("autosave.tlslab-save"))
    var lab = Lab(seed: 7)
    try lab.connect([("kx", "ecdhe"), ("version", "1.2")])
    #expect(autosave.keep(lab) == nil)
    _ = autosave.setAside(as: "previous")
    try Data().write(to: autosave.file)
    guard case .unusable(let reason, let aside) = autosave.restore() else {
      Issue.record("not missed")
      return
    }
    #expect(reason.contains("the file is empty"))
    #expect(aside == folder.file("autosave.tlslab-save.damaged-1"))
    #expect(autosave.keep(lab) == nil)
  }

  @Test(
    "What is no file is put out of the way, and what is from a newer program is not called damaged")
  func othersWords() throws {
    let folder = try TemporaryFolder()
    var autosave = Autosave(file: folder.file("autosave.tlslab-save"))
    try folder.write("tlslab-save 99 00\n{", to: "autosave.tlslab-save")
    guard case .unusable(let reason, let aside) = autosave.restore() else {
      Issue.record("read")
      return
    }
    #expect(reason.contains("newer program (schema 99)"))
    #expect(aside == folder.file("autosave.tlslab-save.newer-1"))
    try folder.makeFolder("autosave.tlslab-save")
    guard case .unusable(_, let second) = autosave.restore() else {
      Issue.record("read")
      return
    }
    #expect(second?.path == folder.file("autosave.tlslab-save.in-the-way-1").path)
  }

  @Test(
    "A sound one that can't be written to is shown, stays, and is not called damaged",
    .enabled(if: getuid() != 0), arguments: [(0o444, 0o700), (0o600, 0o500)])
  func readOnly(file: Int, place: Int) throws {
    let folder = try TemporaryFolder()
    try folder.makeFolder("state")
    var autosave = Autosave(file: folder.file("state/autosave.tlslab-save"))
    var lab = Lab(seed: 7)
    try lab.connect([("kx", "ecdhe"), ("version", "1.2")])
    try SavedLab.write(lab, to: autosave.file)
    chmod(autosave.file.path, mode_t(file))
    chmod(folder.file("state").path, mode_t(place))
    defer { chmod(folder.file("state").path, 0o700) }
    guard case .unwritable(let restored, let error) = autosave.restore() else {
      Issue.record("not restored")
      return
    }
    #expect(restored.stateDocument == lab.stateDocument)
    #expect(error.what.contains("can't be written to"))
    #expect(autosave.exists && autosave.keep(lab) == error)
  }

  @Test("A folder that can't be made is told, not ended for")
  func nowhere() {
    var autosave = Autosave(file: URL(fileURLWithPath: "/dev/null/tlslab/autosave.tlslab-save"))
    #expect(autosave.keep(Lab(seed: 7))?.what.contains("/dev/null") == true)
  }
}
