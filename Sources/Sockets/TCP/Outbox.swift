/// Bytes that wait until the system takes them.
struct Outbox {
  /// What came of trying to send.
  struct Outcome {
    /// Whether bytes are left.
    var mustWait = false
    /// Whether more may be made again.
    var hasRoomAgain = false
    /// Whether the last of them has gone.
    var isAllOut = false
    var isGone = false
  }

  private var bytes: [UInt8] = []
  private var start = 0
  private var wasClogged = false
  /// Bytes that the system took, ever.
  private(set) var sent = 0

  private static let limit = 1 << 18

  var isEmpty: Bool { start == bytes.count }

  var isClogged: Bool { bytes.count - start > Self.limit }

  mutating func append(_ more: [UInt8]) {
    if isEmpty { (bytes, start) = (more, 0) } else { bytes += more }
    if isClogged { wasClogged = true }
  }

  mutating func forget() { (bytes, start) = ([], 0) }

  /// - Parameter take: sends some, and says how many; nil: there is nobody to take them.
  mutating func send(_ take: (ArraySlice<UInt8>) -> Int?) -> Outcome {
    var outcome = Outcome()
    guard !isEmpty else { return outcome }
    while !isEmpty {
      guard let count = take(bytes[start...]) else {
        forget()
        outcome.isGone = true
        return outcome
      }
      guard count > 0 else { break }
      (start, sent) = (start + count, sent + count)
    }
    if isEmpty { forget() }
    // What has gone takes no memory for long.
    if start > Self.limit { (bytes, start) = (Array(bytes[start...]), 0) }
    outcome.isAllOut = isEmpty
    outcome.mustWait = !isEmpty
    if wasClogged, bytes.count - start <= Self.limit / 2 {
      (wasClogged, outcome.hasRoomAgain) = (false, true)
    }
    return outcome
  }
}
