import YAML

/// One file of the catalogue: every entry of one kind in one language.
struct CatalogueFile {
  private let file: YAMLFile
  let kind: ExplanationKind
  private(set) var entries: [String: Entry] = [:]
  private(set) var topics: [String: Topic] = [:]
  private(set) var words: [GlossaryWord] = []
  private(set) var attacks: [NamedAttack] = []

  /// Reads a file.
  ///
  /// - Throws: what can't be understood, with its line; a key that the format does not know is an error,
  ///   because it is a misspelt one.
  init(_ kind: ExplanationKind, language: String, yaml: String) throws(CatalogueError) {
    file = YAMLFile("\(language)/\(kind.rawValue).yaml")
    self.kind = kind
    for member in try file.mapping(try file.root(yaml)) {
      let entryName = try file.text(member.key)
      entries[entryName] = try entry(member.value, named: entryName)
    }
  }

  private mutating func entry(
    _ node: YAMLNode, named entryName: String
  ) throws(CatalogueError) -> Entry {
    let parts = try file.members(of: node, known: Self.known(kind))
    guard let text = try parts["text"].map(file.text) else {
      throw file.failure(node, "'\(entryName)' needs a text and a source")
    }
    let source = try parts["source"].map(file.text)
    // A word of the field may be nobody's in particular.
    guard source != nil || kind == .word else {
      throw file.failure(node, "'\(entryName)' needs a text and a source")
    }
    var entry = Entry(explanation: Explanation(text: text, source: source ?? ""))
    if let versions = parts["in"] { try read(versions, into: &entry) }
    switch kind {
    case .topic: topics[entryName] = try topic(entryName, parts, entry, node)
    case .word: words.append(try word(entryName, parts, entry))
    case .attack: attacks.append(try attack(entryName, parts, entry, node))
    default: break
    }
    return entry
  }

  private func read(_ versions: YAMLNode, into entry: inout Entry) throws(CatalogueError) {
    for version in try file.mapping(versions) {
      let label = try file.text(version.key)
      guard Self.versions.contains(label) else {
        throw file.failure(version.key, "no version '\(label)'")
      }
      let own = try file.members(of: version.value, known: ["text", "source"])
      entry.byVersion[label] = Explanation(
        text: try own["text"].map(file.text) ?? entry.explanation.text,
        source: try own["source"].map(file.text) ?? entry.explanation.source)
    }
  }

  private func topic(
    _ name: String, _ parts: [String: YAMLNode], _ entry: Entry, _ node: YAMLNode
  ) throws(CatalogueError) -> Topic {
    guard let title = try parts["title"].map(file.text),
      let page = try parts["page"].map(file.text)
    else {
      throw file.failure(node, "the topic '\(name)' needs a title and a page")
    }
    return Topic(
      name: name, title: title, explanation: entry.explanation, page: page,
      see: try file.texts(parts["see"]))
  }

  private func word(
    _ name: String, _ parts: [String: YAMLNode], _ entry: Entry
  ) throws(CatalogueError) -> GlossaryWord {
    GlossaryWord(
      name: name, standsFor: try parts["stands-for"].map(file.text),
      synonyms: try file.texts(parts["also"]), explanation: entry.explanation,
      see: try file.texts(parts["see"]))
  }

  private func attack(
    _ name: String, _ parts: [String: YAMLNode], _ entry: Entry, _ node: YAMLNode
  ) throws(CatalogueError) -> NamedAttack {
    guard let year = try parts["year"].map(file.text),
      let needed = try parts["needed"].map(file.text),
      let stopped = try parts["stopped"].map(file.text), let here = try parts["here"].map(file.text)
    else {
      throw file.failure(
        node, "the attack '\(name)' needs: year, needed, stopped, here")
    }
    return NamedAttack(
      name: name, year: year, synonyms: try file.texts(parts["also"]),
      explanation: entry.explanation, needed: needed, stopped: stopped, here: here,
      commands: try file.texts(parts["try"]), see: try file.texts(parts["see"]))
  }

  private static func known(_ kind: ExplanationKind) -> Set<String> {
    switch kind {
    case .topic: ["text", "source", "title", "page", "see"]
    case .word: ["text", "source", "stands-for", "also", "see"]
    case .attack:
      ["text", "source", "year", "also", "needed", "stopped", "here", "try", "see"]
    default: ["text", "source", "in"]
    }
  }

  private static let versions: Set<String> = ["1.0", "1.1", "1.2", "1.3"]
}
