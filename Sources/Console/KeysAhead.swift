import Dispatch
import Lab

/// Makes the keys of a new world while the learner reads and types: to find the primes of an RSA key
/// takes some tenths of a second, which the first `connect` would wait for.
final class KeysAhead {
  private let work = DispatchGroup()
  private var seed: UInt64?

  func prepare(for lab: Lab) {
    guard lab.world.lacksUsualKeys, seed != lab.world.seed else { return }
    seed = lab.world.seed
    let world = lab.world
    DispatchQueue.global().async(group: work) { world.makeKeysAhead() }
  }

  /// Waits for what was begun: while the program ends, libcrypto must not be at work.
  func wait() { work.wait() }
}
