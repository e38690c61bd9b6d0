/// What is wrong with a file of the catalogue, and where.
public struct CatalogueError: Error, Hashable, Sendable, CustomStringConvertible {
  /// `en/fields.yaml`.
  public var file: String
  /// Counted from 1.
  public var line: Int?
  public var reason: String

  public var description: String {
    "\(file)\(line.map { ":\($0)" } ?? ""): \(reason)"
  }
}
