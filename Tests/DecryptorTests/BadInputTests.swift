import CaptureMaker
import Captures
import CryptoPrimitives
import Decryptor
import LibsslPeer
import Network
import TLSKeys
import TLSWire
import Testing
import X509

@Suite("Nothing traps and nothing hangs on captures and keys that are damaged")
struct BadInputTests {
  private struct Sample {
    var file: [UInt8]
    var keyring: Keyring
    var said: [UInt8]
  }

  private static func sample(_ format: CaptureFile.Format) throws -> Sample {
    let identities = try MadeIdentities.shared()
    var packets: [Packet] = []
    let keyring = Keyring()
    keyring.add(.init(key: identities.rsa.key, source: "server.key"))
    var said: [UInt8] = []
    let kinds: [(CipherSuite, ProtocolVersion)] = [
      (.rsaAES128CBCSHA1, .tls10), (.ecdheRSAAES128GCMSHA256, .tls12), (.aes128GCMSHA256, .tls13),
    ]
    for (number, (suite, version)) in kinds.enumerated() {
      let contexts = try identities.contexts([suite]) { client, server in
        client.versions = version...version
        server.versions = version...version
        client.securityLevel = 0
        server.securityLevel = 0
      }
      let connection = try RecordedConnection.connected(contexts.client, contexts.server)
      connection.ask(Array("question \(number)".utf8))
      connection.answer([UInt8](repeating: 0x62, count: 3000))
      connection.close()
      keyring.add(log: connection.keyLog)
      packets += connection.packets(.documentation(connection: number))
      said += connection.said.client + connection.said.server
    }
    var file = CaptureFile()
    file.format = format
    return Sample(file: file.bytes(packets), keyring: keyring, said: said)
  }

  @Test(
    "Cut anywhere, what is before is read, and never something that was not said",
    arguments: [CaptureFile.Format.pcap, .pcapng])
  func truncated(format: CaptureFile.Format) throws {
    let sample = try Self.sample(format)
    var last = 0
    for count in stride(from: 0, through: sample.file.count, by: 97) {
      let opened = try Opened(Array(sample.file.prefix(count)), sample.keyring)
      let read = opened.plaintext.values.reduce(0) { $0 + $1.count }
      #expect(read >= last)
      last = read
    }
    let whole = try Opened(sample.file, sample.keyring)
    #expect(whole.plaintext.values.reduce(0) { $0 + $1.count } == sample.said.count)
  }

  @Test(
    "Changed anywhere: the same is read, however the bytes arrive",
    arguments: [CaptureFile.Format.pcap, .pcapng], 0..<8)
  func mutated(format: CaptureFile.Format, seed: UInt64) throws {
    let sample = try Self.sample(format)
    var generator = SplitMix(state: seed)
    for _ in 0..<60 {
      var file = sample.file
      for _ in 0...generator.next() % 8 {
        let place = Int(generator.next() % UInt64(file.count))
        switch generator.next() % 4 {
        case 0: file[place] = UInt8(truncatingIfNeeded: generator.next())
        case 1: file[place] ^= 1 << UInt8(generator.next() % 8)
        case 2: file.removeSubrange(place..<min(file.count, place + Int(generator.next() % 40)))
        default: file.insert(contentsOf: [0xff, 0xff, 0xff, 0xff], at: place)
        }
      }
      let whole = try Opened(file, sample.keyring, piece: 1 << 24)
      let pieces = try Opened(
        file, sample.keyring, piece: 1 + Int(generator.next() % 5000))
      #expect(whole.sessions.map(\.stream) == pieces.sessions.map(\.stream))
      #expect(whole.plaintext == pieces.plaintext)
    }
  }

  @Test("Not a capture: said with its place")
  func foreign() throws {
    #expect(try Opened([]).fault?.reason == .notACapture([]))
    #expect(try Opened(Array("hello".utf8)).fault?.reason == .notACapture(Array("hell".utf8)))
    let sample = try Self.sample(.pcap)
    var long = sample.file
    long[24 + 11] = 0x7f
    #expect(try Opened(long).fault == CaptureFault(.badLength(0x7f00_0036), at: 24))
    let cut = try Opened(Array(sample.file.dropLast(1)), sample.keyring)
    #expect(cut.fault?.reason == .cut)
  }

  @Test(
    "The length at the end of a block of pcapng is another one: said; what is before it was read")
  func trailer() throws {
    let sample = try Self.sample(.pcapng)
    var file = sample.file
    file[file.count - 4] ^= 4
    let opened = try Opened(file, sample.keyring)
    guard case .badLength? = opened.fault?.reason else {
      Issue.record("no fault")
      return
    }
    #expect(opened.sessions.count == (try Opened(sample.file, sample.keyring)).sessions.count)
  }

  @Test("A key log with lines that are none: the others are used, and the bad ones are named")
  func keyLog() throws {
    let random = String(repeating: "ab", count: 32)
    let text =
      "# a comment\r\n\r\nCLIENT_RANDOM \(random) 0102\r\nrubbish\nCLIENT_RANDOM zz 00\n"
      + "SOME_NEW_LABEL \(random) 03\nRSA 0102030405060708 0a0b\n"
      + "RSA Session-ID:0c0d Master-Key:0e0f\n\(String(repeating: "x", count: 10_000))\n"
      + "CLIENT_RANDOM \(random.uppercased()) 04"
    for piece in [1, 3, 1000, 100_000] {
      var reader = KeyLogReader()
      var entries: [KeyLogReader.Entry] = []
      let bytes = Array(text.utf8)
      for place in stride(from: 0, to: bytes.count, by: piece) {
        entries += reader.append(Array(bytes[place..<min(place + piece, bytes.count)]))
      }
      entries += reader.finish()
      let known = [UInt8](repeating: 0xab, count: 32)
      #expect(
        entries == [
          .secret(label: "CLIENT_RANDOM", random: known, secret: [1, 2]),
          .secret(label: "SOME_NEW_LABEL", random: known, secret: [3]),
          .preMaster(encrypted: [1, 2, 3, 4, 5, 6, 7, 8], secret: [10, 11]),
          .session(identifier: [12, 13], master: [14, 15]),
          .secret(label: "CLIENT_RANDOM", random: known, secret: [4]),
        ])
      #expect(reader.badLines == [4, 5, 9])
    }
  }

  @Test("A hundred thousand connections without TLS are passed over")
  func flood() throws {
    let file = CaptureFile()
    var bytes = file.beginning
    for number in 0..<100_000 {
      var packet: [UInt8] = [0x45, 0, 0, 42, 0, 0, 0, 0, 64, 6, 0, 0]
      packet += [10, UInt8(number >> 16), UInt8(number >> 8 & 0xff), UInt8(number & 0xff)]
      packet += [192, 0, 2, 1, 0x80, 0, 0, 80, 0, 0, 0, 1, 0, 0, 0, 0, 0x50, 16, 1, 0, 0, 0, 0, 0]
      packet += [0x47, 0x45]
      bytes += file.block(Packet(time: 1, bytes: packet))
    }
    let opened = try Opened(bytes)
    #expect(opened.sessions.isEmpty)
    #expect(opened.fault == nil)
  }
}
