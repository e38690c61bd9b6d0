import Media
import Testing

@Suite("Sound stands where it was said")
struct SoundPlaceTests {
  private static func packet(
    _ source: UInt32, _ number: Int, level: Int16, clock: Int? = nil
  ) -> [UInt8] {
    let header = RTPHeader(
      payloadType: 0, sequence: UInt16(number), timestamp: UInt32((clock ?? number) * 160),
      source: source)
    return RTPPacket(
      header, payload: G711.muLaw.encode([Int16](repeating: level, count: 160))
    ).bytes
  }

  /// What an amplitude becomes in G.711.
  private static func level(_ level: Int16) -> Int16 {
    G711.muLaw.decode(G711.muLaw.encode([level]))[0]
  }

  /// Which amplitudes are heard, one a packet's length of 20 milliseconds.
  private static func levels(_ receiver: MediaReceiver) -> [Int16] {
    let samples = receiver.samples
    return stride(from: 80, to: samples.count, by: 160).map { samples[$0] }
  }

  @Test("A source that begins in a pause of another one stands in that pause")
  func hold() {
    var receiver = MediaReceiver()
    for number in 0..<10 {
      receiver.receive(Self.packet(1, number, level: 500), at: Int64(number) * 20_000)
    }
    for number in 0..<10 {
      receiver.receive(Self.packet(2, number, level: 900), at: Int64(number + 15) * 20_000)
    }
    for number in 10..<20 {
      receiver.receive(
        Self.packet(1, number, level: 500, clock: number + 20), at: Int64(number + 20) * 20_000)
    }
    func times(_ count: Int, _ level: Int16) -> [Int16] {
      [Int16](repeating: level == 0 ? 0 : Self.level(level), count: count)
    }
    #expect(
      Self.levels(receiver)
        == times(10, 500) + times(5, 0) + times(10, 900) + times(5, 0) + times(10, 500))
  }

  @Test("Sources that speak at once are both heard")
  func together() {
    var receiver = MediaReceiver()
    for number in 0..<10 {
      for source in [1, 2] as [UInt32] {
        let level: Int16 = source == 1 ? 500 : 900
        receiver.receive(Self.packet(source, number, level: level), at: Int64(number) * 20_000)
      }
    }
    let sum = Self.level(500) + Self.level(900)
    #expect(Self.levels(receiver) == [Int16](repeating: sum, count: 10))
  }

  @Test("A clock that stood still is a pause, and one that leapt ahead is none")
  func clock() {
    var stopped = MediaReceiver()
    stopped.receive(Self.packet(1, 0, level: 500), at: 0)
    stopped.receive(Self.packet(1, 1, level: 500), at: 30_000_000)
    #expect(stopped.samples.count == 30 * 8000 + 160)
    var leapt = MediaReceiver()
    leapt.receive(Self.packet(1, 0, level: 500), at: 0)
    leapt.receive(Self.packet(1, 1, level: 500, clock: 60_000), at: 20_000)
    #expect(leapt.samples.count == 320)
  }

  @Test("Where a capture tells no times, sources follow one another")
  func timeless() {
    var receiver = MediaReceiver()
    for source in [1, 2] as [UInt32] {
      for number in 0..<10 { receiver.receive(Self.packet(source, number, level: 500)) }
    }
    #expect(Self.levels(receiver) == [Int16](repeating: Self.level(500), count: 20))
  }

  @Test("Times that leap back an hour, as a clock that is set does, shift nothing")
  func back() {
    var receiver = MediaReceiver()
    for number in 0..<20 {
      let time = Int64(number) * 20_000 - (number < 10 ? 0 : 3_600_000_000)
      receiver.receive(Self.packet(1, number, level: 500), at: time)
    }
    #expect(Self.levels(receiver) == [Int16](repeating: Self.level(500), count: 20))
  }

  @Test("Late and exchanged packets shift nothing")
  func jitter() {
    var receiver = MediaReceiver()
    for number in [0, 2, 1, 3, 5, 4, 6] {
      receiver.receive(
        Self.packet(1, number, level: 500), at: Int64(number * 20_000 + number % 3 * 7_000))
    }
    #expect(receiver.samples.count == 7 * 160)
  }

  @Test(
    "A second source stands behind the first one where times are all the same, or leap back",
    arguments: [0, -1_000_000, -3_600_000_000] as [Int64])
  func timesOfNoUse(shift: Int64) {
    var receiver = MediaReceiver()
    for number in 0..<100 {
      let time = shift == 0 ? 0 : Int64(number) * 20_000 + (number < 50 ? 0 : shift)
      let source: UInt32 = number < 50 ? 1 : 2
      receiver.receive(
        Self.packet(source, number, level: number < 50 ? 500 : 900), at: time)
    }
    let each = [500, 900].map { [Int16](repeating: Self.level($0), count: 50) }
    #expect(Self.levels(receiver) == each[0] + each[1])
  }

  @Test("A source whose first packets were delayed, and came at once, stands where it spoke")
  func burst() {
    var receiver = MediaReceiver()
    for number in 0..<50 {
      receiver.receive(Self.packet(1, number, level: 500), at: Int64(number) * 20_000)
    }
    for number in 50..<200 {
      // What was said from 1 to 3 seconds arrives at 3 seconds.
      let time = max(3_000_000, Int64(number) * 20_000)
      receiver.receive(Self.packet(2, number, level: 900), at: time)
    }
    let each = [(500, 50), (900, 150)].map {
      [Int16](repeating: Self.level(Int16($0.0)), count: $0.1)
    }
    #expect(Self.levels(receiver) == each[0] + each[1])
  }

  @Test("What is left out of a pause of hours is told")
  func pause() {
    for source in [1, 2] as [UInt32] {
      var receiver = MediaReceiver()
      for number in 0..<50 {
        receiver.receive(Self.packet(1, number, level: 500), at: Int64(number) * 20_000)
      }
      for number in 50..<100 {
        receiver.receive(
          Self.packet(source, number, level: 900), at: Int64(number) * 20_000 + 18_000_000_000)
      }
      let sound = MediaSound(of: [receiver])
      #expect(sound.samples.count + sound.leftOut == 100 * 160 + 18_000 * 8000)
      #expect(sound.leftOut > 0)
    }
  }
}
