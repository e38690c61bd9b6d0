import Testing

@testable import Explanations

@Suite("What is said in few words stands in the catalogue")
struct PhraseTests {
  private func catalogue(_ english: String, _ german: String? = nil) throws -> Catalogue {
    try Catalogue(language: german == nil ? "en" : "de") { kind, language in
      kind == .step ? (language == "en" ? english : german) : nil
    }
  }

  private static let english = """
    decided:
      text: A choice.
      source: RFC 5246 §7.4
      done: { server: "chooses {choice}", else: "takes {choice}" }
      in:
        "1.3": { brief: newer }
    decided.suite:
      brief: the suite
    """

  @Test("The most exact entry that says something counts, and the side that is meant")
  func exactness() throws {
    let catalogue = try catalogue(Self.english)
    let keys = [ExplanationKey(.step, "decided.suite"), ExplanationKey(.step, "decided")]
    #expect(catalogue.words(.brief, of: keys) == "the suite")
    #expect(catalogue.words(.done, of: keys, side: "server", ["choice": "it"]) == "chooses it")
    #expect(catalogue.words(.done, of: keys, side: "client", ["choice": "it"]) == "takes it")
    #expect(catalogue.words(.learned, of: keys).isEmpty)
    #expect(catalogue.words(.brief, of: [keys[1]], version: "1.3") == "newer")
    #expect(catalogue.phrase(.done, of: keys)?.places == ["choice"])
    // What has phrases alone is explained by the more general entry.
    #expect(catalogue.first(of: keys) == keys[1])
  }

  @Test("A citation in a phrase says whether it is in force")
  func citations() throws {
    let catalogue = try catalogue("a: { detail: \"It stands in RFC 5246 §7.3.\" }")
    let words = catalogue.words(.detail, of: [ExplanationKey(.step, "a")])
    #expect(words.contains("RFC 5246 section 7.3, obsoleted by RFC 9846"), "\(words)")
  }

  @Test("A translation that is half done falls back part by part, and says what it lacks")
  func translation() throws {
    let german = """
      decided:
        done: { server: "wählt {choice}", else: "nimmt {choice}" }
      """
    let catalogue = try catalogue(Self.english, german)
    let keys = [ExplanationKey(.step, "decided.suite"), ExplanationKey(.step, "decided")]
    #expect(catalogue.words(.done, of: keys, side: "server", ["choice": "das"]) == "wählt das")
    #expect(catalogue.words(.brief, of: keys) == "the suite")
    #expect(catalogue.explanation(keys[1])?.text == "A choice.")
    let lacking = try Catalogue.untranslated(in: "de") { kind, language in
      kind == .step ? (language == "en" ? Self.english : german) : nil
    }
    #expect(
      lacking == [
        "steps/decided.suite: brief", "steps/decided: in 1.3 brief", "steps/decided: text",
      ]
    )
  }

  @Test("Every language says all that English says")
  func whole() throws {
    for language in Catalogue.languages where language != "en" {
      #expect(try Catalogue.untranslated(in: language) == [], "\(language)")
    }
  }

  @Test("Fixed words of a translation have the places of the English ones")
  func wordings() throws {
    for language in Catalogue.languages where language != "en" {
      let words = try Translation.embedded(language)
      #expect(words.count > 1000)
      for (english, own) in words {
        func places(_ text: String) -> Set<String> {
          Set(text.matches(of: #/\{[1-9]\}/#).map { String($0.output) })
        }
        #expect(places(english) == places(own), "\(english)")
        #expect(english.trimmingPrefix(" ") == english[...], "\(english)")
      }
    }
  }

  @Test(
    "The locale chooses the language, where the program has it",
    arguments: [
      (["de_AT.UTF-8"], "de"), (["", "de"], "de"), (["C", "de_DE"], "en"), (["fr_FR"], "en"),
      ([], "en"), (["en_GB.UTF-8"], "en"), (["de@euro"], "de"),
    ])
  func locale(variables: [String], language: String) {
    #expect(Language.named(by: variables, among: ["de", "en"]) == language)
  }

  /// The phrases of a translation whose places are not those of the English ones.
  private func misplaced(_ own: Catalogue, _ english: Catalogue) -> [String] {
    english.everyKey.flatMap { key in
      PhraseUse.allCases.filter { use in
        [nil, "client", "server"].contains { side in
          func places(_ catalogue: Catalogue) -> Set<String>? {
            catalogue.phrase(use, of: [key], side: side).map { Set($0.places) }
          }
          return places(own) != places(english)
        }
      }.map { "\(key.name) \($0.rawValue)" }
    }.sorted()
  }

  @Test("Each phrase of a translation has the places of the English one")
  func places() throws {
    let wrong = """
      decided:
        done: { server: "wählt {wahl}", else: "nimmt {choice}" }
      decided.suite:
        brief: die Suite {name}
      """
    let english = try catalogue(Self.english)
    #expect(
      misplaced(try catalogue(Self.english, wrong), english)
        == ["decided done", "decided.suite brief"])
    for language in Catalogue.languages {
      let own = try Catalogue(language: language)
      #expect(misplaced(own, try Catalogue(language: "en")).isEmpty, "\(language)")
    }
  }

  @Test("What fills a place is not filled again, whatever a peer has put into it")
  func braces() throws {
    let catalogue = try catalogue("a: { done: \"{one} and {two}, {none}\" }")
    let words = catalogue.words(
      .done, of: [ExplanationKey(.step, "a")], ["one": "{two}", "two": "{one}"])
    #expect(words == "{two} and {one}, {none}")
  }
}
