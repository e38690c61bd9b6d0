/// The way to a field from the outermost structure: `client_hello.extensions.server_name`.
public struct FieldPath: Hashable, Sendable, Codable {
  /// The field names, outermost first, in the RFC's own spelling.
  public var components: [String]

  public init(_ components: [String] = []) {
    self.components = components
  }

  /// Reads a path as a person types it, with dots between the names.
  public init(parsing text: String) {
    components = text.split(separator: Character(".")).map(String.init)
  }

  /// This path and one name more.
  public func appending(_ component: String) -> FieldPath {
    FieldPath(components + [component])
  }
}

extension FieldPath: CustomStringConvertible {
  public var description: String { components.joined(separator: ".") }
}
