public import CryptoPrimitives

/// The sound of one party of a call: turns of a melody that its seed decides, at 8,000 samples a second. All
/// of it is whole numbers, so that every machine makes the same samples.
public struct Phrase: Sendable, Hashable, Codable {
  /// Who is to be heard: the two take turns, with voices of their own.
  public enum Party: String, Sendable, Hashable, Codable, CaseIterable {
    case caller
    case called
  }

  /// Samples a second.
  public static let rate = 8000
  /// A turn of one party, in samples; then the other's begins.
  private static let turn = 8000
  /// Lengths of notes, in samples.
  private static let lengths = [1000, 1000, 2000, 3000]
  /// A pentatonic scale in thousandths of hertz, from A3 on: whatever follows on whatever sounds well.
  private static let scale: [Int] = [
    220_000, 246_942, 277_183, 329_628, 369_994, 440_000, 493_883, 554_365, 659_255, 739_989,
  ]

  public let party: Party
  private let random: RandomStream

  /// - Parameter random: of the call; each party takes its own part of it.
  public init(_ party: Party, random: RandomStream) {
    self.party = party
    self.random = random.substream("sound").substream(party.rawValue)
  }

  /// The first samples, none where the count is not above 0.
  public func samples(_ count: Int) -> [Int16] {
    var samples: [Int16] = []
    samples.reserveCapacity(max(0, count))
    var number = 0
    while samples.count < count {
      let isOwn = number.isMultiple(of: 2) == (party == .caller)
      samples +=
        isOwn
        ? melody(number / 2) : [Int16](repeating: 0, count: Self.turn)
      number += 1
    }
    return Array(samples.prefix(max(0, count)))
  }

  /// One turn.
  private func melody(_ number: Int) -> [Int16] {
    let choices = random.substream("turn \(number)").bytes(64)
    var place = Int(choices[0]) % 5 + (party == .caller ? 4 : 0)
    var samples: [Int16] = []
    for pair in 0..<31 where samples.count < Self.turn {
      let step = Int(choices[2 * pair + 1]) % 5 - 2
      place = min(max(place + step, 0), Self.scale.count - 1)
      let length = Self.lengths[Int(choices[2 * pair + 2]) % Self.lengths.count]
      samples += note(
        frequency: Self.scale[place], count: min(length, Self.turn - samples.count))
    }
    return samples + [Int16](repeating: 0, count: max(0, Self.turn - samples.count))
  }

  /// One note: a tone with overtones, which swells and fades.
  private func note(frequency: Int, count: Int) -> [Int16] {
    let step = UInt32(truncatingIfNeeded: frequency * (1 << 32 / 1000) / Self.rate)
    let fade = 400
    return (0..<count).map { place in
      let phase = step &* UInt32(truncatingIfNeeded: place)
      var level =
        party == .caller
        ? 6 * Self.sine(phase) + 3 * Self.sine(phase &* 2) + Self.sine(phase &* 3)
        : 5 * Self.sine(phase) + 4 * Self.sine(phase &* 3) + Self.sine(phase &* 5)
      level = level / 10 * min(place, fade) / fade
      level = level * min(count - 1 - place, fade) / fade
      // Each note grows fainter towards its end.
      level = level * (2 * count - place) / (2 * count)
      return Int16(clamping: level)
    }
  }

  /// A sine of whole numbers, up to 12,000 (Bhaskara's approximation): 2^32 is a full turn.
  private static func sine(_ phase: UInt32) -> Int {
    let half = Int(phase & 0x7fff_ffff) >> 15
    let x = half
    let product = x * (65_536 - x)
    let level = 12_000 * 4 * product / (5 * 65_536 * 65_536 / 4 - product)
    return phase >> 31 == 0 ? level : -level
  }
}
