import CaptureMaker
import Captures
import Decryptor
import Network
import TLSKeys
import Testing

@Suite("Files that were joined, cut or padded")
struct OddFileTests {
  private static func file(
    _ connection: RecordedConnection, _ number: Int, _ format: CaptureFile.Format
  ) -> [UInt8] {
    var file = CaptureFile()
    file.format = format
    return file.bytes(connection.packets(.documentation(connection: number)))
  }

  @Test(
    "Captures joined by cat are read to the end, whatever forms they have",
    arguments: [CaptureFile.Format.pcap, .pcapSwapped, .pcapNanoseconds],
    [CaptureFile.Format.pcap, .pcapSwapped])
  func joined(one: CaptureFile.Format, other: CaptureFile.Format) throws {
    let first = try DisturbanceTests.recorded()
    let second = try DisturbanceTests.recorded()
    let keyring = Keyring(log: first.keyLog)
    keyring.add(log: second.keyLog)
    let joined = Self.file(first, 0, one) + Self.file(second, 1, other)
    var copy = CaptureCopy(keyLog: KeyLog())
    for file in [joined, try copy.append(joined)] {
      for piece in [1, 1000, 1 << 20] {
        let opened = try Opened(file, keyring, piece: piece)
        #expect(opened.fault == nil)
        #expect(opened.sessions.map(\.result) == [.open, .open])
        #expect(opened.sessions.map(\.time) == [first.packets()[0].time, second.packets()[0].time])
      }
    }
  }

  @Test("gzip padded with zeros is whole, and without its end it is said to lack it")
  func padded() throws {
    let connection = try DisturbanceTests.recorded()
    let keyring = Keyring(log: connection.keyLog)
    let file = Self.file(connection, 0, .pcap)
    let packed = gzipped(file)
    for count in [1, 511, 70_000] {
      let padded = packed + [UInt8](repeating: 0, count: count)
      for piece in [1, 1 << 20] {
        let opened = try Opened(padded, keyring, piece: piece)
        #expect(opened.fault == nil && opened.session?.result == .open)
      }
    }
    let cut = try Opened(Array(packed.dropLast(8)), keyring)
    #expect(cut.fault == CaptureFault(.cutCompression, at: file.count))
    #expect(cut.session?.result == .open)
    let damaged = try Opened(packed + [0, 0] + [UInt8](repeating: 7, count: 20), keyring)
    #expect(damaged.fault?.reason == .badCompression && damaged.session?.result == .open)
  }
}
