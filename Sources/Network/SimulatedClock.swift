/// A clock that moves only when it is told to, so that the same commands give the same times.
public struct SimulatedClock: Sendable, Hashable, Codable {
  /// Microseconds since 1970-01-01T00:00:00Z.
  public private(set) var now: Int64

  public init(now: Int64) {
    self.now = now
  }

  /// Where the clock of a seeded world starts: 2026-01-01T00:00:00Z.
  public static let seededStart = SimulatedClock(now: 1_767_225_600_000_000)

  /// Whole seconds since 1970, as certificates count their dates.
  public var seconds: Int64 {
    now >= 0 ? now / 1_000_000 : (now + 1) / 1_000_000 - 1
  }

  /// Lets microseconds pass; a negative number counts as none.
  public mutating func advance(by microseconds: Int64) {
    now = now.addingClamped(max(0, microseconds))
  }

  /// Lets time pass until a moment; nothing happens when that moment is over.
  public mutating func advance(to moment: Int64) {
    now = max(now, moment)
  }
}
