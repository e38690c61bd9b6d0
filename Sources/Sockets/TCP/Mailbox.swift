import Dispatch
package import Lab
import NIOConcurrencyHelpers
package import TLSKeys

/// What has come from the programs outside and was not taken yet: event loops put it in, the thread of
/// the session takes it out.
///
/// It holds little: a stream is read again only when somebody waits for it.
package final class Mailbox: Sendable {
  /// Something that came.
  package enum Arrival: Sendable {
    case bytes([UInt8], from: Side)
    case ended(Outside.Ending, by: Side)
  }

  private let arrivals = NIOLockedValueBox<[Arrival]>([])
  private let count = DispatchSemaphore(value: 0)

  package init() {}

  package func put(_ arrival: Arrival) {
    arrivals.withLockedValue { $0.append(arrival) }
    count.signal()
  }

  /// The oldest arrival; nil when none comes within so many seconds.
  package func take(within seconds: Double) -> Arrival? {
    guard count.wait(timeout: .now() + max(0, seconds)) == .success else { return nil }
    return arrivals.withLockedValue { $0.isEmpty ? nil : $0.removeFirst() }
  }
}
