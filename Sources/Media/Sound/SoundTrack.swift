/// One channel of a call, put together of what came from several places.
public struct SoundTrack {
  public private(set) var samples: [Int16] = []
  /// What is laid already, in order, without overlaps.
  private var laid: [Range<Int>] = []

  public init() {}

  /// Lays sound at its place, in samples from the beginning; where some is already, that counts.
  public mutating func lay(_ sound: [Int16], at place: Int) {
    guard !sound.isEmpty else { return }
    let end = place + sound.count
    reach(end)
    var free = place
    for range in laid + [end..<end] where range.upperBound > place {
      let until = min(max(range.lowerBound, free), end)
      for sample in free..<until { samples[sample] = sound[sample - place] }
      free = min(max(free, range.upperBound), end)
    }
    laid.append(place..<end)
    laid.sort { $0.lowerBound < $1.lowerBound }
  }

  /// Adds sound at its place to what is there: both are heard.
  public mutating func mix(_ sound: [Int16], at place: Int) {
    reach(place + sound.count)
    for (sample, value) in zip(place..., sound) {
      samples[sample] = Int16(clamping: Int(samples[sample]) + Int(value))
    }
  }

  private mutating func reach(_ end: Int) {
    guard samples.count < end else { return }
    samples += [Int16](repeating: 0, count: end - samples.count)
  }
}
