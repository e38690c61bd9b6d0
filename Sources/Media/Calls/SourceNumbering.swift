/// The sequence numbers of one source (SSRC) of RTP: which packets follow one another, came before, or begin anew
/// (RFC 3550 appendix A.1).
struct SourceNumbering: Sendable, Hashable {
  /// Where a packet stands.
  struct Place: Sendable, Hashable, Comparable {
    /// How often its sender had begun anew: between two runs nothing is lost.
    var run = 0
    var index: UInt64

    static func < (one: Place, other: Place) -> Bool {
      (one.run, one.index) < (other.run, other.index)
    }
  }

  /// What is to be done with a packet.
  enum Verdict {
    case taken(Place)
    case duplicate
    /// Its number is far off, or was used by another one: the next packets tell whether the sender begins anew.
    /// Where `isAlone`, those that were held before are no part of it.
    case held(isUsed: Bool, isAlone: Bool)
    /// The sender has begun anew, with the packets that were held.
    case restarted(held: [Place], Place)
  }

  private var run = 0
  private var index = Self.firstIndex
  /// Of this run.
  private var taken: Set<UInt64> = []
  /// All packets that came, by their bytes.
  private var seen: Set<Int> = []
  /// Of the packet with the highest number.
  private var highest: RTPHeader?
  private var held: [RTPHeader] = []

  /// Packets may come late that were sent before the first one.
  private static let firstIndex = PacketIndex(rollover: 1)
  /// Packets that may be missing, or that one may come late, before it counts as a jump.
  private static let dropout: UInt16 = 3000
  private static let misorder: UInt16 = 100
  /// Packets in a row that make a beginning: with numbers far off (RFC 3550 A.1), and with numbers that others had,
  /// as of somebody who sends into a call a few numbers ahead of it.
  private static let farRun = 2
  private static let otherRun = 8

  /// - Parameter samples: how far the clock of the sender goes on with a packet.
  mutating func judge(_ packet: [UInt8], _ header: RTPHeader, samples: Int) -> Verdict {
    guard seen.insert(packet.hashValue).inserted else { return .duplicate }
    // Other bytes under a number that was used are no copy.
    let isUsed = taken.contains(place(header.sequence))
    guard isUsed || isFar(header, samples) else {
      held = []
      return .taken(take(header))
    }
    let isAlone = held.last.map { header.sequence != $0.sequence &+ 1 } ?? true
    if isAlone { held = [] }
    held.append(header)
    guard held.count >= (isUsed ? Self.otherRun : Self.farRun) else {
      return .held(isUsed: isUsed, isAlone: isAlone)
    }
    (run, index, taken, highest) = (run + 1, Self.firstIndex, [], nil)
    let places = held.map { take($0) }
    held = []
    return .restarted(held: places.dropLast(), places[places.count - 1])
  }

  private func isFar(_ header: RTPHeader, _ samples: Int) -> Bool {
    guard let highest else { return false }
    let ahead = header.sequence &- highest.sequence
    if ahead < Self.dropout || 0 &- ahead <= Self.misorder { return false }
    // However many are missing, however late it is: where the clock went as far as the number, it is the same run.
    let clock = Int(Int32(bitPattern: header.timestamp &- highest.timestamp))
    return clock != Int(Int16(bitPattern: ahead)) * samples
  }

  /// Only behind 2^32 rollovers no number is left: then the first ones are used again.
  private func place(_ sequence: UInt16) -> UInt64 {
    index.estimate(sequence) ?? PacketIndex.index(0, sequence)
  }

  private mutating func take(_ header: RTPHeader) -> Place {
    let place = place(header.sequence)
    index.update(place)
    taken.insert(place)
    if index.highest == header.sequence { highest = header }
    return Place(run: run, index: place)
  }
}
