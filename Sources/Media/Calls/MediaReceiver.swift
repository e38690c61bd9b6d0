/// Takes the packets of one direction of a call as they come, out of order, twice or not at all, and gives its
/// sound.
public struct MediaReceiver: Sendable, Hashable {
  /// What became of the packets.
  public struct Counts: Sendable, Hashable, Codable {
    /// Authentic, or of RTP without protection whole.
    public var authenticated = 0
    /// Not authentic, or no packets; of RTP without protection single ones whose number is far from all others.
    public var refused = 0
    /// Came before, or another one under the same number.
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
    var place: SourceNumbering.Place
    /// Microseconds since 1970, of its arrival; and as which it came.
    var time: Int64?
    var number: Int
    var timestamp: UInt32
    var type: UInt8
    var law: G711?
    var payload: [UInt8]
  }

  private var receiver: SRTPReceiver?
  private let laws: [UInt8: G711]
  private var indices: [UInt32: PacketIndex] = [:]
  private var windows: [UInt32: ReplayWindow] = [:]
  /// Of RTP without protection.
  private var numberings: [UInt32: SourceNumbering] = [:]
  private var held: [UInt32: [Held]] = [:]
  /// In the order in which sources began.
  private(set) var sources: [UInt32] = []
  /// When the first of its packets came, in microseconds since 1970; nil where nobody told.
  public private(set) var firstTime: Int64?
  private(set) var pieces: [UInt32: [Piece]] = [:]
  private var received = 0
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
  /// - Parameters:
  ///   - time: of its arrival, in microseconds since 1970.
  ///   - number: as which it came, where other receivers take from the same flow.
  @discardableResult
  public mutating func receive(
    _ packet: [UInt8], at time: Int64? = nil, number: Int? = nil
  ) -> Outcome {
    received += 1
    if packet.count > 1, RTCPPacket.Kind(rawValue: packet[1]).isControl {
      taken.control += 1
      return .control
    }
    do throws(MediaError) {
      let opened = try receiver?.unprotect(packet) ?? packet
      try take(opened, Arrival(time: time, number: number ?? received))
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

  private struct Arrival {
    var time: Int64?
    var number: Int
  }

  private mutating func take(_ bytes: [UInt8], _ arrival: Arrival) throws(MediaError) {
    let packet: RTPPacket
    do throws(RTPError) {
      packet = try RTPPacket(parsing: bytes)
    } catch {
      throw .packet(error)
    }
    let source = packet.header.source
    guard pieces[source] != nil || sources.count < Self.sourceLimit else { throw .tooOld }
    let piece = piece(packet, arrival)
    if receiver == nil { return try place(piece, bytes, packet) }
    add(piece, at: SourceNumbering.Place(index: try index(of: packet.header)), source)
  }

  private func piece(_ packet: RTPPacket, _ arrival: Arrival) -> Piece {
    let type = packet.header.payloadType
    let law = laws[type] ?? G711(payloadType: type)
    return Piece(
      place: SourceNumbering.Place(index: 0), time: arrival.time, number: arrival.number,
      timestamp: packet.header.timestamp, type: type, law: law,
      payload: law == nil ? [] : packet.payload)
  }

  /// Of a packet of SRTP, which has judged already; the window here is the same.
  private mutating func index(of header: RTPHeader) throws(MediaError) -> UInt64 {
    var state = indices[header.source] ?? PacketIndex(rollover: 1)
    guard let index = state.estimate(header.sequence) else { throw .tooOld }
    var window = windows[header.source] ?? ReplayWindow(size: Self.window)
    switch window.verdict(index) {
    case .seen: throw .replayed
    case .tooOld: throw .tooOld
    case .new: window.mark(index)
    }
    state.update(index)
    indices[header.source] = state
    windows[header.source] = window
    return index
  }

  private mutating func place(
    _ piece: Piece, _ bytes: [UInt8], _ packet: RTPPacket
  ) throws(MediaError) {
    let source = packet.header.source
    let verdict = numberings[source, default: SourceNumbering()].judge(
      bytes, packet.header, samples: packet.payload.count)
    let before = held[source, default: []]
    held[source] = nil
    switch verdict {
    case .duplicate:
      held[source] = before
      throw .replayed
    case .taken(let place):
      drop(before)
      add(piece, at: place, source)
    case .held(let isUsed, let isAlone):
      if isAlone { drop(before) }
      held[source] = (isAlone ? [] : before) + [Held(piece: piece, isUsed: isUsed)]
    case .restarted(let places, let place):
      for (held, place) in zip(before, places) { add(held.piece, at: place, source) }
      add(piece, at: place, source)
    }
  }

  /// A packet whose number doesn't fit, until the next ones tell whether its sender begins anew.
  private struct Held: Sendable, Hashable {
    var piece: Piece
    /// Whether another packet had its number.
    var isUsed: Bool
  }

  /// They are no beginning: who sends beside the source can do that.
  private mutating func drop(_ held: [Held]) {
    taken.duplicates += held.count(where: \.isUsed)
    taken.refused += held.count { !$0.isUsed }
  }

  private mutating func add(_ piece: Piece, at place: SourceNumbering.Place, _ source: UInt32) {
    var piece = piece
    piece.place = place
    if pieces[source] == nil { sources.append(source) }
    if firstTime == nil { firstTime = piece.time }
    taken.authenticated += 1
    if piece.law == nil { taken.unheard += 1 }
    pieces[source, default: []].append(piece)
  }

  /// What became of the packets so far.
  public var counts: Counts {
    var counts = taken
    counts.refused += held.values.joined().count { !$0.isUsed }
    counts.duplicates += held.values.joined().count(where: \.isUsed)
    for run in pieces.values.flatMap(Self.runs) {
      counts.lost += Int(clamping: run.last - run.first + 1) - run.numbers.count
    }
    return counts
  }

  /// The numbers of what came, of each run of them.
  private struct Run {
    var numbers: Set<UInt64>
    var first: UInt64
    var last: UInt64
  }

  private static func runs(_ pieces: [Piece]) -> [Run] {
    Dictionary(grouping: pieces, by: \.place.run).values.compactMap { pieces in
      let numbers = Set(pieces.map(\.place.index))
      guard let first = numbers.min(), let last = numbers.max() else { return nil }
      return Run(numbers: numbers, first: first, last: last)
    }
  }

  /// The sound so far.
  public var samples: [Int16] { MediaSound(of: [self]).samples }

  /// How many of those that never came another receiver of the same sources has taken.
  public func notLost(to other: MediaReceiver) -> Int {
    pieces.reduce(0) { sum, source in
      let theirs = other.pieces[source.key].map { $0.map(\.place.index) }
      return Self.runs(source.value).reduce(sum) { sum, run in
        sum
          + (theirs?.count { theirs in
            // Each counts rollovers for itself: the sequence number tells which one it is.
            let index = run.first &+ UInt64(UInt16(truncatingIfNeeded: theirs &- run.first))
            return index < run.last && !run.numbers.contains(index)
          } ?? 0)
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
