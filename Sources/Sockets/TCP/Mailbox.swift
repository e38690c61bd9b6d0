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

  private let arrivals = Mutex<[Arrival]>([])
  private let count = DispatchSemaphore(value: 0)
  /// Bytes that wait here, of all streams.
  private let waiting = Mutex(0)
  private static let limit = 1 << 17

  /// Whether streams may be read on. What a program said before it reset the connection is lost unless
  /// it was read before.
  var takesMore: Bool { waiting.withLock { $0 < Self.limit } }

  package init() {}

  package func put(_ arrival: Arrival) {
    if case .bytes(let bytes, _) = arrival { waiting.withLock { $0 += bytes.count } }
    arrivals.withLock { $0.append(arrival) }
    count.signal()
  }

  /// The oldest arrival; nil when none comes within so many seconds.
  package func take(within seconds: Double) -> Arrival? {
    guard count.wait(timeout: .now() + max(0, seconds)) == .success else { return nil }
    let arrival = arrivals.withLock { $0.isEmpty ? nil : $0.removeFirst() }
    if case .bytes(let bytes, _)? = arrival { waiting.withLock { $0 -= bytes.count } }
    return arrival
  }
}
