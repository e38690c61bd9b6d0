/// The sound of what came from one end, whatever keys opened it: each source (SSRC) at its time, and sources that
/// speak at once both.
public struct MediaSound {
  private let receivers: [MediaReceiver]
  private var track = SoundTrack()
  /// Silence that may still be filled in, in samples.
  private var budget = Self.silenceLimit

  /// An hour in all.
  private static let silenceLimit = 8000 * 3600
  /// So far, in samples, may the sender's clock and the arrival of its packets be apart: behind it the clock
  /// stood still, as on hold, or was set anew.
  private static let tolerance = 8000 * 5

  /// The sound of what receivers took, in the order in which they began.
  ///
  /// - Returns: 8,000 samples a second, from the first packet on; what is lost is silent.
  public static func samples(of receivers: [MediaReceiver]) -> [Int16] {
    var sound = MediaSound(receivers: receivers)
    var known: Set<UInt32> = []
    for source in receivers.flatMap(\.sources) where known.insert(source).inserted {
      sound.add(source)
    }
    return sound.track.samples
  }

  private init(receivers: [MediaReceiver]) {
    self.receivers = receivers.sorted { ($0.firstTime ?? 0) < ($1.firstTime ?? 0) }
  }

  private var origin: Int64 { receivers.first?.firstTime ?? 0 }

  private mutating func add(_ source: UInt32) {
    let arrived = receivers.compactMap { $0.pieces[source] }
    let pieces = arrived.flatMap { $0.sorted { $0.index < $1.index } }
    guard let first = pieces.first else { return }
    // Where nobody tells times, the next source follows.
    let start = arrived.first?.first?.time.map(place) ?? track.samples.count
    var sound: [Int16] = []
    var next = first.timestamp
    for piece in pieces {
      guard let law = piece.law else { continue }
      let gap = Int(Int32(bitPattern: piece.timestamp &- next))
      let silence = silence(gap, end: start + sound.count, arrival: piece.time.map(place))
      if silence <= budget {
        sound += [Int16](repeating: 0, count: silence)
        budget -= silence
      }
      let overlap = gap < 0 && -gap < piece.payload.count ? -gap : 0
      sound += law.decode(piece.payload.dropFirst(overlap))
      next = piece.timestamp &+ UInt32(truncatingIfNeeded: piece.payload.count)
    }
    guard !sound.isEmpty else { return }
    track.mix(sound, at: start)
  }

  /// In samples from the first packet on.
  private func place(_ time: Int64) -> Int {
    min(max(0, Int((time &- origin) / 125)), Self.silenceLimit)
  }

  private func silence(_ gap: Int, end: Int, arrival: Int?) -> Int {
    let told = max(0, gap)
    guard let arrival, abs(arrival - (end + told)) > Self.tolerance else { return told }
    return max(0, arrival - end)
  }
}
