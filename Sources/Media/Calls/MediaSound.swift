/// The sound of what came from one end, whatever keys opened it: each source (SSRC) at its time, and sources that
/// speak at once both.
public struct MediaSound {
  private let receivers: [MediaReceiver]
  private var track = SoundTrack()
  /// Which pieces are in it, as which they came, and where each ends.
  private var laid: [(number: Int, end: Int)] = []
  /// Silence that may still be filled in, in samples.
  private var budget = Self.silenceLimit

  /// Silence that is not in it, in samples.
  public private(set) var leftOut = 0

  /// An hour in all.
  private static let silenceLimit = 8000 * 3600
  /// So far, in samples, may the sender's clock and the arrival of its packets be apart: behind it the clock
  /// stood still, as on hold, or was set anew.
  private static let tolerance = 8000 * 5
  /// So far, in samples, may a source begin before the end of what came before it: beyond that the times tell
  /// nothing.
  private static let overlap = 4000

  /// The sound of what receivers took, in the order in which they began.
  public init(of receivers: [MediaReceiver]) {
    self.init(receivers: receivers)
    var known: Set<UInt32> = []
    for source in receivers.flatMap(\.sources) where known.insert(source).inserted {
      add(source)
    }
  }

  /// 8,000 a second, from the first packet on; what is lost is silent.
  public var samples: [Int16] { track.samples }

  private init(receivers: [MediaReceiver]) {
    self.receivers = receivers.sorted { ($0.firstTime ?? 0) < ($1.firstTime ?? 0) }
  }

  private var origin: Int64 { receivers.first?.firstTime ?? 0 }

  private mutating func add(_ source: UInt32) {
    let pieces = receivers.flatMap { $0.pieces[source, default: []].sorted { $0.place < $1.place } }
    guard let first = pieces.first else { return }
    let start = start(of: pieces)
    var sound: [Int16] = []
    var next = first.timestamp
    var run = first.place.run
    for piece in pieces {
      guard let law = piece.law else { continue }
      let end = start + sound.count
      // A clock that begins anew with its numbers tells nothing of the time between.
      let gap = piece.place.run == run ? Int(Int32(bitPattern: piece.timestamp &- next)) : nil
      let silence = silence(gap, end: end, arrival: piece.time.map(place))
      if silence <= budget {
        sound += [Int16](repeating: 0, count: silence)
        budget -= silence
      } else {
        leftOut += silence
      }
      let overlap = gap.map { $0 < 0 && -$0 < piece.payload.count ? -$0 : 0 } ?? 0
      sound += law.decode(piece.payload.dropFirst(overlap))
      laid.append((piece.number, start + sound.count))
      next = piece.timestamp &+ UInt32(truncatingIfNeeded: piece.payload.count)
      run = piece.place.run
    }
    guard !sound.isEmpty else { return }
    track.mix(sound, at: start)
  }

  /// Where a source begins: where its first packet would have come without delay, but behind what came before it
  /// where times are not kept, or go back.
  private mutating func start(of pieces: [MediaReceiver.Piece]) -> Int {
    guard let first = pieces.min(by: { $0.number < $1.number }), let time = first.time else {
      return track.samples.count
    }
    let arrived = place(time)
    // The packets that were delayed least tell: the first ones may come in a burst.
    let start = pieces.reduce(arrived) { least, piece in
      let clock = Int(Int32(bitPattern: piece.timestamp &- first.timestamp))
      guard piece.place.run == first.place.run, (0..<Self.tolerance).contains(clock),
        let time = piece.time
      else { return least }
      return min(least, place(time) - clock)
    }
    let said = laid.filter { $0.number < first.number }.map(\.end).max() ?? 0
    if start < said - Self.overlap { return said }
    let kept = min(max(0, start), said + budget)
    leftOut += max(0, start - kept)
    budget -= max(0, kept - said)
    return kept
  }

  /// In samples from the first packet on, without what was left out.
  private func place(_ time: Int64) -> Int { Int((time &- origin) / 125) - leftOut }

  /// - Parameter gap: by the clock of the sender; nil where that begins anew.
  private func silence(_ gap: Int?, end: Int, arrival: Int?) -> Int {
    let told = max(0, gap ?? 0)
    guard let arrival, gap == nil || abs(arrival - (end + told)) > Self.tolerance else {
      return told
    }
    return max(0, arrival - end)
  }
}
