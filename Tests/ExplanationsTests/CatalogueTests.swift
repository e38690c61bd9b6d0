import Explanations
import Testing

@Suite struct CatalogueTests {
  @Test func everyFileOfEveryLanguageCanBeRead() throws {
    #expect(Catalogue.languages.contains("en"))
    for language in Catalogue.languages {
      let catalogue = try Catalogue(language: language)
      #expect(catalogue.phrase(.brief, of: [ExplanationKey(.failure, "malformed")]) != nil)
      for kind in ExplanationKind.allCases where !Self.phrasesAlone.contains(kind) {
        #expect(catalogue.keys.contains { $0.kind == kind }, "no \(kind.rawValue) in \(language)")
      }
    }
  }

  /// Kinds of which no entry is explained: what is said of them are phrases alone.
  private static let phrasesAlone: Set<ExplanationKind> = [
    .ability, .audit, .authority, .choice, .connection, .decrypting, .deed,
    .demonstration, .difference, .examination,
    .failure, .formula, .page, .probe, .question, .reason, .refusal, .setting, .tool, .world,
  ]

  @Test func aVersionHasItsOwnMeaning() throws {
    let key = ExplanationKey(.field, "version")
    let catalogue = try catalogue(
      fields: """
        version:
          text: The version.
          source: RFC 5246 §7.4.1.2
          in:
            "1.3": { text: A leftover., source: RFC 8446 §4.1.2 }
        """)
    #expect(catalogue.explanation(key)?.text == "The version.")
    #expect(catalogue.explanation(key, version: "1.2")?.text == "The version.")
    #expect(
      catalogue.explanation(key, version: "1.3")
        == Explanation(text: "A leftover.", source: "RFC 8446 §4.1.2"))
  }

  @Test func whatATranslationLacksIsEnglish() throws {
    let catalogue = try Catalogue(language: "de") { kind, language in
      guard kind == .alert else { return nil }
      return language == "en"
        ? "a: { text: one, source: x }\nb: { text: two, source: x }"
        : "a: { text: eins, source: x }"
    }
    #expect(catalogue.explanation(ExplanationKey(.alert, "a"))?.text == "eins")
    #expect(catalogue.explanation(ExplanationKey(.alert, "b"))?.text == "two")
  }

  @Test(arguments: [
    ("a: { txt: x, source: y }", 1, "unknown key 'txt'"),
    ("a:\n  text: x\n", 2, "needs a text and a source"),
    ("a: { text: x, source: y }\nb: 3", 2, "keys with values are expected"),
    ("a: { text: x, source: y, in: { \"1.4\": {} } }", 1, "no version '1.4'"),
    ("- a", 1, "keys with values are expected"),
  ])
  func aMistakeIsNamedWithItsLine(yaml: String, line: Int, reason: String) throws {
    let error = try #require(throws: CatalogueError.self) { try catalogue(fields: yaml) }
    #expect(error.file == "en/fields.yaml")
    #expect(error.line == line)
    #expect(error.reason.contains(reason))
  }

  @Test(arguments: [
    ("x: { text: a. }", "needs: by, leads"),
    ("x: { text: a., by: [P] }", "needs: by, leads"),
    ("x: { text: a., by: [P], leads: [unknown_ca] }", "FILE/ENTRY"),
    ("x: { text: a., by: [P], leads: [alarms/unknown_ca] }", "FILE/ENTRY"),
    ("x: { text: a., by: P, leads: [alerts/b] }", "a list is expected"),
  ])
  func anErrorNeedsWhoseItIsAndWhereItLeads(yaml: String, reason: String) throws {
    let error = try #require(throws: CatalogueError.self) { try catalogue(yaml, of: .error) }
    #expect(error.reason.contains(reason))
  }

  @Test func anErrorIsFoundInWhateverIsPasted() throws {
    let catalogue = try catalogue(
      """
      "alert unknown ca": { text: a., by: [P], leads: [alerts/unknown_ca], also: ["valid for * not"] }
      "unknown ca": { text: b., by: [Q], leads: [alerts/unknown_ca] }
      """, of: .error)
    func found(_ text: String) -> [String] { catalogue.errors(in: text).map(\.wording) }
    #expect(found("x: TLSV1_ALERT_UNKNOWN_CA (1)") == ["alert unknown ca"])
    #expect(found("an unknown-CA") == ["unknown ca"])
    #expect(found("is valid for a.test, b.test, not c.test") == ["valid for * not"])
    #expect(found("valid for not") == [])
    #expect(found("alert unknown cat") == [] && found("") == [] && found("***") == [])
    #expect(found(String(repeating: "valid for ", count: 5000)) == [])
  }

  @Test(arguments: [
    ("a: { text: x, source: y, causes: [{ who: server, cause: c }] }", "a cause needs"),
    ("a: { text: x, source: y, causes: [{ who: cat, cause: c, remedy: r }] }", "telephone, server"),
    ("a: { text: x, source: y, causes: [{ whom: server }] }", "unknown key 'whom'"),
  ])
  func aCauseIsWhole(yaml: String, reason: String) throws {
    let error = try #require(throws: CatalogueError.self) { try catalogue(yaml, of: .alert) }
    #expect(error.reason.contains(reason))
  }

  @Test func damagedTextNeverTraps() throws {
    let whole =
      "a: { text: x, source: y, in: { \"1.3\": { text: z } } }\nb:\n  text: >-\n    c\n  source: d\n"
    for count in 0...whole.count {
      _ = try? catalogue(fields: String(whole.prefix(count)))
      for character in ["\0", ":", "{", "\"", "&", "*", "\t", "-"] {
        _ = try? catalogue(fields: whole.prefix(count) + character + whole.dropFirst(count + 1))
      }
    }
  }

  @Test func fieldsAreFoundByTheLongestEndOfTheirPath() {
    let keys = ExplanationKey.field(["client_hello", "cipher_suites", "cipher_suite[3]"])
    #expect(
      keys.map(\.name) == [
        "client_hello.cipher_suites.cipher_suite", "cipher_suites.cipher_suite", "cipher_suite",
      ])
  }

  @Test(arguments: [
    ("client.application_write_key_1", "application_write_key"),
    ("client.ephemeral_private.x25519", "ephemeral_private"),
    ("master_secret", "master_secret"), ("server.write_MAC_key", "write_MAC_key"),
    ("early_secret.derived", "early_secret.derived"),
  ])
  func valuesAreNamedWithoutSideAndNumber(name: String, key: String) {
    #expect(ExplanationKey.value(name).name == key)
  }

  private func catalogue(_ yaml: String, of wanted: ExplanationKind) throws -> Catalogue {
    try Catalogue(language: "en") { kind, _ in kind == wanted ? yaml : nil }
  }

  private func catalogue(fields: String) throws -> Catalogue {
    try Catalogue(language: "en") { kind, _ in kind == .field ? fields : nil }
  }
}
