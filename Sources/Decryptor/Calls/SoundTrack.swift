/// One channel of a call, put together of what came from several places.
struct SoundTrack {
  private(set) var samples: [Int16] = []
  /// What is laid already, in order, without overlaps.
  private var laid: [Range<Int>] = []

  /// Lays sound at its place, in samples from the beginning; where some is already, that counts.
  mutating func lay(_ sound: [Int16], at place: Int) {
    guard !sound.isEmpty else { return }
    let end = place + sound.count
    if samples.count < end {
      samples += [Int16](repeating: 0, count: end - samples.count)
    }
    var free = place
    for range in laid + [end..<end] where range.upperBound > place {
      let until = min(max(range.lowerBound, free), end)
      for sample in free..<until { samples[sample] = sound[sample - place] }
      free = min(max(free, range.upperBound), end)
    }
    laid.append(place..<end)
    laid.sort { $0.lowerBound < $1.lowerBound }
  }
}
