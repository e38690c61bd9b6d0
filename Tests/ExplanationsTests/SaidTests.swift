import Explanations
import Foundation
import Testing

/// What the sources take from the catalogue by name is there, and what is there for them is taken.
@Suite("What the sources say by name")
struct SaidTests {
  private static let sources: [String] = {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Sources")
    let files = FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil)
    return (files?.allObjects as? [URL] ?? []).filter { $0.pathExtension == "swift" }
      .compactMap { try? String(contentsOf: $0, encoding: .utf8) }
  }()

  @Test func everyNameHasAPhrase() {
    var found = 0
    for source in Self.sources {
      for match in source.matches(of: #/said\(\s*\.([A-Za-z]+),\s*"([A-Za-z0-9_.=-]+)"/#) {
        guard let kind = ExplanationKind.allCases.first(where: { "\($0)" == match.output.1 }) else {
          Issue.record("no kind \(match.output.1)")
          continue
        }
        let name = String(match.output.2)
        #expect(
          Catalogue.current.phrase(.brief, of: [ExplanationKey(kind, name)]) != nil,
          "\(kind): \(name)")
        found += 1
      }
      for match in source.matches(of: #/tool\(\s*"[a-z ]*", "([a-z0-9.-]+)"/#) {
        let name = String(match.output.1)
        #expect(
          Catalogue.current.phrase(.brief, of: [ExplanationKey(.tool, name)]) != nil, "\(name)")
        found += 1
      }
      for match in source.matches(of: #/[^a-z]say\("([a-z0-9_.]+)"/#) {
        let name = String(match.output.1)
        #expect(
          Catalogue.current.phrase(.brief, of: [ExplanationKey(.failure, name)]) != nil, "\(name)")
        found += 1
      }
    }
    #expect(found > 100)
  }

  @Test("No sentence of the catalogue stands in Swift a second time")
  func noSentenceTwice() {
    let phrases = Catalogue.current.phrases.filter {
      $0.split(separator: " ").count > 4 && !$0.contains("{") && !$0.contains("RFC ")
    }
    #expect(phrases.count > 100)
    for source in Self.sources {
      for phrase in phrases where source.contains("\"\(phrase)\"") {
        Issue.record("'\(phrase)' stands in Swift too")
      }
    }
  }
}
