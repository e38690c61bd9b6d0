import Commands
import CryptoPrimitives
import Foundation
import Lab
import Testing

@Suite("The transcripts in the repository are what their scripts write today")
struct GoldenTests {
  private static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("transcripts")

  @Test(arguments: ["rsa-opened", "ecdhe-sealed"])
  func sameAsWritten(_ name: String) throws {
    let scratch = FileManager.default.temporaryDirectory
      .appendingPathComponent("tlslab-golden-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: scratch) }

    let script = try Script(file: Self.folder.appendingPathComponent("\(name).tlslab"))
    var interpreter = Interpreter(Lab(seed: 1), folder: scratch)
    #expect(script.run(on: &interpreter) { _, _ in } == .ok)

    let fresh = try lines(of: scratch.appendingPathComponent("\(name).txt"))
    let written = try lines(of: Self.folder.appendingPathComponent("\(name).txt"))
    if try isSameRelease() {
      #expect(fresh == written)
    } else {
      #expect(fresh.filter(isStable) == written.filter(isStable))
    }
    #expect(written.allSatisfy { $0.count <= 80 })
  }

  @Test func everyTranscriptHasItsScriptAndIsListed() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
    let index = try String(
      contentsOf: Self.folder.appendingPathComponent("README.md"), encoding: .utf8)
    for file in files where file.hasSuffix(".txt") {
      let script = file.replacingOccurrences(of: ".txt", with: ".tlslab")
      #expect(files.contains(script))
      #expect(index.contains("(\(file))") && index.contains("(\(script))"))
    }
  }

  private func lines(of file: URL) throws -> [String] {
    try String(contentsOf: file, encoding: .utf8).components(separatedBy: "\n")
  }

  /// Whether this libcrypto is of the release that the index names.
  private func isSameRelease() throws -> Bool {
    let index = try String(
      contentsOf: Self.folder.appendingPathComponent("README.md"), encoding: .utf8)
    let release = Libcrypto.version.split(separator: ".").prefix(2).joined(separator: ".")
    return index.contains("Made with OpenSSL \(release).")
  }

  /// Whether a line holds no bytes: those may differ between releases of OpenSSL.
  private func isStable(_ line: String) -> Bool {
    !line.split(separator: " ").contains { word in
      word.count >= 2 && word.allSatisfy { $0.isHexDigit }
    }
  }
}
