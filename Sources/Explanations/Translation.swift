import YAML

/// The fixed words of the program in another language: `wordings.yaml`, English to its translation.
public enum Translation {
  /// Those of the language that was chosen; none in English.
  public static let chosen: [String: String] =
    (try? words(in: Language.chosen, EmbeddedFiles.wordings(language: Language.chosen))) ?? [:]

  /// A word of the program in the language that was chosen; in English where it has none.
  static func word(_ english: String) -> String { chosen[english] ?? english }

  /// Reads the file of a language.
  ///
  /// - Returns: none where the language has no such file; English has none.
  /// - Throws: what can't be understood, with its line.
  static func words(
    in language: String, _ yaml: String?
  ) throws(CatalogueError) -> [String: String] {
    guard let yaml else { return [:] }
    let file = YAMLFile("\(language)/wordings.yaml")
    var found: [String: String] = [:]
    for member in try file.mapping(try file.root(yaml)) {
      found[try file.text(member.key)] = try file.text(member.value)
    }
    return found
  }

  /// The file that stands in the program.
  public static func embedded(_ language: String) throws(CatalogueError) -> [String: String] {
    try words(in: language, EmbeddedFiles.wordings(language: language))
  }
}
