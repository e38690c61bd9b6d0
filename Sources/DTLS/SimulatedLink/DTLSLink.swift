public import CryptoPrimitives

/// A simulated way between two ends that may lose datagrams, deliver them twice and out of order. What
/// happens to which follows from the stream.
public struct DTLSLink: Hashable, Sendable, Codable {
  /// Of a hundred datagrams so many never arrive.
  public var lossPercent: Int
  /// Of a hundred datagrams so many arrive twice.
  public var duplicatePercent: Int
  /// Of a hundred datagrams so many are held up, up to three times as long as the way takes.
  public var reorderPercent: Int
  /// Microseconds from one end to the other.
  public var oneWay: Int64
  /// When the handshake begins, in microseconds.
  public var start: Int64
  public var random: RandomStream

  public init(
    lossPercent: Int = 0, duplicatePercent: Int = 0, reorderPercent: Int = 0,
    oneWay: Int64 = 20_000, start: Int64 = 0, random: RandomStream
  ) {
    self.lossPercent = lossPercent
    self.duplicatePercent = duplicatePercent
    self.reorderPercent = reorderPercent
    self.oneWay = oneWay
    self.start = start
    self.random = random
  }

  /// What becomes of a datagram.
  struct Fate: Hashable, Sendable {
    /// When it passes the tap half-way, in microseconds.
    var passage: Int64
    /// When it arrives: never, once or twice.
    var arrivals: [Int64]
  }

  /// - Parameter number: which datagram it is, counted from the first.
  func fate(ofDatagram number: Int, sentAt time: Int64) -> Fate {
    let draw = random.substream("datagram/\(number)").bytes(8)
    func happens(_ percent: Int, _ place: Int) -> Bool {
      let drawn = Int(draw[place]) << 8 | Int(draw[place + 1])
      return drawn < max(0, min(100, percent)) * 65_536 / 100
    }
    let way = max(0, min(oneWay, Self.longestWay))
    let late = happens(reorderPercent, 0) ? way * (1 + Int64(draw[6] & 1)) + way / 2 : 0
    let passage = Self.sum(time, way / 2)
    guard !happens(lossPercent, 2) else { return Fate(passage: passage, arrivals: []) }
    let arrival = Self.sum(passage, way - way / 2 + late)
    let again = happens(duplicatePercent, 4) ? [Self.sum(arrival, way / 2 + 1)] : []
    return Fate(passage: passage, arrivals: [arrival] + again)
  }

  /// An hour: beyond that nobody waits.
  private static let longestWay: Int64 = 3_600_000_000

  /// The sum, or the largest number.
  private static func sum(_ a: Int64, _ b: Int64) -> Int64 {
    let (sum, overflow) = a.addingReportingOverflow(b)
    return overflow ? .max : sum
  }
}
