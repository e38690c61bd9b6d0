import Yams

/// One file of the catalogue: every entry of one kind in one language.
struct CatalogueFile {
  /// `en/fields.yaml`.
  let name: String
  let kind: ExplanationKind
  private(set) var entries: [String: Entry] = [:]
  private(set) var topics: [String: Topic] = [:]

  /// Reads a file.
  ///
  /// - Throws: what can't be understood, with its line; a key that the format does not know is an error,
  ///   because it is a misspelt one.
  init(_ kind: ExplanationKind, language: String, yaml: String) throws(CatalogueError) {
    name = "\(language)/\(kind.rawValue).yaml"
    self.kind = kind
    let root: Node?
    do {
      root = try Yams.compose(yaml: yaml)
    } catch {
      throw CatalogueError(file: name, line: nil, reason: "\(error)")
    }
    guard let root else { return }
    for (key, value) in try mapping(root) {
      let entryName = try text(key)
      guard entries[entryName] == nil else { throw failure(key, "'\(entryName)' stands twice") }
      entries[entryName] = try entry(value, named: entryName)
    }
  }

  private mutating func entry(_ node: Node, named entryName: String) throws(CatalogueError)
    -> Entry
  {
    let parts = try members(
      of: node, known: kind == .topic ? ["text", "source", "title", "page", "see"] : Self.known)
    guard let text = try parts["text"].map(self.text),
      let source = try parts["source"].map(self.text)
    else { throw failure(node, "'\(entryName)' needs a text and a source") }
    var entry = Entry(explanation: Explanation(text: text, source: source))
    if let versions = parts["in"] {
      for (version, node) in try mapping(versions) {
        let label = try self.text(version)
        guard Self.versions.contains(label) else { throw failure(version, "no version '\(label)'") }
        let own = try members(of: node, known: ["text", "source"])
        entry.byVersion[label] = Explanation(
          text: try own["text"].map(self.text) ?? text,
          source: try own["source"].map(self.text) ?? source)
      }
    }
    if kind == .topic { topics[entryName] = try topic(entryName, parts, entry, node) }
    return entry
  }

  private func topic(
    _ name: String, _ parts: [String: Node], _ entry: Entry, _ node: Node
  ) throws(CatalogueError) -> Topic {
    guard let title = try parts["title"].map(text), let page = try parts["page"].map(text) else {
      throw failure(node, "the topic '\(name)' needs a title and a page")
    }
    var see: [String] = []
    for item in parts["see"]?.sequence ?? [] { see.append(try text(item)) }
    return Topic(name: name, title: title, explanation: entry.explanation, page: page, see: see)
  }

  private static let known: Set<String> = ["text", "source", "in"]
  private static let versions: Set<String> = ["1.0", "1.1", "1.2", "1.3"]

  private func members(of node: Node, known: Set<String>) throws(CatalogueError) -> [String: Node] {
    var found: [String: Node] = [:]
    for (key, value) in try mapping(node) {
      let name = try text(key)
      guard known.contains(name) else { throw failure(key, "unknown key '\(name)'") }
      found[name] = value
    }
    return found
  }

  private func mapping(_ node: Node) throws(CatalogueError) -> [(Node, Node)] {
    guard let mapping = node.mapping else { throw failure(node, "keys with values are expected") }
    return mapping.map { ($0.key, $0.value) }
  }

  private func text(_ node: Node) throws(CatalogueError) -> String {
    guard let scalar = node.scalar, !scalar.string.isEmpty else {
      throw failure(node, "a text is expected")
    }
    return scalar.string
  }

  private func failure(_ node: Node, _ reason: String) -> CatalogueError {
    CatalogueError(file: name, line: node.mark?.line, reason: reason)
  }
}
