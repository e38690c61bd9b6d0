/// What befell the world since it began, in order: keys that were renewed, time that passed.
public struct Chronicle: Sendable, Codable {
  public internal(set) var events: [WorldEvent] = []
  /// What was in force before, so that earlier sessions keep theirs.
  var retired: [RetiredIdentity] = []
  /// The moment before which nothing happens any more, in microseconds since 1970; nil: nobody waited.
  var clock: Int64?
}

/// One thing that befell the world.
public struct WorldEvent: Hashable, Sendable, Codable {
  public enum Deed: String, Hashable, Sendable, Codable {
    /// A key is a new one from then on; one that has a certificate has a new one, too.
    case renewal = "renew"
    case wait
  }

  public var deed: Deed
  /// Whose turn it was; nil where nothing but time passed.
  public var key: Loot?
  /// In microseconds since 1970: what begins then is under the new key already.
  public var time: Int64
  /// When the wait was over.
  public var until: Int64?
}
