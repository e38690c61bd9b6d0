import CaptureMaker
import Captures
import Decryptor
import TLSKeys
import Testing

@Suite("Ports that are used again")
struct PortReuseTests {
  /// The packets of a connection, with other sequence numbers.
  private static func moved(_ packets: [Packet], by count: UInt32) -> [Packet] {
    packets.map { packet in
      var packet = packet
      // Sequence and acknowledgement, behind 20 bytes of IPv4 and the ports.
      for place in [24, 28] {
        let old = packet.bytes[place..<place + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        let new = old &+ count
        packet.bytes.replaceSubrange(
          place..<place + 4, with: [24, 16, 8, 0].map { UInt8(new >> $0 & 255) })
      }
      return packet
    }
  }

  @Test(
    "Three connections from one port, each closed, are three sessions", arguments: [true, false])
  func three(isClosed: Bool) throws {
    var packets: [Packet] = []
    let keyring = Keyring()
    var said: [[UInt8]] = []
    for number in 0..<3 as Range<UInt32> {
      let connection = try DisturbanceTests.recorded()
      let own = Self.moved(connection.packets(), by: number &* 1_000_000)
      packets += isClosed ? own : own.dropLast(3)
      keyring.add(log: connection.keyLog)
      said.append(connection.said.server)
    }
    for piece in [1000, 1 << 24] {
      let opened = try Opened(CaptureFile().bytes(packets), keyring, piece: piece)
      #expect(opened.sessions.map(\.stream) == [0, 1, 2])
      #expect(opened.sessions.allSatisfy { $0.result == .open })
      #expect((0..<3).map { opened[$0, .server] } == said)
    }
  }
}
