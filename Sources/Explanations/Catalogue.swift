/// Every explanation in one language. What a translation lacks is given in English.
public struct Catalogue: Sendable {
  /// `en`.
  public let language: String
  private let entries: [ExplanationKey: Entry]
  private let topicsByName: [String: Topic]

  /// Why nothing is explained, where the text could not be read.
  public let fault: CatalogueError?

  /// The English catalogue, which is whole; empty, and with a `fault`, where it can't be read.
  public static let english = reading("en")

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
    // English first, so that a translation replaces it entry by entry.
    for source in language == "en" ? ["en"] : ["en", language] {
      for kind in ExplanationKind.allCases {
        guard let yaml = file(kind, source) else { continue }
        let read = try CatalogueFile(kind, language: source, yaml: yaml)
        for (name, entry) in read.entries { entries[ExplanationKey(kind, name)] = entry }
        topics.merge(read.topics) { _, translated in translated }
      }
    }
    self.entries = entries
    topicsByName = topics
  }

  /// The explanation of a thing.
  ///
  /// - Parameter version: `1.3`, where the meaning may differ.
  public func explanation(_ key: ExplanationKey, version: String? = nil) -> Explanation? {
    entries[key]?.explanation(in: version)
  }

  /// The first of several keys that has an entry: the most exact one comes first.
  public func first(of keys: [ExplanationKey]) -> ExplanationKey? {
    keys.first { entries[$0] != nil }
  }

  /// The page on a topic.
  public func topic(_ name: String) -> Topic? { topicsByName[name] }

  /// All topics, by name.
  public var topics: [Topic] { topicsByName.values.sorted { $0.name < $1.name } }

  /// Every key that has an entry.
  public var keys: Set<ExplanationKey> { Set(entries.keys) }
}
