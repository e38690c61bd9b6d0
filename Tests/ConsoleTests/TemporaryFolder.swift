import Foundation

/// An empty folder for one test, gone with it.
final class TemporaryFolder {
  let url = FileManager.default.temporaryDirectory
    .appendingPathComponent("tlslab-test-\(UUID().uuidString)").resolvingSymlinksInPath()

  init() throws { try makeFolder("") }

  deinit { try? FileManager.default.removeItem(at: url) }

  func file(_ name: String) -> URL { url.appendingPathComponent(name) }

  func makeFolder(_ name: String) throws {
    try FileManager.default.createDirectory(at: file(name), withIntermediateDirectories: true)
  }
}
