/// Which records of an epoch have come: one that comes twice is dropped, and so is one that is older
/// than the window of 64 (RFC 6347 §4.1.2.6).
public struct ReplayWindow: Hashable, Sendable, Codable {
  /// The highest number that has come; nil before the first.
  public private(set) var highest: UInt64?
  /// A bit for each of the 64 numbers up to the highest, which is the lowest bit.
  private var seen: UInt64 = 0

  public init() {}

  /// Whether the record is new. It says nothing of whether it is genuine.
  public func isNew(_ number: UInt64) -> Bool {
    guard let highest, number <= highest else { return true }
    let age = highest - number
    return age < 64 && seen >> age & 1 == 0
  }

  /// Notes a record that was verified: "The receive window is updated only if the MAC verification
  /// succeeds."
  public mutating func note(_ number: UInt64) {
    guard let highest else {
      highest = number
      seen = 1
      return
    }
    if number > highest {
      let distance = number - highest
      seen = distance < 64 ? seen << distance | 1 : 1
      self.highest = number
    } else if highest - number < 64 {
      seen |= 1 << (highest - number)
    }
  }
}
