import YAML

/// Every document that is cited, and which of them are in force.
public struct DocumentTable: Sendable {
  private let documents: [String: Document]

  /// What stands in the program; empty where it can't be read.
  public static let known: DocumentTable = {
    do throws(CatalogueError) {
      return try DocumentTable(yaml: EmbeddedFiles.documents)
    } catch {
      return DocumentTable(documents: [:])
    }
  }()

  private init(documents: [String: Document]) { self.documents = documents }

  /// Reads a table.
  ///
  /// - Throws: the first thing that can't be understood, with its line.
  public init(yaml: String) throws(CatalogueError) {
    let file = YAMLFile("documents.yaml")
    var documents: [String: Document] = [:]
    for member in try file.mapping(try file.root(yaml)) {
      let name = try file.text(member.key)
      let parts = try file.members(
        of: member.value, known: ["title", "date", "obsoletes", "obsoleted-by", "updates"])
      guard let title = parts["title"] else {
        throw file.failure(member.value, "'\(name)' needs a title")
      }
      documents[name] = Document(
        name: name, title: try file.text(title), date: try parts["date"].map(file.text),
        obsoletes: try file.texts(parts["obsoletes"]),
        obsoletedBy: try file.texts(parts["obsoleted-by"]),
        updates: try file.texts(parts["updates"]))
    }
    self.documents = documents
  }

  /// A document by its name, `RFC 5246`.
  public subscript(_ name: String) -> Document? { documents[name] }

  /// All documents, by name.
  public var all: [Document] { documents.values.sorted { $0.name < $1.name } }

  /// The document that is in force in place of another one; nil if that one is in force itself.
  ///
  /// Of several that took its place the last one counts that nothing has obsoleted.
  public func inForce(insteadOf name: String) -> String? {
    successor(of: name, past: [])
  }

  private func successor(of name: String, past: Set<String>) -> String? {
    guard let document = documents[name], !past.contains(name) else { return nil }
    for next in document.obsoletedBy.reversed() {
      return successor(of: next, past: past.union([name])) ?? next
    }
    return nil
  }
}
