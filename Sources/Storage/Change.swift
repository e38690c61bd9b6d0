/// A session without its body: what a list of sessions shows.
public struct Brief: Sendable, Hashable {
  /// The order of sessions, and the key to the body.
  public var number: Int
  /// No two sessions of a database have the same.
  public var id: String
  public var bytes: [UInt8]

  public init(number: Int, id: String, bytes: [UInt8]) {
    self.number = number
    self.id = id
    self.bytes = bytes
  }
}

/// One row to be written; several make a commit, in the order in which they stand.
public enum Change: Sendable, Hashable {
  /// Writes a small part of the lab, or replaces it.
  case putPart(name: String, bytes: [UInt8])
  /// Removes a part; nothing happens when there is none.
  case removePart(name: String)
  /// Writes a session, or replaces the one of the same number.
  case putSession(Brief, body: [UInt8])
  /// Replaces a session's brief and identifier, and leaves the body.
  case putBrief(Brief)
  /// Removes a session; nothing happens when there is none.
  case removeSession(number: Int)
  /// Removes all parts and sessions.
  case removeEverything
}
