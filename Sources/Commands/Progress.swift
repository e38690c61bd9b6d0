import Synchronization

/// Says how far something is that takes longer than somebody at a terminal expects; in a script
/// nobody waits.
final class Progress: Sendable {
  private static let patience = Duration.milliseconds(500)

  private let announce: (@Sendable (String) -> Void)?
  private let last: Mutex<ContinuousClock.Instant>

  init(_ surroundings: Interpreter.Surroundings) {
    announce = surroundings.hasKeys ? surroundings.announce : nil
    last = Mutex(.now)
  }

  /// Several threads may report.
  func report(_ done: Int, of all: Int, _ what: String) {
    guard let announce, done < all else { return }
    last.withLock { last in
      let now = ContinuousClock.now
      guard now - last >= Self.patience else { return }
      last = now
      announce("  \(done) of \(all) \(what) ..")
    }
  }
}
