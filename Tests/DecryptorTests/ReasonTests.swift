import Bytes
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

@Suite("Each session is told why it stays sealed")
struct ReasonTests {
  private static func recorded(
    _ suite: CipherSuite, _ version: ProtocolVersion = .tls12, answers count: Int = 20_000
  ) throws -> RecordedConnection {
    let contexts = try MadeIdentities.shared().contexts([suite]) { client, server in
      client.versions = version...version
      server.versions = version...version
    }
    let connection = try RecordedConnection.connected(contexts.client, contexts.server)
    connection.ask(Array("GET / HTTP/1.1\r\n\r\n".utf8))
    connection.answer([UInt8](repeating: 0x61, count: count))
    connection.close()
    return connection
  }

  private func file(_ connection: RecordedConnection) -> [UInt8] {
    CaptureFile().bytes(connection.packets())
  }

  private func keyring(_ keys: [Keyring.HeldKey]) -> Keyring {
    let keyring = Keyring()
    for key in keys { keyring.add(key) }
    return keyring
  }

  @Test("Forward secrecy", arguments: [ProtocolVersion.tls12, .tls13])
  func forwardSecrecy(version: ProtocolVersion) throws {
    let suite = version == .tls13 ? CipherSuite.aes128GCMSHA256 : .ecdheRSAAES128GCMSHA256
    let keys = try keyring([.init(key: MadeIdentities.shared().rsa.key, source: "server.key")])
    let session = try Opened(file(Self.recorded(suite, version)), keys).session
    #expect(session?.result == .sealed)
    #expect(session?.reason == .forwardSecrecy)
    #expect(session?.givesTicket == false, "no ticket passed in the clear")
  }

  @Test("No key, and the key of another certificate: the one that would fit is named")
  func keys() throws {
    let file = try file(Self.recorded(.rsaAES128GCMSHA256))
    let certificate = try #require(try MadeIdentities.shared().rsa.chain.first)
    let name = CertificateName(subject: MadeIdentities.host, serial: certificate.serial.hex)
    #expect(try Opened(file).session?.reason == .noKey(name))
    let other = try keyring([.init(key: MadeIdentities.shared().other, source: "other.key")])
    #expect(try Opened(file, other).session?.reason == .otherKey(name))
  }

  @Test("A capture that began after the handshake")
  func late() throws {
    let connection = try Self.recorded(.rsaAES128GCMSHA256)
    let packets = connection.packets().suffix(14)
    let session = try Opened(
      CaptureFile().bytes(Array(packets)), Keyring(log: connection.keyLog)
    ).session
    #expect(session?.result == .sealed)
    #expect(session?.reason == .startMissing)
  }

  @Test("A capture that begins between the hellos lacks what secrets are found by")
  func lateHello() throws {
    let connection = try Self.recorded(.aes128GCMSHA256, .tls13)
    // Three packets open the connection, and the fourth is the ClientHello.
    let packets = connection.packets().dropFirst(4)
    let session = try Opened(
      CaptureFile().bytes(Array(packets)), Keyring(log: connection.keyLog)
    ).session
    #expect(session?.result == .sealed && session?.reason == .helloMissing)
  }

  @Test("A secret that the log lacks is named")
  func missing() throws {
    let connection = try Self.recorded(.aes128GCMSHA256, .tls13)
    let lines = connection.keyLog.split(separator: "\n")
    let kept = lines.filter { !$0.hasPrefix("SERVER_TRAFFIC_SECRET_0") }.joined(separator: "\n")
    let opened = try Opened(file(connection), Keyring(log: kept))
    #expect(opened.session?.result == .partlyOpen)
    #expect(opened.session?.reason == .secretMissing("SERVER_TRAFFIC_SECRET_0"))
    #expect(opened.session?.isInKeyLog == true)
    #expect(opened[0, .client] == connection.said.client)
    #expect(opened[0, .server].isEmpty)
    let foreign = try Self.recorded(.aes128GCMSHA256, .tls13)
    let other = try Opened(file(connection), Keyring(log: foreign.keyLog))
    #expect(other.session?.result == .sealed)
    #expect(other.session?.reason == .secretMissing("CLIENT_HANDSHAKE_TRAFFIC_SECRET"))
    #expect(other.session?.isInKeyLog == false)
  }

  @Test("Of several secrets for one random the one counts that opens")
  func several() throws {
    let connection = try Self.recorded(.ecdheRSAAES128GCMSHA256)
    let good = connection.keyLog.split(separator: "\n").filter { $0.hasPrefix("CLIENT_RANDOM") }
    let words = try #require(good.first?.split(separator: " "))
    let wrong = "CLIENT_RANDOM \(words[1]) \(String(repeating: "5a", count: 48))\n"
    let opened = try Opened(file(connection), Keyring(log: wrong + good[0] + "\n"))
    #expect(opened.session?.result == .open)
    let sealed = try Opened(file(connection), Keyring(log: wrong))
    #expect(sealed.session?.reason == .wrongSecret)
  }

