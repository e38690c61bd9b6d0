import Foundation
import Testing

@testable import Explanations

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

  @Test func everyNameHasAPhrase() throws {
    var found = 0
    for source in Self.sources {
      for match in source.matches(of: #/[^a-z]say\("([a-z0-9_.]+)"/#) {
        expectPhrase(.failure, String(match.output.1))
        found += 1
      }
      for match in source.matches(of: #/tool\(\s*"[a-z ]*", "([a-z0-9.-]+)"/#) {
        expectPhrase(.tool, String(match.output.1))
        found += 1
      }
      let refused =
        #/refusal:\s*(?:[^",]*\?\s*)?"([a-z0-9.-]+)"(?:\s*:\s*"([a-z0-9.-]+)")?/#
      for match in source.matches(of: refused) {
        expectPhrase(.refusal, String(match.output.1))
        if let other = match.output.2 { expectPhrase(.refusal, String(other)) }
        found += 1
      }
      let chosen =
        #/said\(\s*\.([a-z]+),\s*(?:[^",]*\?\s*)?"([A-Za-z0-9_.-]+)"(?:\s*:\s*"([A-Za-z0-9_.-]+)")?/#
      for match in source.matches(of: chosen) {
        let kind = try #require(Self.kinds[String(match.output.1)], "\(match.output.0)")
        expectPhrase(kind, String(match.output.2))
        if let other = match.output.3 { expectPhrase(kind, String(other)) }
        found += 1
      }
    }
    #expect(found > 300)
  }

  private func expectPhrase(_ kind: ExplanationKind, _ name: String) {
    let key = ExplanationKey(kind, name)
    let isSaid = PhraseUse.allCases.contains { Catalogue.current.phrase($0, of: [key]) != nil }
    #expect(isSaid, "\(kind) \(name)")
  }

  /// The kinds by the names of their cases.
  private static let kinds = Dictionary(
    uniqueKeysWithValues: ExplanationKind.allCases.map { ("\($0)", $0) })

  @Test(
    "What is a phrase and no more is said somewhere",
    arguments: [
      ExplanationKind.ability, .authority, .choice, .connection, .deed, .demonstration,
      .difference, .failure, .question, .refusal,
    ])
  func everyPhraseIsSaid(kind: ExplanationKind) {
    let names = Catalogue.current.everyKey.filter { $0.kind == kind }.map(\.name)
    #expect(names.count > 5)
    for name in names where !Self.isSaid(name) {
      Issue.record("nobody says \(kind) '\(name)'")
    }
  }

  /// The whole name, or the beginning of a name that is put together: `"means.\(rawValue)"`.
  private static func isSaid(_ name: String) -> Bool {
    if quoted.contains(name) { return true }
    let parts = name.split(separator: ".")
    return parts.indices.dropFirst().contains { count in
      beginnings.contains(parts[..<count].joined(separator: ".") + ".")
    }
  }

  /// What stands between two quotes anywhere.
  private static let quoted = Set(
    sources.flatMap { $0.utf8.split(separator: UInt8(ascii: "\"")) }.compactMap(String.init))

  /// What stands there before something is filled in.
  private static let beginnings = Set(
    quoted.compactMap { text in
      text.firstRange(of: #"\("#).map { String(text[..<$0.lowerBound]) }
    })

  /// Sentences that stand in Swift too. What a setting's value means is said where the setting is declared: the
  /// lab has no catalogue. The help of a command stands beside its grammar.
  private static let saidTwice: Set = [
    "from the next session on", "nobody proves who they are",
  ]

  @Test("No sentence of the catalogue stands in Swift a second time")
  func noSentenceTwice() {
    let phrases = Catalogue.current.phrases.filter {
      $0.split(separator: " ").count > 4 && !$0.contains("{") && !$0.contains("RFC ")
    }
    #expect(phrases.count > 100)
    for phrase in phrases where Self.quoted.contains(phrase) && !Self.saidTwice.contains(phrase) {
      Issue.record("'\(phrase)' stands in Swift too")
    }
  }
}
