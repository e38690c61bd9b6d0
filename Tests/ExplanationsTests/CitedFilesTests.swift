import Explanations
import Foundation
import Testing

@Suite("What the program and the lessons cite")
struct CitedFilesTests {
  private struct File {
    var path: String
    var lines: [Substring]
  }

  private static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// Every text file below some folders.
  private static func files(below folders: [String], _ endings: Set<String>) -> [File] {
    folders.flatMap { folder -> [File] in
      let place = root.appending(path: folder)
      let found = FileManager.default.enumerator(at: place, includingPropertiesForKeys: nil)
      return (found?.compactMap { $0 as? URL } ?? []).filter {
        endings.contains($0.pathExtension)
      }.compactMap { url in
        (try? String(contentsOf: url, encoding: .utf8)).map {
          File(path: url.path, lines: $0.split(separator: "\n", omittingEmptySubsequences: false))
        }
      }
    }
  }

  private static func documents(in line: Substring) -> [String] {
    line.matches(of: #/RFC [0-9]+/#).map { String($0.output) }
  }

  @Test func everyDocumentIsInTheTable() {
    let files = Self.files(
      below: ["Sources", "lessons", "docs"], ["swift", "yaml", "md", "tlslab", "h", "c"])
    #expect(files.count > 500)
    for file in files {
      for (number, line) in file.lines.enumerated() {
        for document in Self.documents(in: line) {
          #expect(DocumentTable.known[document] != nil, "\(file.path):\(number + 1): \(document)")
        }
      }
    }
  }

  @Test func noSentenceOfTheProgramCitesAnObsoleteDocumentUnmarked() {
    for file in Self.files(below: ["Sources"], ["swift"]) {
      for (number, line) in file.lines.enumerated()
      where !line.drop(while: { $0 == " " }).hasPrefix("//") {
        for document in Self.documents(in: line)
        where DocumentTable.known.inForce(insteadOf: document) != nil {
          let isMarked = line.contains("Citation.") || line.contains("obsoleted by")
          #expect(isMarked, "\(file.path):\(number + 1): \(document)")
        }
      }
    }
  }
}
