/// Why bytes are not a session description, and where.
public struct SDPParseError: Error, Sendable, Hashable, Codable {
  public enum Reason: String, Sendable, Hashable, Codable {
    case notUTF8
    /// Not `x=…`.
    case notALine
    /// The first line is not `v=0`.
    case version
    /// A type of line that RFC 8866 does not know, which makes the whole description void (§5).
    case unknownType
    /// `o=` without its six words.
    case origin
    /// `c=` without its three words.
    case connection
    /// `m=` without kind, port, protocol and format.
    case media
    /// No `o=`, `s=` or `t=` line.
    case lineMissing
  }

  public var reason: Reason
  /// The line, counted from 1.
  public var line: Int

  public init(_ reason: Reason, line: Int) {
    self.reason = reason
    self.line = line
  }
}
