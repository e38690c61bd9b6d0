import Applications
import Bytes
import CryptoPrimitives
import Testing

@testable import Media

@Suite("A call's packets become its sound again")
struct CallTests {
  private static func call(
    _ law: G711, _ master: SRTPMasterKey?, samples count: Int = 16_000
  ) throws -> (samples: [Int16], packets: [[UInt8]]) {
    let random = RandomStream.seeded(1)
    var stream = MediaStream(law, master: master, random: random)
    let samples = Phrase(.caller, random: random).samples(count)
    return (law.decode(law.encode(samples)), try stream.packets(samples))
  }

  @Test("With and without protection", arguments: G711.allCases)
  func whole(law: G711) throws {
    for master in [nil, try PacketTests.master(), try PacketTests.master(.aes128GCM)] {
      let (samples, packets) = try Self.call(law, master)
      var receiver = MediaReceiver(master.map { [$0] } ?? [])
      for packet in packets { receiver.receive(packet) }
      #expect(receiver.samples == samples)
      #expect(receiver.counts.authenticated == 100)
      #expect(receiver.counts.lost + receiver.counts.refused + receiver.counts.duplicates == 0)
    }
  }

  @Test("Out of order, twice, lost, forged", arguments: [false, true])
  func disturbed(isProtected: Bool) throws {
    let master = isProtected ? try PacketTests.master() : nil
    let (samples, packets) = try Self.call(.muLaw, master)
    var receiver = MediaReceiver(master.map { [$0] } ?? [])
    var order = Array(packets.indices)
    for place in stride(from: 0, to: 90, by: 9) { order.swapAt(place, place + 5) }
    for place in order where ![40, 41, 77].contains(place) {
      receiver.receive(packets[place])
      if place.isMultiple(of: 10) { receiver.receive(packets[place]) }
      if isProtected {
        var forged = packets[place]
        forged[20] ^= 1
        receiver.receive(forged)
      }
    }
    var expected = samples
    for lost in [40, 41, 77] {
      for place in lost * 160..<(lost + 1) * 160 { expected[place] = 0 }
    }
    #expect(receiver.samples == expected)
    #expect(receiver.counts.lost == 3)
    #expect(receiver.counts.duplicates + receiver.counts.refused == (isProtected ? 106 : 9))
    #expect(receiver.counts.authenticated == 97)
  }

  @Test("The sequence number begins anew, and a recording may begin behind that")
  func rollover() throws {
    let master = try PacketTests.master()
    var stream = MediaStream(.aLaw, master: master, random: .seeded(2))
    var packets: [[UInt8]] = []
    for _ in 0..<140_000 { packets.append(try stream.packet([Int16](repeating: 8, count: 1))) }
    var receiver = MediaReceiver([master])
    for packet in packets { receiver.receive(packet) }
    #expect(receiver.counts.authenticated == 140_000)
    #expect(receiver.counts.lost == 0)
    #expect(receiver.samples.count == 140_000)
    var late = MediaReceiver([master], missedRollovers: 4)
    for packet in packets.suffix(100) { late.receive(packet) }
    #expect(late.counts.authenticated == 100)
    var strict = MediaReceiver([master])
    for packet in packets.suffix(100) { strict.receive(packet) }
    #expect(strict.counts.refused == 100)
  }

  @Test("A silence that the sender kept stays one, a clock that was set anew is none")
  func silence() throws {
    func packet(_ sequence: UInt16, _ timestamp: UInt32) -> [UInt8] {
      RTPPacket(
        RTPHeader(payloadType: 8, sequence: sequence, timestamp: timestamp, source: 1),
        payload: [UInt8](repeating: 0x80, count: 160)
      ).bytes
    }
    var receiver = MediaReceiver()
    receiver.receive(packet(1, 0))
    receiver.receive(packet(2, 1600))
    receiver.receive(packet(3, 0x7000_0000))
    #expect(receiver.samples.count == 1760 + 160)
    #expect(receiver.counts.lost == 0)
  }

  @Test("What is told beside the sound opens too")
  func reports() throws {
    let master = try PacketTests.master(.aes128SHA1Tag32)
    var stream = MediaStream(.muLaw, master: master, random: .seeded(4))
    _ = try stream.packets([Int16](repeating: 1, count: 480))
    let sealed = try stream.report(
      at: 1_700_000_000_000_000, name: "anna@example.com", leaves: true)
    var receiver = SRTPReceiver([master])
    let opened = try RTCPPacket.packets(in: receiver.unprotectControl(sealed))
    #expect(opened.map(\.kind) == [.senderReport, .sourceDescription, .goodbye])
    #expect(opened.allSatisfy { $0.source == stream.source })
    #expect(opened[0].content.suffix(8) == [0, 0, 0, 3, 0, 0, 1, 224])
    #expect(throws: MediaError.replayed) { try receiver.unprotectControl(sealed) }
  }
}