  @Test("A lost packet is said with its place, and what is behind it opens again")
  func lost() throws {
    for suite in [CipherSuite.rsaAES128GCMSHA256, .ecdheRSAChaCha20Poly1305SHA256] {
      let connection = try Self.recorded(suite, answers: 100_000)
      var packets = connection.packets()
      let large = packets.indices.filter { packets[$0].bytes.count > 1000 }
      packets.remove(at: large[large.count / 2])
      let opened = try Opened(
        CaptureFile().bytes(packets), Keyring(log: connection.keyLog))
      #expect(opened.session?.result == .partlyOpen)
      guard case .lost(.server, _, 1400)? = opened.session?.reason else {
        Issue.record("\(String(describing: opened.session?.reason))")
        continue
      }
      #expect(opened[0, .server].count >= 100_000 - 2 * 16_384)
      #expect(opened[0, .client] == connection.said.client)
    }
  }

  @Test("A suite that nobody reads is named")
  func unread() throws {
    let connection = try Self.recorded(.rsaAES128GCMSHA256)
    var pieces = connection.packets()
    // GOST, which libcrypto lacks: the suite stands in the ServerHello behind an identifier of 32 bytes.
    for place in pieces.indices {
      let bytes = pieces[place].bytes
      guard bytes.count > 90, bytes[40] == 0x16, bytes[45] == 2 else { continue }
      let suite = 40 + 5 + 4 + 2 + 32 + 1 + Int(bytes[40 + 5 + 4 + 2 + 32])
      pieces[place].bytes[suite] = 0xc1
      pieces[place].bytes[suite + 1] = 0x00
    }
    let session = try Opened(CaptureFile().bytes(pieces), Keyring(log: connection.keyLog)).session
    #expect(
      session?.reason == .suiteNotRead("TLS_GOSTR341112_256_WITH_KUZNYECHIK_CTR_OMAC"))
  }

  /// The connection in packets of at most 200 bytes.
  private func small(_ connection: RecordedConnection) throws -> [Packet] {
    var framing = try #require(PacketFraming(.documentation(connection: 1)))
    framing.open(at: 1)
    for piece in connection.pieces {
      for start in stride(from: 0, to: piece.bytes.count, by: 200) {
        var part = piece
        part.bytes = Array(piece.bytes[start..<min(start + 200, piece.bytes.count)])
        framing.send(part)
      }
    }
    framing.close(at: 2)
    return framing.packets
  }

  @Test(
    "An extended master secret whose handshake has a hole; without it the key still opens",
    arguments: [true, false])
  func hole(isExtended: Bool) throws {
    let contexts = try MadeIdentities.shared().contexts([.rsaAES128GCMSHA256]) { client, _ in
      client.extendedMasterSecret = isExtended
    }
    let connection = try RecordedConnection.connected(contexts.client, contexts.server)
    connection.ask(Array("question".utf8))
    connection.answer([UInt8](repeating: 1, count: 3000))
    connection.close()
    var packets = try small(connection)
    // The second packet of the server's flight is in the middle of its certificate.
    let hello = try #require(packets.firstIndex { $0.bytes.count > 45 && $0.bytes[45] == 2 })
    packets.remove(at: hello + 1)
    let keys = try keyring([.init(key: MadeIdentities.shared().rsa.key, source: "server.key")])
    let opened = try Opened(CaptureFile().bytes(packets), keys)
    if isExtended {
      #expect(opened.session?.result == .sealed)
      #expect(opened.session?.reason == .extendedMasterSecretIncomplete)
    } else {
      #expect(opened.session?.result == .partlyOpen)
      #expect(opened[0, .client] == connection.said.client)
      #expect(opened[0, .server] == connection.said.server)
    }
  }

  @Test("A record that was changed is said with its place, and the others open")
  func damaged() throws {
    let connection = try Self.recorded(.rsaAES128GCMSHA256, answers: 50_000)
    var packets = connection.packets()
    let large = packets.indices.filter { packets[$0].bytes.count > 1000 }
    packets[large[large.count / 2]].bytes[700] ^= 1
    let opened = try Opened(CaptureFile().bytes(packets), Keyring(log: connection.keyLog))
    #expect(opened.session?.result == .partlyOpen)
    guard case .damaged(.server, _)? = opened.session?.reason else {
      Issue.record("\(String(describing: opened.session?.reason))")
      return
    }
    #expect(opened[0, .server].count >= 50_000 - 16_384)
  }

  @Test("A handshake that nobody finished, and a capture cut within a record")
  func unfinished() throws {
    let connection = try Self.recorded(.rsaAES128GCMSHA256)
    let early = connection.packets().prefix(5)
    #expect(try Opened(CaptureFile().bytes(Array(early))).session?.reason == .unfinished)
    let late = connection.packets().dropLast(12)
    let cut = try Opened(CaptureFile().bytes(Array(late)), Keyring(log: connection.keyLog))
    guard case .lost(.server, _, count: 0)? = cut.session?.reason else {
      Issue.record("\(String(describing: cut.session?.reason))")
      return
    }
  }

  @Test("An alert instead of a handshake")
  func failed() throws {
    let identities = try MadeIdentities.shared()
    let contexts = try identities.contexts([.rsaAES128GCMSHA256, .ecdheRSAAES128GCMSHA256]) {
      client, server in
      client.suites = [.rsaAES128GCMSHA256]
      server.suites = [.ecdheRSAAES128GCMSHA256]
    }
    let connection = try RecordedConnection(contexts.client, contexts.server)
    #expect(!connection.handshake())
    let session = try Opened(file(connection)).session
    #expect(session?.reason == .handshakeFailed("handshake_failure"))
    #expect(session?.result == .empty)
  }
}
