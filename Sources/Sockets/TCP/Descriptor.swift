import Platform
import Synchronization

/// A descriptor of the system at which several threads are. It is closed once, when it was given up and
/// nobody is at it any more: the system hands its number out again at once.
final class Descriptor: Sendable {
  private struct State {
    var users = 0
    var isGivenUp = false
  }

  private let number: CInt
  private let state = Mutex(State())

  init(_ number: CInt) { self.number = number }

  /// Does something with the descriptor.
  ///
  /// - Returns: nil where it was given up.
  func use<Result>(_ body: (CInt) -> Result) -> Result? {
    let isThere = state.withLock { state in
      if !state.isGivenUp { state.users += 1 }
      return !state.isGivenUp
    }
    guard isThere else { return nil }
    defer {
      let isLast = state.withLock { state in
        state.users -= 1
        return state.isGivenUp && state.users == 0
      }
      if isLast { _ = Platform.close(number) }
    }
    return body(number)
  }

  /// Gives it up. Whoever waits at it wakes.
  func close() {
    let isUsed = state.withLock { state -> Bool? in
      guard !state.isGivenUp else { return nil }
      state.isGivenUp = true
      return state.users > 0
    }
    switch isUsed {
    case true?: _ = shutdown(number, CInt(SHUT_RDWR))
    case false?: _ = Platform.close(number)
    case nil: break
    }
  }
}
