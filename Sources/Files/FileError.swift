import Platform

/// What the system refused to do with a file, and which file that was.
public struct FileError: Error, Sendable, Hashable, Codable {
  /// What was being done when the system refused.
  public enum Operation: String, Sendable, Hashable, Codable {
    case makeFolder, open, read, write, sync, rename
    /// The new file is in place, but a power cut might still bring the old one back.
    case syncFolder
  }

  public var operation: Operation
  public var path: String
  /// The system's `errno`.
  public var code: Int32

  public init(operation: Operation, path: String, code: Int32) {
    self.operation = operation
    self.path = path
    self.code = code
  }

  /// The system's own words for ``code``.
  public var reason: String { String(cString: strerror(code)) }
}
