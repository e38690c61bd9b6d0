import TLSWire

/// What one side sends before it waits for the other: the unit that is sent again (RFC 6347 §4.2.4).
struct Flight: Hashable, Sendable, Codable {
  var items: [Item] = []

  enum Item: Hashable, Sendable, Codable {
    case message(DTLSMessage, epoch: UInt16)
    case changeCipherSpec
  }
}

/// When to send a flight again: after a second, then after twice as long each time, up to a minute
/// (RFC 6347 §4.2.4.1).
struct RetransmissionTimer: Hashable, Sendable, Codable {
  /// When the wait is over, in microseconds; nil: nothing is waited for.
  private(set) var deadline: Int64?
  /// How long the wait is now, in microseconds.
  private(set) var interval = RetransmissionTimer.first
  /// How often the present flight was sent again because nothing came.
  private(set) var timeouts = 0

  static let first: Int64 = 1_000_000
  static let longest: Int64 = 60_000_000

  /// A new flight was sent. "Implementations SHOULD retain the current timer value until a
  /// transmission without loss occurs".
  mutating func begin(at time: Int64) {
    if timeouts == 0 { interval = Self.first }
    timeouts = 0
    restart(at: time)
  }

  /// The same flight was sent again.
  mutating func restart(at time: Int64) {
    let (end, overflow) = time.addingReportingOverflow(interval)
    deadline = overflow ? .max : end
  }

  /// The wait was in vain.
  mutating func expire() {
    timeouts &+= 1
    interval = min(Self.longest, 2 * min(Self.longest, max(Self.first, interval)))
  }

  mutating func stop() { deadline = nil }
}
