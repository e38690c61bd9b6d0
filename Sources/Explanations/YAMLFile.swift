import YAML

/// What the readers of all files share: a text, a list or a mapping is expected, and whatever else stands
/// there is refused with the file's name and the line.
struct YAMLFile {
  /// `en/fields.yaml`.
  let name: String

  init(_ name: String) { self.name = name }

  /// The outermost mapping; nil in an empty file.
  func root(_ yaml: String) throws(CatalogueError) -> YAMLNode? {
    do throws(YAMLError) {
      return try YAMLNode.read(yaml)
    } catch {
      throw CatalogueError(file: name, line: error.line, reason: error.problem)
    }
  }

  func mapping(_ node: YAMLNode?) throws(CatalogueError) -> [YAMLNode.Member] {
    guard let node else { return [] }
    guard let mapping = node.mapping else { throw failure(node, "keys with values are expected") }
    return mapping
  }

  /// The values of a mapping; a key that the format does not know is an error, because it is a misspelt one.
  func members(
    of node: YAMLNode, known: Set<String>
  ) throws(CatalogueError) -> [String: YAMLNode] {
    var found: [String: YAMLNode] = [:]
    for member in try mapping(node) {
      let name = try text(member.key)
      guard known.contains(name) else { throw failure(member.key, "unknown key '\(name)'") }
      found[name] = member.value
    }
    return found
  }

  func text(_ node: YAMLNode) throws(CatalogueError) -> String {
    guard let text = node.scalar, !text.isEmpty else { throw failure(node, "a text is expected") }
    return Language.written(text)
  }

  /// The texts of a list; none where there is no list.
  func texts(_ node: YAMLNode?) throws(CatalogueError) -> [String] {
    guard let node else { return [] }
    guard let items = node.sequence else { throw failure(node, "a list is expected") }
    var texts: [String] = []
    for item in items { texts.append(try text(item)) }
    return texts
  }

  func failure(_ node: YAMLNode, _ reason: String) -> CatalogueError {
    CatalogueError(file: name, line: node.line, reason: reason)
  }
}
