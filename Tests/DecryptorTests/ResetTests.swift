import CaptureMaker
import Captures
import Decryptor
import Network
import TLSKeys
import Testing

@Suite("Connections that a side, or another, has reset")
struct ResetTests {
  /// The flags of TCP stand behind 20 bytes of IPv4 and 13 of TCP.
  private static let flags = 33

  private static func reset(_ packet: Packet) -> Packet {
    var packet = packet
    packet.bytes[flags] = 0x04
    return packet
  }

  /// What was found and said, for pieces of the file of any size.
  private func expectSame(
    _ packets: [Packet], _ keyring: Keyring, _ expect: (Opened) -> Void
  ) throws {
    let file = CaptureFile().bytes(packets)
    for piece in [1, 113, 1000, 1 << 24] {
      let opened = try Opened(file, keyring, piece: piece)
      #expect(opened.fault == nil)
      expect(opened)
    }
  }

  @Test("What comes behind a reset still counts, however the file is read", arguments: 3..<9)
  func onItsWay(place: Int) throws {
    let connection = try DisturbanceTests.recorded()
    var packets = connection.packets()
    packets.insert(Self.reset(packets[2]), at: place)
    try expectSame(packets, Keyring(log: connection.keyLog)) { opened in
      #expect(opened.session?.result == .open)
      #expect(opened[0, .client] == connection.said.client)
      #expect(opened[0, .server] == connection.said.server)
    }
  }

  @Test("A SYN that resets as well does not end what it begins")
  func oddSYN() throws {
    let connection = try DisturbanceTests.recorded()
    var packets = connection.packets()
    packets[0].bytes[Self.flags] |= 0x04
    try expectSame(packets, Keyring(log: connection.keyLog)) { opened in
      #expect(opened[0, .server] == connection.said.server)
    }
  }

  @Test("Where nothing came for ten thousand packets it is over before the capture is")
  func rested() throws {
    let connection = try DisturbanceTests.recorded()
    let all = connection.packets()
    let half = all.count / 2
    let acknowledgement = try #require(
      connection.packets(.documentation(connection: 9)).first { $0.bytes[Self.flags] == 0x10 })
    let rest = Array(repeating: acknowledgement, count: 10_001)
    let packets = all[..<half] + [Self.reset(all[2])] + rest + all[half...]
    let file = CaptureFile().bytes(Array(packets))
    var ended: [Int] = []
    for piece in [1 << 12, 1 << 24] {
      let decryption = CaptureDecryption(Keyring(log: connection.keyLog))
      for place in stride(from: 0, to: file.count, by: piece) {
        try decryption.read(Array(file[place..<min(file.count, place + piece)]))
      }
      let early = decryption.takeEnded()
      #expect(early.map(\.stream) == [0])
      ended += early.map(\.server.plaintext)
      try decryption.finish()
      #expect(decryption.takeEnded().isEmpty)
    }
    #expect(ended[0] == ended[1] && ended[0] < connection.said.server.count)
  }

  @Test("A SYN behind both ends is another connection, however the file is read")
  func midStream() throws {
    let first = try DisturbanceTests.recorded()
    let second = try DisturbanceTests.recorded()
    let keyring = Keyring(log: first.keyLog)
    keyring.add(log: second.keyLog)
    let later = second.packets().map { packet in
      var packet = packet
      packet.time += 60_000_000
      return packet
    }
    // The capture began behind the first one's SYN.
    try expectSame(first.packets().dropFirst(2) + later, keyring) { opened in
      #expect(opened.sessions.map(\.stream) == [0, 1])
      #expect(opened[1, .server] == second.said.server)
    }
  }

  @Test("A SYN older than what came behind both ends is that connection's own")
  func olderSYN() throws {
    let connection = try DisturbanceTests.recorded()
    let all = connection.packets()
    func moved(_ packet: Packet, by time: Int64) -> Packet {
      var packet = packet
      packet.time += time
      return packet
    }
    let late = moved(all[2], by: 60_000_000)
    let again = all.map { moved($0, by: 30_000_000) }
    try expectSame(
      Array(all.dropFirst(2)) + [late] + again, Keyring(log: connection.keyLog)
    ) { opened in
      #expect(opened.sessions.map(\.stream) == [0])
      #expect(opened[0, .server] == connection.said.server)
    }
  }
}
