/// Puts one direction of a TCP connection into order (RFC 9293 §3.4): what is sent again counts once, what
/// comes early waits, what never comes is a gap. The first of two that disagree wins, and that is said.
public struct StreamReassembly: Sendable {
  /// What comes out.
  public enum Event: Sendable {
    case bytes(ArraySlice<UInt8>)
    /// So many bytes are not in the capture.
    case gap(Int)
  }

  /// The sequence number that comes next; nil before the first segment.
  private var next: UInt32?
  /// How many bytes of the stream were handed out or given up.
  public private(set) var offset = 0
  /// Whether the stream was seen from its SYN on.
  public private(set) var hasBeginning = false
  /// The sequence number of the FIN, once it was seen.
  private var last: UInt32?
  /// The highest number that the other side has acknowledged.
  private var acknowledged: UInt32?
  /// Where in the stream two segments disagreed, for the first time.
  public private(set) var disagreement: Int?
  /// What came before its turn, in order.
  private var early: [Early] = []
  private var earlyCount = 0
  /// What was handed out last, to hold a repetition against.
  private var recent = RecentBytes()

  private struct Early: Sendable {
    var offset: Int
    var bytes: [UInt8]
    var cutOff: Int
  }

  /// So much may wait for a segment that is missing; then it is given up.
  static let patience = 1 << 20
  static let patienceSegments = 512

  public init() {}

  /// Whether something waits for what is missing.
  public var isWaiting: Bool { !early.isEmpty }

  /// Whether all of it was handed out, to the FIN.
  public var hasEnded: Bool { last != nil && last == next }

  /// The initial sequence number.
  public mutating func begin(_ sequence: UInt32) {
    guard next == nil else { return }
    next = sequence &+ 1
    hasBeginning = true
  }

  /// Takes a segment.
  public mutating func add(_ segment: TCPSegment, _ give: (Event) -> Void) {
    let sequence = segment.isSynchronize ? segment.sequence &+ 1 : segment.sequence
    if segment.isSynchronize { begin(segment.sequence) }
    if segment.isFinish {
      last =
        last ?? sequence &+ UInt32(truncatingIfNeeded: segment.payload.count + segment.cutOff)
    }
    guard !segment.payload.isEmpty || segment.cutOff > 0 else {
      if segment.isFinish { next = next ?? sequence }
      return
    }
    let expected = next ?? sequence
    if next == nil { next = sequence }
    let distance = Self.distance(expected, sequence)
    if distance == 0 && early.isEmpty {
      hand(segment.payload, segment.cutOff, give)
      return
    }
    place(segment.payload, segment.cutOff, at: offset + distance, give)
  }

  /// Takes what the other side has acknowledged: the number of the byte that it expects next.
  public mutating func acknowledge(_ number: UInt32) {
    guard next != nil else { return }
    if let acknowledged, Self.distance(acknowledged, number) < 0 { return }
    acknowledged = number
  }

  /// Gives up what is missing, and hands out what waits behind it.
  public mutating func finish(_ give: (Event) -> Void) {
    while let first = early.first {
      skip(to: first.offset, give)
      release(give)
    }
    skip(to: offset + unseen, give)
  }

  /// How many bytes are known to have been sent behind those that came: up to the FIN, or as many as the other
  /// side has acknowledged, who counts a FIN as one.
  private var unseen: Int {
    guard let next else { return 0 }
    let count =
      last.map { Self.distance(next, $0) } ?? acknowledged.map { Self.distance(next, $0) } ?? 0
    // No window is larger: what is acknowledged beyond it belongs to another connection.
    return count > (last == nil ? 1 : 0) && count <= 1 << 30 ? count : 0
  }

  /// How far it is from one sequence number to another; they wrap (RFC 9293 §3.4).
  private static func distance(_ from: UInt32, _ to: UInt32) -> Int {
    Int(Int32(bitPattern: to &- from))
  }

  /// To be called before the capture's own buffers go: what is still needed is copied.
  public mutating func settle() { recent.settle() }

