import Network
import Testing

@testable import Captures

@Suite("Packets are found behind what they travel in")
struct EncapsulationTests {
  private static let udp: [UInt8] = [0x9c, 0x40, 0xc3, 0x50, 0, 12, 0, 0, 1, 2, 3, 4]

  private static func packet(_ transport: UInt8, _ body: [UInt8]) -> [UInt8] {
    [0x45, 0, 0, UInt8(20 + body.count), 0, 7, 0, 0, 64, transport, 0, 0]
      + [192, 0, 2, 1, 198, 51, 100, 2] + body
  }

  private static let inner = packet(17, udp)
  private static let addresses = [UInt8](repeating: 2, count: 12)
  private static let ethernet = addresses + [8, 0] + inner

  private static let forms: [(LinkType, [UInt8])] = [
    (.ethernet, addresses + [0x88, 0x47, 0, 1, 0, 64, 0, 2, 1, 64] + inner),
    (.ethernet, addresses + [0x88, 0x47, 0, 2, 1, 64, 0, 0, 0, 0] + ethernet),
    (.ethernet, addresses + [0, 60, 0xaa, 0xaa, 3, 0, 0, 0, 8, 0] + inner),
    (.ethernet, addresses + [0x88, 0x64, 0x11, 0, 0, 1, 0, 34, 0, 0x21] + inner),
    (.ppp, [0xff, 3, 0, 0x21] + inner), (.ppp, [0x21] + inner), (.ppp, [0, 0x21] + inner),
    (.pppHDLC, [0xff, 3, 0, 0x21] + inner), (.ciscoHDLC, [0x0f, 0, 8, 0] + inner),
    (.raw, packet(4, inner)), (.raw, packet(4, packet(4, inner))),
    (.raw, packet(47, [0, 0, 8, 0] + inner)),
    (.raw, packet(47, [0x30, 0, 8, 0, 0, 0, 0, 1, 0, 0, 0, 2] + inner)),
    (.raw, packet(47, [0, 0, 0x65, 0x58] + ethernet)),
    (
      .raw,
      packet(
        17,
        [0, 9, 0x12, 0xb5, 0, UInt8(16 + ethernet.count), 0, 0, 8, 0, 0, 0, 0, 0, 1, 0] + ethernet)
    ),
  ]

  private static func frame(_ link: LinkType, _ bytes: [UInt8]) -> Frame {
    Frame(time: 5, link: link, bytes: bytes[...], originalLength: bytes.count, comment: nil)
  }

  @Test("MPLS, LLC with SNAP, PPPoE, PPP, HDLC, IP in IP, GRE, VXLAN", arguments: forms.indices)
  func found(form: Int) {
    let (link, bytes) = Self.forms[form]
    var parser = PacketParser()
    guard case .datagram(let datagram)? = parser.transport(in: Self.frame(link, bytes)) else {
      Issue.record("no datagram")
      return
    }
    #expect(Array(datagram.payload) == [1, 2, 3, 4])
    #expect(datagram.source.port == 40_000 && datagram.source.address.ip == "192.0.2.1")
    #expect(parser.passedOver.counts.isEmpty)
    for count in bytes.indices {
      _ = parser.transport(in: Self.frame(link, Array(bytes.prefix(count))))
      for value in [0, 0x45, 0xff] as [UInt8] {
        var changed = bytes
        changed[count] = value
        _ = parser.transport(in: Self.frame(link, changed))
      }
    }
  }

  @Test("What is passed over is counted by its name")
  func counted() {
    var parser = PacketParser()
    let frames: [(LinkType, [UInt8])] = [
      (.ethernet, Self.addresses + [8, 6, 0, 1, 8, 0]), (.raw, Self.packet(1, [8, 0, 0, 0])),
      (.raw, Self.packet(50, [1, 2, 3, 4])), (.raw, Self.packet(1, [8, 0, 0, 0])),
      (.init(rawValue: 147), [1, 2, 3]), (.ethernet, Self.addresses + [0, 3, 0x42, 0x42, 3]),
    ]
    for (link, bytes) in frames { #expect(parser.transport(in: Self.frame(link, bytes)) == nil) }
    #expect(
      parser.passedOver.counts.map { "\($0.kind.name) \($0.packets)" } == [
        "ICMP 2", "ARP 1", "ESP 1", "LLC 1", "link type 147 1",
      ])
  }

  @Test("No end of packets in packets")
  func deep() {
    var packet = Self.inner
    for _ in 0..<8 { packet = Self.packet(4, packet) }
    var parser = PacketParser()
    #expect(parser.transport(in: Self.frame(.raw, packet)) == nil)
    #expect(parser.passedOver.counts.map(\.kind.name) == ["IP 4"])
  }
}
