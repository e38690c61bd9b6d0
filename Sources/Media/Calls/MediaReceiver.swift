/// Takes the packets of one direction of a call as they come, out of order, twice or not at all, and gives its
/// sound.
public struct MediaReceiver: Sendable, Hashable {
  /// What became of the packets.
  public struct Counts: Sendable, Hashable, Codable {
    /// Authentic, or of RTP without protection whole.
    public var authenticated = 0
    /// Not authentic, or no packets.
    public var refused = 0
    /// Came before.
    public var duplicates = 0
    /// Of another code than G.711: there is no sound in them here.
    public var unheard = 0
    /// Never came, by the sequence numbers.
    public var lost = 0
    /// Of RTCP.
    public var control = 0

    public init() {}
  }

  /// A packet that was taken.
  struct Piece: Sendable, Hashable {
    var index: UInt64
    /// Microseconds since 1970, of its arrival.
    var time: Int64?
    var timestamp: UInt32
    var type: UInt8
    var law: G711?
    var payload: [UInt8]
  }

  private var receiver: SRTPReceiver?
  private let laws: [UInt8: G711]
  private var indices: [UInt32: PacketIndex] = [:]
  private var windows: [UInt32: ReplayWindow] = [:]
  /// In the order in which sources began.
  private(set) var sources: [UInt32] = []
  /// When the first of its packets came, in microseconds since 1970; nil where nobody told.
  public private(set) var firstTime: Int64?
  private(set) var pieces: [UInt32: [Piece]] = [:]
  private var taken = Counts()
  /// Sources that are heard at most.
  private static let sourceLimit = 64
  private static let window = 1 << 12

  /// - Parameters:
  ///   - masters: empty for RTP without protection.
  ///   - laws: what payload types beside 0 and 8 mean.
  ///   - missedRollovers: as ``SRTPReceiver`` has it.
  public init(
    _ masters: [SRTPMasterKey] = [], laws: [UInt8: G711] = [:], missedRollovers: UInt32 = 0
  ) {
    receiver =
      masters.isEmpty
      ? nil
      : SRTPReceiver(masters, windowSize: Self.window, missedRollovers: missedRollovers)
    self.laws = laws
  }

  /// What became of one packet.
  public enum Outcome: Sendable, Hashable {
    case taken
    case duplicate
    case refused
    /// Of RTCP.
    case control
  }

  /// Takes a packet of RTP, SRTP, or of RTCP on the same port, which is passed over.
  ///
  /// - Parameter time: of its arrival, in microseconds since 1970.
  @discardableResult
  public mutating func receive(_ packet: [UInt8], at time: Int64? = nil) -> Outcome {
    if packet.count > 1, RTCPPacket.Kind(rawValue: packet[1]).isControl {
      taken.control += 1
      return .control
    }
    do throws(MediaError) {
      let opened = try receiver?.unprotect(packet) ?? packet
      try place(opened, time)
      return .taken
    } catch {
      guard case .replayed = error else {
        taken.refused += 1
        return .refused
      }
      taken.duplicates += 1
      return .duplicate
    }
  }

  private mutating func place(_ bytes: [UInt8], _ time: Int64?) throws(MediaError) {
    let packet: RTPPacket
    do throws(RTPError) {
      packet = try RTPPacket(parsing: bytes)
    } catch {
      throw .packet(error)
    }
    let source = packet.header.source
    guard indices[source] != nil || sources.count < Self.sourceLimit else { throw .tooOld }
    var state = indices[source] ?? PacketIndex(rollover: 1)
    guard let index = state.estimate(packet.header.sequence) else { throw .tooOld }
    // SRTP has judged already, and its window is the same.
    var window = windows[source] ?? ReplayWindow(size: Self.window)
    switch window.verdict(index) {
    case .seen: throw .replayed
    case .tooOld: throw .tooOld
    case .new: window.mark(index)
    }
    state.update(index)
    if indices[source] == nil { sources.append(source) }
    if firstTime == nil { firstTime = time }
    indices[source] = state
    windows[source] = window
    taken.authenticated += 1
    let type = packet.header.payloadType
    let law = laws[type] ?? G711(payloadType: type)
    if law == nil { taken.unheard += 1 }
    pieces[source, default: []].append(
      Piece(
        index: index, time: time, timestamp: packet.header.timestamp, type: type, law: law,
        payload: law == nil ? [] : packet.payload))
  }

  /// What became of the packets so far.
  public var counts: Counts {
    var counts = taken
    for pieces in pieces.values {
      let numbers = pieces.map(\.index)
      guard let first = numbers.min(), let last = numbers.max() else { continue }
      counts.lost += Int(clamping: last - first + 1) - numbers.count
    }
    return counts
  }

  /// The sound so far.
  public var samples: [Int16] { MediaSound.samples(of: [self]) }

  /// How many of those that never came another receiver of the same sources has taken.
  public func notLost(to other: MediaReceiver) -> Int {
    pieces.reduce(0) { sum, source in
      let numbers = Set(source.value.map(\.index))
      guard let first = numbers.min(), let last = numbers.max() else { return sum }
      return sum
        + (other.pieces[source.key] ?? []).count { piece in
          // Each counts rollovers for itself: the sequence number tells which one it is.
          let index = first &+ UInt64(UInt16(truncatingIfNeeded: piece.index &- first))
          return index < last && !numbers.contains(index)
        }
    }
  }

  /// Packets without sound here, by their payload type.
  public var unheard: [UInt8: Int] {
    pieces.values.joined().reduce(into: [:]) { counts, piece in
      if piece.law == nil { counts[piece.type, default: 0] += 1 }
    }
  }
}
