import CZlib
import CaptureMaker
import Captures
import Decryptor
import LibsslPeer
import Network
import Synchronization
import TLSKeys
import TLSWire
import Testing

@Suite("However the packets come, what was said is the same")
struct DisturbanceTests {
  private static let answer = (0..<60_000).map { UInt8(truncatingIfNeeded: $0 * 11) }

  static func recorded() throws -> RecordedConnection {
    let contexts = try MadeIdentities.shared().contexts([.aes128GCMSHA256]) { client, server in
      client.versions = .tls13 ... .tls13
      server.versions = .tls13 ... .tls13
    }
    let connection = try RecordedConnection.connected(contexts.client, contexts.server)
    connection.ask(Array("question".utf8))
    connection.answer(answer)
    connection.close()
    return connection
  }

  private func expectSame(
    _ file: [UInt8], _ connection: RecordedConnection, piece: Int = 1 << 16,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let opened = try Opened(file, Keyring(log: connection.keyLog), piece: piece)
    #expect(opened.fault == nil, sourceLocation: sourceLocation)
    #expect(opened.session?.result == .open, sourceLocation: sourceLocation)
    #expect(opened.session?.reason == nil, sourceLocation: sourceLocation)
    #expect(opened[0, .client] == connection.said.client, sourceLocation: sourceLocation)
    #expect(opened[0, .server] == connection.said.server, sourceLocation: sourceLocation)
  }

  @Test(
    "Every form of file, every link layer, IPv4 and IPv6",
    arguments: CaptureFile.Format.allCases, CaptureFile.Link.allCases)
  func forms(format: CaptureFile.Format, link: CaptureFile.Link) throws {
    let connection = try Self.recorded()
    var file = CaptureFile()
    file.format = format
    file.link = link
    file.tags = link == .ethernet ? [0x0001, 0x2002] : []
    try expectSame(file.bytes(connection.packets()), connection)
    var flow = Flow.documentation(connection: 3)
    flow.client.ip = "2001:db8::1"
    flow.server.ip = "2001:db8::2"
    let packets = connection.packets(flow)
    let opened = try Opened(file.bytes(packets), Keyring(log: connection.keyLog))
    #expect(opened.session?.flow == flow)
    #expect(opened.session?.time == packets[0].time)
    #expect(opened[0, .server] == connection.said.server)
  }

  @Test("Given byte by byte, and in odd pieces", arguments: [1, 7, 1000, 1 << 20])
  func pieces(count: Int) throws {
    let connection = try Self.recorded()
    for format in [CaptureFile.Format.pcap, .pcapng] {
      var file = CaptureFile()
      file.format = format
      try expectSame(file.bytes(connection.packets()), connection, piece: count)
    }
  }

  @Test("Sent again, and in another order", arguments: 0..<20)
  func disorder(seed: UInt64) throws {
    let connection = try Self.recorded()
    var generator = SplitMix(state: seed)
    let packets = connection.packets()
    var order: [Packet] = []
    for packet in packets {
      order.append(packet)
      if generator.next() % 4 == 0 { order.append(packet) }
    }
    // Nobody comes before the SYN, or behind the FIN.
    for place in 2..<order.count - 6 where generator.next() % 3 == 0 {
      let other = min(order.count - 6, place + Int(generator.next() % 4))
      order.swapAt(place, other)
    }
    let file = CaptureFile().bytes(Array(packets.prefix(2)) + order)
    try expectSame(file, connection)
  }

