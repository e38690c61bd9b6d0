import Bytes
import LibsslPeer
import TLSEngine
import TLSKeys
import TLSWire
import TestConnections
import Testing

@Suite("A hello in the form of SSL 2.0 is recognised, refused by default, and read on demand")
struct SSL2HelloTests {
  private let identities: TestIdentities

  init() throws { identities = try TestIdentities.shared() }

  private func record(
    _ version: ProtocolVersion
  ) throws -> [UInt8] {
    let hello = SSL2ClientHello(
      version: version,
      cipherSpecs: [
        SSL2CipherSpec(kind: 7, code: CipherSuite(rawValue: 0x00C0)),
        SSL2CipherSpec(kind: 0, code: .rsaAES128CBCSHA1),
        SSL2CipherSpec(kind: 0, code: .emptyRenegotiationInfoSCSV),
      ], challenge: [UInt8](repeating: 0x5a, count: 16))
    let bytes = try ByteWriter.bytes(of: hello)
    return [0x80 | UInt8(bytes.count >> 8), UInt8(bytes.count & 0xff)] + bytes
  }

  private func server(reads: Bool) -> Connection {
    var configuration = identities.server(suites: [.rsaAES128CBCSHA1])
    configuration.versions = [.tls10, .tls11, .tls12]
    configuration.readsSSL2Hello = reads
    return Connection(server: configuration)
  }

  @Test func refusedByDefault() throws {
    var server = server(reads: false)
    let effects = server.receive(try record(.tls12))
    #expect(server.failure == .refused(.ssl2Hello(.tls12)))
    #expect(effects.sentAlerts == [Alert(level: .fatal, description: .protocolVersion)])
  }

  @Test("SSL 2.0 and 3.0 themselves are never taken", arguments: [0x0002, 0x0300] as [UInt16])
  func noSSL(_ version: UInt16) throws {
    var server = server(reads: true)
    _ = server.receive(try record(ProtocolVersion(rawValue: version)))
    #expect(server.failure == .refused(.ssl2Hello(ProtocolVersion(rawValue: version))))
  }

  @Test("Read, it leads where it leads libssl", arguments: [.tls10, .tls12] as [ProtocolVersion])
  func read(_ version: ProtocolVersion) throws {
    let bytes = try record(version)
    var server = server(reads: true)
    var effects: [Effect] = []
    for byte in bytes { effects += server.receive([byte]) }
    #expect(server.stateName == .expectingClientKeyExchange)
    #expect(server.facts.version == version)
    #expect(server.facts.transcript.starts(with: bytes.dropFirst(2)))
    #expect(
      server.memory[.clientRandom]
        == [UInt8](repeating: 0, count: 16) + [UInt8](repeating: 0x5a, count: 16))

    var settings = LibsslSettings(suites: [.rsaAES128CBCSHA1])
    settings.securityLevel = 0
    settings.versions = .tls10 ... .tls12
    settings.identities = [identities.rsa]
    let peer = try LibsslPeer(LibsslContext(server: settings))
    peer.receive(bytes)
    peer.handshake()
    #expect(peer.failure == nil)
    func kinds(_ bytes: [UInt8]) throws -> [HandshakeType] {
      var records = RecordReader()
      var messages = HandshakeReader()
      var kinds: [HandshakeType] = []
      records.append(bytes)
      while let record = try records.next() {
        messages.append(record.fragment)
        while let message = try messages.next() { kinds.append(message.type) }
      }
      return kinds
    }
    #expect(try kinds(effects.sentBytes) == kinds(peer.output()))
  }

  @Test(
    "Sent, libssl reads it and completes the handshake",
    arguments: [.tls10, .tls12] as [ProtocolVersion])
  func sent(_ version: ProtocolVersion) throws {
    var settings = LibsslSettings(suites: [.rsaAES128CBCSHA1])
    settings.securityLevel = 0
    settings.versions = .tls10...version
    settings.identities = [identities.rsa]
    var client = identities.client(suites: [.rsaAES128CBCSHA1])
    client.versions = [.tls10, .tls11, .tls12].filter { $0 <= version }
    client.sendsSSL2Hello = true
    var mixed = try MixedConnection(Connection(client: client), LibsslContext(server: settings))
    let completed = mixed.handshake()
    #expect(completed && mixed.engine.isEstablished, "\(mixed.peer.failure ?? "")")
    #expect(mixed.engine.facts.version == version)
    mixed.act { $0.send([1, 2]) }
    #expect(mixed.peer.read() == [1, 2])
  }

  @Test("Cut short or changed, it is an error or a hello, never a trap")
  func damaged() throws {
    let bytes = try record(.tls11)
    for place in bytes.indices {
      for bit in 0..<8 {
        var changed = bytes
        changed[place] ^= 1 << UInt8(bit)
        var server = server(reads: true)
        _ = server.receive(changed)
      }
      var cut = Array(bytes.prefix(place))
      if place > 2 { cut[1] = UInt8(place - 2) }
      var server = server(reads: true)
      _ = server.receive(cut)
      #expect(server.stateName != .expectingClientKeyExchange)
    }
    var short = bytes
    short[10] = 15  // challenge_length.
    var server = server(reads: true)
    _ = server.receive(short)
    #expect(server.failure.map(alert)?.description == .illegalParameter)
  }

  @Test("Every byte of it has a meaning")
  func annotated() throws {
    let annotation = annotateRecord(try record(.tls12))
    #expect(annotation.name == "ssl2_record" && annotation.children.count == 2)
    #expect(annotation.children[1].children.map(\.name).prefix(2) == ["msg_type", "version"])
  }
}
