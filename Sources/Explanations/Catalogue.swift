/// Every explanation in one language. What a translation lacks is given in English.
public struct Catalogue: Sendable {
  /// `en`.
  public let language: String
  private let entries: [ExplanationKey: Entry]
  private let topicsByName: [String: Topic]
  private let wordsByName: [String: GlossaryWord]
  private let attacksByName: [String: NamedAttack]
  private let errorsByName: [String: KnownError]

  /// Why nothing is explained, where the text could not be read.
  public let fault: CatalogueError?

  /// The catalogue in the language that was chosen; empty, and with a `fault`, where it can't be read.
  public static let current = reading(Language.chosen)

  private static func reading(_ language: String) -> Catalogue {
    do throws(CatalogueError) {
      return try Catalogue(language: language)
    } catch {
      return Catalogue(fault: error)
    }
  }

  /// The languages that the program has.
  public static var languages: [String] { EmbeddedFiles.languages.sorted() }

  private init(fault: CatalogueError) {
    self.fault = fault
    language = "en"
    entries = [:]
    topicsByName = [:]
    wordsByName = [:]
    attacksByName = [:]
    errorsByName = [:]
  }

  /// Reads the catalogue that stands in the program.
  ///
  /// - Throws: the first thing that can't be understood, with file and line.
  public init(language: String) throws(CatalogueError) {
    try self.init(language: language) { kind, language in
      EmbeddedFiles.yaml(kind, language: language)
    }
  }

  /// Reads a catalogue.
  ///
  /// - Parameter file: the YAML text of one kind in one language, nil where there is none.
  /// - Throws: the first thing that can't be understood, with file and line.
  public init(
    language: String, file: (ExplanationKind, String) -> String?
  ) throws(CatalogueError) {
    self.language = language
    fault = nil
    var entries: [ExplanationKey: Entry] = [:]
    var topics: [String: Topic] = [:]
    var words: [String: GlossaryWord] = [:]
    var attacks: [String: NamedAttack] = [:]
    var errors: [String: KnownError] = [:]
    // English first, so that a translation replaces it entry by entry.
    for source in language == "en" ? ["en"] : ["en", language] {
      for kind in ExplanationKind.allCases {
        guard let yaml = file(kind, source) else { continue }
        let read = try CatalogueFile(kind, language: source, yaml: yaml)
        for (name, entry) in read.entries {
          let key = ExplanationKey(kind, name)
          entries[key] = entries[key]?.translated(by: entry) ?? entry
        }
        topics.merge(read.topics) { _, translated in translated }
        for word in read.words { words[word.name] = word }
        for attack in read.attacks { attacks[attack.name] = attack }
        for error in read.errors { errors[error.name] = error }
      }
    }
    self.entries = entries
    topicsByName = topics
    wordsByName = words
    attacksByName = attacks
    errorsByName = errors
  }

  /// The explanation of a thing.
  ///
  /// - Parameter version: `1.3`, where the meaning may differ.
  public func explanation(_ key: ExplanationKey, version: String? = nil) -> Explanation? {
    entries[key]?.explanation(in: version)
  }

  /// The first of several keys that has an entry: the most exact one comes first.
  public func first(of keys: [ExplanationKey]) -> ExplanationKey? {
    keys.first { entries[$0]?.explanation != nil }
  }

  /// The same, with those that have phrases alone.
  var everyKey: Set<ExplanationKey> { Set(entries.keys) }

  /// All that is said of a thing.
  func entry(_ key: ExplanationKey) -> Entry? { entries[key] }

  /// The page on a topic.
  public func topic(_ name: String) -> Topic? { topicsByName[name] }

  /// All topics, by name.
  public var topics: [Topic] { topicsByName.values.sorted { $0.name < $1.name } }

  /// A word of the glossary, in whatever case and by whichever of its synonyms.
  public func word(_ name: String) -> GlossaryWord? {
    found(name, in: words) { [$0.name] + $0.synonyms }
  }

  /// The words of the glossary, by name.
  public var words: [GlossaryWord] {
    wordsByName.values.sorted { ($0.name.lowercased(), $0.name) < ($1.name.lowercased(), $1.name) }
  }

  /// An attack by its name or one of its synonyms, in whatever case.
  public func attack(_ name: String) -> NamedAttack? {
    found(name, in: attacks) { [$0.name] + $0.synonyms }
  }

  /// The attacks that have names, by year.
  public var attacks: [NamedAttack] {
    attacksByName.values.sorted { ($0.year, $0.name) < ($1.year, $1.name) }
  }

  /// What other programs print, by its words.
  public var errors: [KnownError] { errorsByName.values.sorted { $0.name < $1.name } }

  /// Words by which people look for a thing, beside its name and its text.
  public func keywords(of key: ExplanationKey) -> [String] { entries[key]?.keywords ?? [] }

  /// Why an alert or a fault comes about, and what helps.
  public func causes(of key: ExplanationKey) -> [Cause] { entries[key]?.causes ?? [] }

  private func found<Thing>(
    _ name: String, in things: [Thing], names: (Thing) -> [String]
  ) -> Thing? {
    let folded = ExplanationKey.folded(name)
    return things.first { thing in
      names(thing).contains { ExplanationKey.folded($0) == folded }
    }
  }

  /// Every key that has an entry.
  public var keys: Set<ExplanationKey> {
    Set(entries.filter { $0.value.explanation != nil }.map(\.key))
  }
}
