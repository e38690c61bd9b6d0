import CaptureMaker
import Captures
import Decryptor
import TLSKeys
import Testing

@Suite("Where a capture has a hole is told")
struct GapTests {
  @Test("Bytes that are missing are told with the packet behind which they are")
  func packetBeforeGap() throws {
    let connection = try DisturbanceTests.recorded()
    var packets = connection.packets()
    let lost = try #require(packets.indices.last { packets[$0].bytes.count > 1000 })
    packets.remove(at: lost)
    let session = try #require(
      try Opened(CaptureFile().bytes(packets), Keyring(log: connection.keyLog)).session)
    let behind = try #require(session.server.lostBehind ?? session.client.lostBehind)
    // From 1 on, and of the same direction.
    #expect(behind <= lost && packets[behind - 1].bytes.count > 40)
    #expect(packets[behind - 1].bytes[12..<20] == connection.packets()[lost].bytes[12..<20])
  }

  /// How many bytes of TCP's payload a packet has: 20 bytes of IPv4 and 20 of TCP stand before it.
  private static func payload(_ packet: Packet) -> Int { packet.bytes.count - 40 }

  @Test("What is lost at the end of a direction shows in its FIN, and in what was acknowledged")
  func lostAtTheEnd() throws {
    let connection = try DisturbanceTests.recorded()
    let all = connection.packets()
    let isServers = { (packet: Packet) in packet.bytes[12..<16] == all[1].bytes[12..<16] }
    let last = all.indices.filter { isServers(all[$0]) && Self.payload(all[$0]) > 0 }.suffix(3)
    let count = last.reduce(0) { $0 + Self.payload(all[$1]) }
    var packets = all
    for place in last.reversed() { packets.remove(at: place) }
    // With the server's FIN, and without it: then one byte more is acknowledged, which is the FIN.
    let withoutFIN = packets.filter { !(isServers($0) && $0.bytes[33] & 1 != 0) }
    #expect(withoutFIN.count == packets.count - 1)
    for (packets, lost) in [(packets, count), (withoutFIN, count + 1)] {
      let opened = try Opened(CaptureFile().bytes(packets), Keyring(log: connection.keyLog))
      let session = try #require(opened.session)
      #expect(session.result == .partlyOpen && session.server.lost == lost)
      guard case .lost(.server, _, lost) = session.reason else {
        Issue.record("\(String(describing: session.reason))")
        continue
      }
      #expect(connection.said.server.starts(with: opened[0, .server]))
      #expect(opened[0, .client] == connection.said.client)
    }
  }
}
