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
}
