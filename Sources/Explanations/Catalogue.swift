/// Every explanation in one language. What a translation lacks is given in English.
public struct Catalogue: Sendable {
  /// `en`.
  public let language: String
  private let shelves: Shelves

  /// The catalogue in the language that was chosen; what of it can't be read is not in it, and ``fault``
  /// says why.
  public static let current = Catalogue(
    Language.chosen, Shelves(language: Language.chosen, file: EmbeddedFiles.yaml))

  /// The languages that the program has.
  public static var languages: [String] { EmbeddedFiles.languages.sorted() }

  private init(_ language: String, _ shelves: Shelves) {
    self.language = language
    self.shelves = shelves
  }

  /// Reads the catalogue that stands in the program.
  ///
  /// - Throws: the first thing that can't be understood, with file and line.
  public init(language: String) throws(CatalogueError) {
    try self.init(language: language, file: EmbeddedFiles.yaml)
  }

  /// Reads a catalogue.
  ///
  /// - Parameter file: the YAML text of one kind in one language, nil where there is none.
  /// - Throws: the first thing that can't be understood, with file and line.
  public init(
    language: String, file: @escaping @Sendable (ExplanationKind, String) -> String?
  ) throws(CatalogueError) {
    self.init(language, Shelves(language: language, file: file))
    if let fault { throw fault }
  }

  /// Why something is not explained, where the text could not be read. Asking reads all of it.
  public var fault: CatalogueError? {
    for kind in ExplanationKind.allCases {
      do throws(CatalogueError) {
        _ = try shelves.shelf(kind)
      } catch {
        return error
      }
    }
    return nil
  }

  /// The explanation of a thing.
  ///
  /// - Parameter version: `1.3`, where the meaning may differ.
  public func explanation(_ key: ExplanationKey, version: String? = nil) -> Explanation? {
    entry(key)?.explanation(in: version)
  }

  /// The first of several keys that has an entry: the most exact one comes first.
  public func first(of keys: [ExplanationKey]) -> ExplanationKey? {
    keys.first { entry($0)?.explanation != nil }
  }

  /// The same, with those that have phrases alone.
  var everyKey: Set<ExplanationKey> {
    Set(
      ExplanationKind.allCases.flatMap { kind in
        shelves[kind].entries.keys.map { ExplanationKey(kind, $0) }
      })
  }

  /// All that is said of a thing.
  func entry(_ key: ExplanationKey) -> Entry? { shelves[key.kind].entries[key.name] }

  /// The page on a topic.
  public func topic(_ name: String) -> Topic? { shelves[.topic].topics[name] }

  /// All topics, by name.
  public var topics: [Topic] { shelves[.topic].topics.values.sorted { $0.name < $1.name } }

  /// A word of the glossary, in whatever case and by whichever of its synonyms.
  public func word(_ name: String) -> GlossaryWord? {
    found(name, in: words) { [$0.name] + $0.synonyms }
  }

  /// The words of the glossary, by name.
  public var words: [GlossaryWord] {
    shelves[.word].words.values.sorted {
      ($0.name.lowercased(), $0.name) < ($1.name.lowercased(), $1.name)
    }
  }

  /// An attack by its name or one of its synonyms, in whatever case.
  public func attack(_ name: String) -> NamedAttack? {
    found(name, in: attacks) { [$0.name] + $0.synonyms }
  }

  /// The attacks that have names, by year.
  public var attacks: [NamedAttack] {
    shelves[.attack].attacks.values.sorted { ($0.year, $0.name) < ($1.year, $1.name) }
  }

  /// What other programs print, by its words.
  public var errors: [KnownError] { shelves[.error].errors.values.sorted { $0.name < $1.name } }

  /// Words by which people look for a thing, beside its name and its text.
  public func keywords(of key: ExplanationKey) -> [String] { entry(key)?.keywords ?? [] }

  /// Why an alert or a fault comes about, and what helps.
  public func causes(of key: ExplanationKey) -> [Cause] { entry(key)?.causes ?? [] }

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
    everyKey.filter { entry($0)?.explanation != nil }
  }
}
