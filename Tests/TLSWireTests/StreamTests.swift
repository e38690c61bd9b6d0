import Bytes
import TLSWire
import Testing

@Suite("Records and messages come out of a stream however it is cut")
struct StreamTests {
  @Test("Bytes one by one give the same records", arguments: CapturedSession.all)
  func byteByByte(session: CapturedSession) throws {
    for bytes in [session.client, session.server] {
      var reader = RecordReader()
      var found: [Record] = []
      for byte in bytes {
        reader.append([byte])
        while let record = try reader.next() { found.append(record) }
      }
      #expect(found == (try session.records(bytes).map(\.record)))
      #expect(found.flatMap(\.bytes) == bytes)
    }
  }

  @Test("Fragments of any size give the same messages", arguments: UInt64(1)...20)
  func fragments(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let messages = try [
      HandshakeMessage.making(try random.clientHello()), .making(ServerHelloDone()),
      .making(random.serverHello()), .making(Finished(verifyData: random.bytes(12))),
    ]
    var rest = messages.flatMap(\.bytes)
    var reader = HandshakeReader()
    var found: [HandshakeMessage] = []
    while !rest.isEmpty {
      let count = Int.random(in: 1...min(rest.count, 40), using: &random)
      reader.append(Array(rest.prefix(count)))
      rest.removeFirst(count)
      while let message = try reader.next() { found.append(message) }
    }
    #expect(found == messages)
    #expect(reader.isEmpty)
  }

  private func firstError(_ bytes: [UInt8]) -> WireError? {
    var reader = RecordReader()
    reader.append(bytes)
    do throws(WireError) {
      while try reader.next() != nil {}
      return nil
    } catch {
      return error
    }
  }

  @Test("A record that is too long is refused by its header alone")
  func longRecord() throws {
    #expect(firstError([23, 3, 3, 0x48, 0x00]) == nil)
    let error = try #require(firstError([21, 3, 3, 0, 2, 2, 40, 23, 3, 3, 0x48, 0x01]))
    #expect(error.reason == .lengthOutOfBounds(length: 18433, allowed: 0...18432))
    #expect(error.offset == 7 + 3)
  }

  @Test("An empty record is refused unless it carries application data")
  func emptyRecord() {
    #expect(firstError([23, 3, 3, 0, 0]) == nil)
    #expect(
      firstError([22, 3, 3, 0, 0])?.reason == .lengthOutOfBounds(length: 0, allowed: 1...18432))
    #expect(firstError([21, 3, 3, 0, 0]) != nil)
    #expect(firstError([20, 3, 3, 0, 0]) != nil)
  }

  @Test("Another protocol is told from TLS")
  func notTLS() throws {
    let error = try #require(firstError(Array("GET / HTTP/1.1\r\n".utf8)))
    #expect(error.reason == .illegalValue("not a TLS record: major version 69"))
  }

  @Test("A message that would fill the memory is refused by its header alone")
  func longMessage() {
    var reader = HandshakeReader()
    reader.append([11, 2, 0, 0])
    #expect(throws: Never.self) { try reader.next() }
    var other = HandshakeReader()
    other.append([11, 2, 0, 1])
    #expect(throws: WireError.self) { try other.next() }
    #expect(throws: WireError.self) { try other.next() }
  }
}
