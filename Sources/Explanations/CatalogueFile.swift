import YAML

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
    let root: YAMLNode?
    do throws(YAMLError) {
      root = try YAMLNode.read(yaml)
    } catch {
      throw CatalogueError(file: name, line: error.line, reason: error.problem)
    }
    guard let root else { return }
    for member in try mapping(root) {
      let entryName = try text(member.key)
      entries[entryName] = try entry(member.value, named: entryName)
    }
  }

  private mutating func entry(_ node: YAMLNode, named entryName: String) throws(CatalogueError)
    -> Entry
  {
    let parts = try members(
      of: node, known: kind == .topic ? ["text", "source", "title", "page", "see"] : Self.known)
    guard let text = try parts["text"].map(self.text),
      let source = try parts["source"].map(self.text)
    else { throw failure(node, "'\(entryName)' needs a text and a source") }
    var entry = Entry(explanation: Explanation(text: text, source: source))
    if let versions = parts["in"] {
      for version in try mapping(versions) {
        let label = try self.text(version.key)
        guard Self.versions.contains(label) else {
          throw failure(version.key, "no version '\(label)'")
        }
        let own = try members(of: version.value, known: ["text", "source"])
        entry.byVersion[label] = Explanation(
          text: try own["text"].map(self.text) ?? text,
          source: try own["source"].map(self.text) ?? source)
      }
    }
    if kind == .topic { topics[entryName] = try topic(entryName, parts, entry, node) }
    return entry
  }

  private func topic(
    _ name: String, _ parts: [String: YAMLNode], _ entry: Entry, _ node: YAMLNode
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

  private func members(of node: YAMLNode, known: Set<String>) throws(CatalogueError) -> [String:
    YAMLNode]
  {
    var found: [String: YAMLNode] = [:]
    for member in try mapping(node) {
      let name = try text(member.key)
      guard known.contains(name) else { throw failure(member.key, "unknown key '\(name)'") }
      found[name] = member.value
    }
    return found
  }

  private func mapping(_ node: YAMLNode) throws(CatalogueError) -> [YAMLNode.Member] {
    guard let mapping = node.mapping else { throw failure(node, "keys with values are expected") }
    return mapping
  }

  private func text(_ node: YAMLNode) throws(CatalogueError) -> String {
    guard let text = node.scalar, !text.isEmpty else { throw failure(node, "a text is expected") }
    return text
  }

  private func failure(_ node: YAMLNode, _ reason: String) -> CatalogueError {
    CatalogueError(file: name, line: node.line, reason: reason)
  }
}
