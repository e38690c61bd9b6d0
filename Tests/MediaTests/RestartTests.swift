import Media
import Testing

@Suite("A sender of RTP may begin anew under the same source")
struct RestartTests {
  private static func packet(_ sequence: Int, clock: Int, level: Int16) -> [UInt8] {
    let header = RTPHeader(
      payloadType: 0, sequence: UInt16(truncatingIfNeeded: sequence),
      timestamp: UInt32(truncatingIfNeeded: clock), source: 1)
    return RTPPacket(
      header, payload: G711.muLaw.encode([Int16](repeating: level, count: 160))
    ).bytes
  }

  private static func level(_ level: Int16) -> Int16 {
    G711.muLaw.decode(G711.muLaw.encode([level]))[0]
  }

  /// 100 packets from 1000 on, then 100 others.
  private static func two(sequence: Int, clock: Int, isTimed: Bool = true) -> MediaReceiver {
    var receiver = MediaReceiver()
    for number in 0..<200 {
      let isFirst = number < 100
      let packet =
        isFirst
        ? packet(1000 + number, clock: 5000 + 160 * number, level: 500)
        : packet(
          sequence + number - 100, clock: clock + 160 * (number - 100), level: 900)
      receiver.receive(packet, at: isTimed ? Int64(number) * 20_000 : nil)
    }
    return receiver
  }

  @Test(
    "Two successive numbers behind a jump are a beginning (RFC 3550 A.1): all is heard, in its order",
    arguments: [0, 900, 1000, 1050, 4101, 31_100, 34_100, 61_100, 65_000], [true, false])
  func restart(sequence: Int, isTimed: Bool) {
    for clock in [0, 5000, 21_000, 3_000_000_000] {
      let receiver = Self.two(sequence: sequence, clock: clock, isTimed: isTimed)
      let samples = receiver.samples
      #expect(samples.count == 32_000, "\(sequence) \(clock)")
      #expect(samples.prefix(16_000).allSatisfy { $0 == Self.level(500) }, "\(sequence) \(clock)")
      #expect(samples.suffix(16_000).allSatisfy { $0 == Self.level(900) }, "\(sequence) \(clock)")
      #expect(receiver.counts.authenticated == 200)
      #expect(receiver.counts.lost + receiver.counts.refused + receiver.counts.duplicates == 0)
    }
  }

  @Test("Where the clock went as far as the number, packets are lost and nothing began anew")
  func lost() {
    let receiver = Self.two(sequence: 1100 + 4000, clock: 5000 + 160 * 4100)
    #expect(receiver.counts.lost == 4000)
    #expect(receiver.counts.authenticated == 200)
  }

  @Test("What comes late by more than a hundred numbers has its place")
  func late() {
    var receiver = MediaReceiver()
    for number in Array(0..<100) + Array(300..<500) + Array(100..<300) {
      receiver.receive(Self.packet(number, clock: 160 * number, level: Int16(number * 20)))
    }
    #expect(receiver.counts.authenticated == 500 && receiver.counts.lost == 0)
    let samples = receiver.samples
    #expect((0..<500).allSatisfy { samples[$0 * 160] == Self.level(Int16($0 * 20)) })
  }

  @Test("A capture that holds everything twice, one after the other, holds it once")
  func copies() {
    var receiver = MediaReceiver()
    for number in Array(0..<100) + Array(0..<100) {
      receiver.receive(Self.packet(number, clock: 160 * number, level: 500))
    }
    #expect(receiver.counts.duplicates == 100 && receiver.samples.count == 16_000)
  }

  @Test("A single packet with a number far off is no beginning")
  func stray() {
    var receiver = MediaReceiver()
    for number in 0..<100 {
      receiver.receive(Self.packet(number, clock: 160 * number, level: 500))
      if number == 50 { receiver.receive(Self.packet(40_000, clock: 7, level: 900)) }
    }
    #expect(receiver.samples.count == 16_000 && receiver.counts.refused == 1)
  }
}