  private mutating func hand(
    _ bytes: ArraySlice<UInt8>, _ cutOff: Int, _ give: (Event) -> Void
  ) {
    next = next.map { $0 &+ UInt32(truncatingIfNeeded: bytes.count + cutOff) }
    if !bytes.isEmpty {
      recent.add(bytes, at: offset)
      offset += bytes.count
      give(.bytes(bytes))
    }
    if cutOff > 0 {
      offset += cutOff
      give(.gap(cutOff))
    }
  }

  private mutating func skip(to place: Int, _ give: (Event) -> Void) {
    guard place > offset else { return }
    next = next.map { $0 &+ UInt32(truncatingIfNeeded: place - offset) }
    give(.gap(place - offset))
    offset = place
  }

  private mutating func place(
    _ bytes: ArraySlice<UInt8>, _ cutOff: Int, at place: Int, _ give: (Event) -> Void
  ) {
    guard place > offset else {
      compare(bytes, at: place)
      let old = offset - place
      guard old < bytes.count + cutOff else { return }
      let rest = bytes.dropFirst(old)
      hand(rest, cutOff - max(0, old - bytes.count), give)
      return release(give)
    }
    insert(Early(offset: place, bytes: Array(bytes), cutOff: cutOff))
    if earlyCount > Self.patience || early.count > Self.patienceSegments, let first = early.first {
      skip(to: first.offset, give)
      release(give)
    }
  }

  private mutating func insert(_ piece: Early) {
    var place = early.count
    while place > 0 && early[place - 1].offset > piece.offset { place -= 1 }
    if place > 0 { compareEarly(piece, with: early[place - 1]) }
    early.insert(piece, at: place)
    earlyCount += piece.bytes.count
  }

  /// Hands out what has its turn now. The piece that came first counts where two overlap, but for one
  /// that was put behind it: it began later.
  private mutating func release(_ give: (Event) -> Void) {
    while let first = early.first, first.offset <= offset {
      early.removeFirst()
      earlyCount -= first.bytes.count
      compare(first.bytes[...], at: first.offset)
      let old = offset - first.offset
      guard old < first.bytes.count + first.cutOff else { continue }
      hand(first.bytes.dropFirst(old), first.cutOff - max(0, old - first.bytes.count), give)
    }
  }

  private mutating func compareEarly(_ piece: Early, with other: Early) {
    let shared = piece.offset - other.offset
    guard shared < other.bytes.count else { return }
    if zip(other.bytes.dropFirst(shared), piece.bytes).contains(where: { $0 != $1 }) {
      disagreement = disagreement ?? piece.offset
    }
  }

  private mutating func compare(_ bytes: ArraySlice<UInt8>, at place: Int) {
    // A keep-alive repeats one byte, whatever it was.
    guard disagreement == nil, bytes.count > 1 else { return }
    if let found = recent.disagreement(with: bytes, at: place) { disagreement = found }
  }
}

/// The last bytes of a stream.
struct RecentBytes: Sendable {
  private var pieces: [(offset: Int, bytes: ArraySlice<UInt8>)] = []
  private var isSettled = true
  /// So much is kept over longer times, and so many pieces before that.
  private static let kept = 2048
  private static let pieceLimit = 64

  mutating func add(_ bytes: ArraySlice<UInt8>, at offset: Int) {
    if pieces.count >= Self.pieceLimit { pieces.removeFirst(Self.pieceLimit / 2) }
    pieces.append((offset, bytes))
    isSettled = false
  }

  mutating func settle() {
    guard !isSettled, let last = pieces.last else { return }
    isSettled = true
    let end = last.offset + last.bytes.count
    let bytes = Array(last.bytes.suffix(Self.kept))
    pieces = [(end - bytes.count, bytes[...])]
  }

  func disagreement(with bytes: ArraySlice<UInt8>, at place: Int) -> Int? {
    for piece in pieces.reversed() {
      let from = max(place, piece.offset)
      let end = min(place + bytes.count, piece.offset + piece.bytes.count)
      guard from < end else { continue }
      let new = bytes.dropFirst(from - place).prefix(end - from)
      let old = piece.bytes.dropFirst(from - piece.offset).prefix(end - from)
      if let index = zip(new, old).enumerated().first(where: { $1.0 != $1.1 })?.offset {
        return from + index
      }
    }
    return nil
  }
}
