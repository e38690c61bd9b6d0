import Commands
import CryptoPrimitives
import Foundation
import Lab
import OpenSSLProgram
import Testing

@Suite("The transcripts in the repository are what their scripts write today")
struct GoldenTests {
  static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("transcripts")

  /// The names of the scripts, which are those of the folders.
  static let names: [String] = {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return files.filter { $0.hasSuffix(".tlslab") }.map { String($0.dropLast(7)) }.sorted()
  }()

  @Test(arguments: names)
  func sameAsWritten(_ name: String) throws {
    let scratch = try Self.run(name)
    let written = Self.folder.appendingPathComponent(name)
    let fresh = scratch.url.appendingPathComponent(name)
    let files = try FileManager.default.contentsOfDirectory(atPath: fresh.path).sorted()
    #expect(try FileManager.default.contentsOfDirectory(atPath: written.path).sorted() == files)
    for file in files {
      let texts = try [fresh, written].map { try lines(of: $0.appendingPathComponent(file)) }
      if try isSameRelease() {
        let differing = zip(texts[0], texts[1]).first { $0 != $1 }
        #expect(differing?.0 == differing?.1, "\(name)/\(file)")
        #expect(texts[0].count == texts[1].count, "\(name)/\(file)")
      } else if file.hasSuffix(".txt") {
        #expect(texts[0].filter(isStable) == texts[1].filter(isStable), "\(name)/\(file)")
      }
      if file.hasSuffix(".txt") {
        #expect(texts[1].filter { !isCommand($0) }.allSatisfy { $0.count <= 80 })
      }
    }
  }

  @Test func everyTranscriptHasItsScriptAndIsListed() throws {
    #expect(Self.names.count >= 12)
    let index = try String(
      contentsOf: Self.folder.appendingPathComponent("README.md"), encoding: .utf8)
    for name in Self.names {
      #expect(index.contains("[\(name)](\(name))") && index.contains("(\(name).tlslab)"), "\(name)")
    }
    let folders = try FileManager.default.contentsOfDirectory(
      at: Self.folder, includingPropertiesForKeys: [.isDirectoryKey])
    for folder in folders where folder.hasDirectoryPath {
      #expect(Self.names.contains(folder.lastPathComponent), "\(folder.lastPathComponent)")
    }
  }

  /// Plays a script.
  ///
  /// - Returns: the folder in which it wrote.
  static func run(_ name: String) throws -> ScratchFolder {
    let scratch = try ScratchFolder()
    let script = try Script(file: folder.appendingPathComponent("\(name).tlslab"))
    var interpreter = Interpreter(Lab(seed: 1), folder: scratch.url)
    #expect(script.run(on: &interpreter) { _, _ in } == .ok)
    _ = interpreter.execute("export key \(name)/server.key")
    try FileManager.default.moveItem(
      at: scratch.url.appendingPathComponent("\(name)/server.key"),
      to: scratch.url.appendingPathComponent("server.key"))
    return scratch
  }

  private func lines(of file: URL) throws -> [Substring] {
    try String(contentsOf: file, encoding: .utf8).split(
      separator: "\n", omittingEmptySubsequences: false)
  }

  /// Whether this libcrypto is of the release that the index names.
  private func isSameRelease() throws -> Bool {
    let index = try String(
      contentsOf: Self.folder.appendingPathComponent("README.md"), encoding: .utf8)
    let release = Libcrypto.version.split(separator: ".").prefix(2).joined(separator: ".")
    return index.contains("Made with OpenSSL \(release).")
  }

  /// Whether a line holds no bytes: those may differ between releases of OpenSSL.
  private func isStable(_ line: Substring) -> Bool {
    !line.split(separator: " ").contains { word in
      word.count >= 2 && word.allSatisfy { $0.isHexDigit }
    }
  }

  /// Commands are broken by a backslash where the line would be longer.
  private func isCommand(_ line: Substring) -> Bool { line.contains("openssl ") }
}
