import Dispatch
package import Lab
import Synchronization
package import TLSKeys

/// What has come from the programs outside and was not taken yet: another thread puts it in, the thread of
/// the session takes it out.
///
/// It holds little: a stream is read ahead so far and no further.
package final class Mailbox: Sendable {
  /// Something that came.
  package enum Arrival: Sendable {
    case bytes([UInt8], from: Side)
    case ended(Outside.Ending, by: Side)
  }

  private struct State {
    var arrivals: [Arrival] = []
    /// Bytes that wait here, of all streams.
    var waiting = 0
    var wake: (@Sendable () -> Void)?
  }

  private let state = Mutex(State())
  private let count = DispatchSemaphore(value: 0)
  private static let limit = 1 << 17

  /// Whether streams may be read on. What a program said before it reset the connection is lost unless
  /// it was read before.
  var takesMore: Bool { state.withLock { $0.waiting < Self.limit } }

  /// Whether nothing waits here.
  var isEmpty: Bool { state.withLock { $0.arrivals.isEmpty } }

  package init() {}

  package func put(_ arrival: Arrival) {
    state.withLock { state in
      if case .bytes(let bytes, _) = arrival { state.waiting += bytes.count }
      state.arrivals.append(arrival)
    }
    count.signal()
    nudge()
  }

  /// The oldest arrival; nil when none comes within so many seconds.
  package func take(within seconds: Double) -> Arrival? {
    guard count.wait(timeout: .now() + max(0, seconds)) == .success else { return nil }
    return state.withLock { state in
      guard !state.arrivals.isEmpty else { return nil }
      let arrival = state.arrivals.removeFirst()
      if case .bytes(let bytes, _) = arrival { state.waiting -= bytes.count }
      return arrival
    }
  }

  /// Has something done whenever there is news, for a reader that does not wait here; at once, if
  /// something is here already.
  func whenever(_ wake: @escaping @Sendable () -> Void) {
    let isDue = state.withLock { state in
      state.wake = wake
      return !state.arrivals.isEmpty
    }
    if isDue { wake() }
  }

  /// Tells the reader of what it waits for beside arrivals: there is room to send again.
  func nudge() {
    if let wake = state.withLock({ $0.wake }) { wake() }
  }
}