  @Test("A sequence number that wraps")
  func wrap() throws {
    let connection = try Self.recorded()
    var flow = Flow.documentation(connection: 1)
    // The first sequence number follows from the port: the highest bits are set in one direction.
    flow.client.port = 0xffff
    let packets = connection.packets(flow).map { packet in
      var packet = packet
      let isClient = packet.bytes[20] == 0xff && packet.bytes[21] == 0xff
      for place in [24, 28] where (place == 24) == !isClient || packet.bytes[33] & 16 != 0 {
        let old = packet.bytes[place..<place + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        let isServers = (place == 24) == !isClient
        guard isServers else { continue }
        let new = old &+ 0x7fff_ffff &- (0x8000_0000 | 0x00ff_ff00) &+ 0x8000_0000
        for byte in 0..<4 {
          packet.bytes[place + byte] = UInt8(truncatingIfNeeded: new >> (24 - 8 * UInt32(byte)))
        }
      }
      return packet
    }
    try expectSame(CaptureFile().bytes(packets), connection)
  }

  @Test("Packed by gzip, in one piece and in several behind each other")
  func packed() throws {
    let connection = try Self.recorded()
    let file = CaptureFile().bytes(connection.packets())
    let whole = gzipped(file)
    try expectSame(whole, connection)
    try expectSame(whole, connection, piece: 13)
    let half = file.count / 2
    try expectSame(gzipped(Array(file[..<half])) + gzipped(Array(file[half...])), connection)
    let cut = try Opened(Array(whole.dropLast(100)), Keyring(log: connection.keyLog))
    #expect(cut.fault != nil)
    #expect(cut[0, .client] == connection.said.client)
  }

  @Test("Fragments of IPv4, in any order, put together")
  func fragments() throws {
    let connection = try Self.recorded()
    var packets: [Packet] = []
    for (number, packet) in connection.packets().enumerated() {
      let payload = Array(packet.bytes.dropFirst(20))
      guard payload.count > 64 else {
        packets.append(packet)
        continue
      }
      let parts = [(0, payload[..<32]), (32, payload[32..<64]), (64, payload[64...])]
      for (offset, part) in parts.reversed() {
        var header = Array(packet.bytes.prefix(20))
        let length = 20 + part.count
        let field = offset / 8 | (offset == 64 ? 0 : 0x2000)
        header[2...7] = [
          UInt8(length >> 8), UInt8(length & 0xff), UInt8(number >> 8), UInt8(number & 0xff),
          UInt8(field >> 8), UInt8(field & 0xff),
        ]
        packets.append(Packet(time: packet.time, bytes: header + part))
      }
    }
    try expectSame(CaptureFile().bytes(packets), connection)
  }

  @Test("Two segments that disagree: the first one counts, and it is said")
  func disagreement() throws {
    let connection = try Self.recorded()
    var packets = connection.packets()
    let large = try #require(packets.lastIndex { $0.bytes.count > 1000 })
    var other = packets[large]
    other.bytes[500] ^= 1
    packets.insert(other, at: large + 1)
    let opened = try Opened(CaptureFile().bytes(packets), Keyring(log: connection.keyLog))
    #expect(opened[0, .server] == connection.said.server)
    #expect(opened.session?.disagreement?.side == .server)
  }

  @Test("A snap length shorter than the packets leaves gaps, and the small ones open")
  func snapLength() throws {
    let connection = try Self.recorded()
    var file = CaptureFile()
    file.snapLength = 600
    let opened = try Opened(file.bytes(connection.packets()), Keyring(log: connection.keyLog))
    #expect(opened.session?.result != .open)
    #expect((opened.session?.server.lost ?? 0) > 10_000)
    #expect(opened[0, .client] == connection.said.client)
  }

  @Test(
    "The capture's own secrets count, and a copy with them opens by itself",
    arguments: CaptureFile.Format.allCases)
  func copy(format: CaptureFile.Format) throws {
    let connection = try Self.recorded()
    var file = CaptureFile()
    file.format = format
    let bytes = file.bytes(connection.packets())
    let opened = try Opened(bytes, Keyring(log: connection.keyLog))
    var copy = CaptureCopy(keyLog: try #require(opened.session?.secrets))
    let made = try copy.append(bytes)
    let again = try Opened(made)
    #expect(again.session?.result == .open)
    #expect(again.session?.time == opened.session?.time)
    #expect(again[0, .server] == connection.said.server)
  }

  @Test(
    "The recording of a session is what passed, whatever was spoken before and whoever sent again")
  func recording() throws {
    let connection = try Self.recorded()
    let packets = connection.packets()
    let kept = Mutex<[Side: [UInt8]]>([:])
    let times = Mutex<[Int64]>([])
    var options = CaptureDecryption.Options()
    options.recording = { _, side, moment, piece in
      guard case .bytes(let bytes) = piece else { return }
      kept.withLock { $0[side, default: []] += bytes }
      times.withLock { $0.append(moment.time) }
    }
    let decryption = CaptureDecryption(Keyring(), options)
    try decryption.read(CaptureFile().bytes(packets.flatMap { [$0, $0] }))
    try decryption.finish()
    for (side, direction) in [(Side.client, Direction.clientToServer), (.server, .serverToClient)] {
      let passed = connection.pieces.filter { $0.direction == direction }.flatMap(\.bytes)
      #expect(kept.withLock { $0[side] } == passed)
    }
    #expect(times.withLock { Set($0).isSubset(of: packets.map(\.time)) })
  }

  @Test("A filter narrows: by host, port and the name asked for")
  func filters() throws {
    let connection = try Self.recorded()
    let file = CaptureFile().bytes(connection.packets())
    let log = Keyring(log: connection.keyLog)
    for filter in ["port 5061", "host 203.0.113.5 and not port 80", "sni uc.test", "(port 5061)"] {
      #expect(try Opened(file, log, filter: filter).sessions.count == 1)
    }
    for filter in ["port 80", "not host 203.0.113.5", "sni example.com", "host 1.2.3.4 or port 1"] {
      #expect(try Opened(file, log, filter: filter).sessions.isEmpty)
    }
    for text in ["", "port", "port x", "host y", "(port 1", "port 1 port 2", "nothing"] {
      #expect(throws: FlowFilter.Misread.self) { () throws(FlowFilter.Misread) in
        try FlowFilter(text)
      }
    }
  }
}

/// Numbers that follow from a seed.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}

/// What zlib makes of bytes.
func gzipped(_ bytes: [UInt8]) -> [UInt8] {
  var stream = z_stream()
  deflateInit2_(
    &stream, 6, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
    Int32(MemoryLayout<z_stream>.size))
  defer { deflateEnd(&stream) }
  var input = bytes
  var output = [UInt8](repeating: 0, count: bytes.count + 1000)
  let count = input.withUnsafeMutableBufferPointer { input in
    output.withUnsafeMutableBufferPointer { output in
      stream.next_in = input.baseAddress
      stream.avail_in = UInt32(input.count)
      stream.next_out = output.baseAddress
      stream.avail_out = UInt32(output.count)
      deflate(&stream, Z_FINISH)
      return output.count - Int(stream.avail_out)
    }
  }
  return Array(output.prefix(count))
}
