import Bytes
import Network
import Testing

@testable import Captures

@Suite("Recorded bytes as packets, and packets as a file")
struct PacketTests {
  private static let flow = Flow.documentation(connection: 1)

  @Test("RFC 1071, section 3: the example")
  func checksum() {
    #expect(Checksum.of([0x00, 0x01, 0xf2, 0x03, 0xf4, 0xf5, 0xf6, 0xf7]) == ~0xddf2)
    // An odd byte counts as if a zero followed.
    #expect(Checksum.of([0x12]) == ~0x1200)
    #expect(Checksum.of([]) == 0xffff)
  }

  @Test("A stream comes out in order, whatever its length", arguments: [0, 1, 1400, 1401, 20_000])
  func segments(count: Int) throws {
    var framing = try #require(PacketFraming(Self.flow))
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
    framing.open(at: 5)
    framing.send(Segment(direction: .clientToServer, time: 7, bytes: bytes), comment: "all")
    framing.close(at: 9)
    let payloads = framing.packets.map { Array($0.bytes.dropFirst(40)) }
    #expect(payloads.flatMap { $0 } == bytes)
    #expect(framing.packets.compactMap(\.comment) == (count > 0 ? ["all"] : []))
    for packet in framing.packets {
      // With its checksum in place a header adds up to zero.
      #expect(Checksum.of(Array(packet.bytes.prefix(20))) == 0)
      #expect(packet.bytes.count == Int(packet.bytes[2]) << 8 | Int(packet.bytes[3]))
      let pseudo =
        Array(packet.bytes[12..<20]) + [0, 6]
        + UInt16(packet.bytes.count - 20).bigEndianBytes
      #expect(Checksum.of(pseudo + packet.bytes.dropFirst(20)) == 0)
    }
  }

  @Test("IPv6 has a header of its own; two kinds at once make no packet")
  func addresses() throws {
    var flow = Self.flow
    flow.client.ip = "::1"
    #expect(PacketFraming(flow) == nil)
    flow.server.ip = "2001:db8::5"
    var framing = try #require(PacketFraming(flow))
    framing.open(at: 0)
    #expect(framing.packets.allSatisfy { $0.bytes.count == 60 && $0.bytes[0] == 0x60 })
    flow.client.ip = "localhost"
    #expect(PacketFraming(flow) == nil)
  }

  @Test("Every block of a file says its length at both ends")
  func blocks() throws {
    var log = KeyLog()
    log.add(.masterSecret, [1, 2, 3], [4, 5])
    #expect(log.text == "CLIENT_RANDOM 010203 0405\n")
    var file = Pcapng(comment: "odd", keyLog: log)
    file.add(Packet(time: 1 << 40, bytes: [1, 2, 3, 4, 5], comment: "five"))
    file.add(Packet(time: -1, bytes: []))
    var types: [UInt8] = []
    var rest = file.bytes[...]
    while !rest.isEmpty {
      let block = Array(rest)
      func number(_ place: Int) -> Int {
        block[place..<place + 4].reversed().reduce(0) { $0 << 8 | Int($1) }
      }
      let length = number(4)
      try #require(length >= 12 && length.isMultiple(of: 4) && length <= block.count)
      #expect(number(length - 4) == length)
      types.append(block[0])
      rest = rest.dropFirst(length)
    }
    #expect(types == [0x0a, 1, 10, 6, 6])
  }
}
