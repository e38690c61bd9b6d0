import Files
import Foundation
import Testing

@Suite("A file that is set aside takes along what belongs to it")
struct SettingAsideTests {
  @Test func companionsGetTheSameName() throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("tlslab-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for name in ["lab", "lab-wal", "lab.damaged-1"] {
      try Data(name.utf8).write(to: folder.appendingPathComponent(name))
    }
    let place = SettingAside.move(
      folder.appendingPathComponent("lab"), as: "damaged", with: ["-wal", "-shm"])
    #expect(place?.lastPathComponent == "lab.damaged-2")
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        == ["lab.damaged-1", "lab.damaged-2", "lab.damaged-2-wal"])
  }
}
