import Network
import Testing

@testable import Captures

@Suite("Datagrams of UDP are taken out of their packets")
struct DatagramTests {
  private static let payload = (0..<UInt8(100)).map { $0 }
  private static let udp: [UInt8] = [0x9c, 0x40, 0xc3, 0x50, 0, 108, 0, 0] + payload

  private static func frame(_ bytes: [UInt8], cutOff: Int = 0) -> Frame {
    Frame(
      time: 5, link: .raw, bytes: bytes[...], originalLength: bytes.count + cutOff, comment: nil)
  }

  private static func version4(_ body: [UInt8], field: UInt16 = 0) -> [UInt8] {
    [0x45, 0, 0, UInt8(20 + body.count), 0, 7, UInt8(field >> 8), UInt8(field & 255), 64, 17, 0, 0]
      + [192, 0, 2, 1, 198, 51, 100, 2] + body
  }

  private static func version6(_ next: UInt8, _ body: [UInt8]) -> [UInt8] {
    let address: [UInt8] = [0x20, 0x01, 0x0d, 0xb8] + [UInt8](repeating: 0, count: 11)
    return [0x60, 0, 0, 0, 0, UInt8(body.count), next, 64] + address + [1] + address + [2] + body
  }

  private func expectWhole(_ packet: TransportPacket?, ip: String = "192.0.2.1") throws {
    guard case .datagram(let datagram) = packet else {
      Issue.record("no datagram")
      return
    }
    #expect(Array(datagram.payload) == Self.payload)
    #expect(datagram.source.address.ip == ip)
    #expect(datagram.source.port == 40_000)
    #expect(datagram.target.port == 50_000)
    #expect(datagram.time == 5)
    #expect(datagram.cutOff == 0)
  }

  @Test("IPv4, IPv6, behind options, with what an Ethernet frame is filled up with")
  func whole() throws {
    var parser = PacketParser()
    try expectWhole(parser.transport(in: Self.frame(Self.version4(Self.udp))))
    try expectWhole(parser.transport(in: Self.frame(Self.version4(Self.udp) + [0, 0, 0])))
    let six = Self.version6(17, Self.udp)
    try expectWhole(parser.transport(in: Self.frame(six)), ip: "2001:db8::1")
    let options = Self.version6(0, [17, 0, 1, 4, 0, 0, 0, 0] + Self.udp)
    try expectWhole(parser.transport(in: Self.frame(options)), ip: "2001:db8::1")
  }

  @Test("Fragments, in any order, and none of TCP with the same number among them")
  func fragments() throws {
    var parser = PacketParser()
    let last = Self.version4(Array(Self.udp[64...]), field: 8)
    var foreign = Self.version4(Array(Self.udp[..<64]), field: 0x2000)
    foreign[9] = 6
    #expect(parser.transport(in: Self.frame(last)) == nil)
    #expect(parser.transport(in: Self.frame(foreign)) == nil)
    let first = Self.version4(Array(Self.udp[..<64]), field: 0x2000)
    try expectWhole(parser.transport(in: Self.frame(first)))
  }

  @Test("What the capture cut off is counted, and what is too short is none")
  func short() {
    var parser = PacketParser()
    let packet = Self.version4(Self.udp)
    for count in packet.indices {
      let frame = Self.frame(Array(packet.prefix(count)), cutOff: packet.count - count)
      guard case .datagram(let datagram) = parser.transport(in: frame) else {
        #expect(count < 28)
        continue
      }
      #expect(count >= 28)
      #expect(datagram.cutOff == packet.count - count)
    }
    var lying = packet
    lying[25] = 7
    #expect(parser.transport(in: Self.frame(lying)) == nil)
  }
}
