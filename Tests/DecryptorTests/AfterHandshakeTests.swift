import CaptureMaker
import Captures
import CryptoPrimitives
import Decryptor
import LibsslPeer
import TLSKeys
import TLSWire
import Testing
import X509

@Suite("What changes in a session that stands is followed")
struct AfterHandshakeTests {
  private static let answer = [UInt8]((0..<5000).map { UInt8(truncatingIfNeeded: $0 * 3) })

  private static func recorded(
    _ version: ProtocolVersion,
    _ change: (inout LibsslSettings, inout LibsslSettings) -> Void = { _, _ in }
  ) throws -> RecordedConnection {
    let suite = version == .tls13 ? CipherSuite.aes128GCMSHA256 : .rsaAES128GCMSHA256
    let contexts = try MadeIdentities.shared().contexts([suite]) { client, server in
      client.versions = version...version
      server.versions = version...version
      change(&client, &server)
    }
    let connection = try RecordedConnection.connected(contexts.client, contexts.server)
    connection.ask(Array("before".utf8))
    return connection
  }

  private func expectOpen(_ connection: RecordedConnection, _ keyring: Keyring) throws {
    connection.ask(Array("after".utf8))
    connection.answer(Self.answer)
    connection.close()
    let opened = try Opened(CaptureFile().bytes(connection.packets()), keyring)
    #expect(opened.session?.result == .open)
    #expect(opened[0, .client] == connection.said.client)
    #expect(opened[0, .server] == connection.said.server)
  }

  @Test("KeyUpdate, of one side and of both", arguments: [true, false], 1...3)
  func keyUpdates(asking: Bool, count: Int) throws {
    let connection = try Self.recorded(.tls13)
    for _ in 0..<count {
      connection.client.updateKeys(asking: asking)
      connection.exchange()
      connection.settle()
      connection.answer([1, 2, 3])
    }
    try expectOpen(connection, Keyring(log: connection.keyLog))
  }

  @Test("Authentication behind the handshake")
  func postHandshakeAuthentication() throws {
    let identities = try MadeIdentities.shared()
    let connection = try Self.recorded(.tls13) { client, server in
      client.identities = [identities.rsa]
      client.postHandshakeAuthentication = true
      server.postHandshakeAuthentication = true
      server.requestsCertificate = true
    }
    connection.server.requestCertificate()
    connection.settle()
    try expectOpen(connection, Keyring(log: connection.keyLog))
  }

  @Test("Renegotiation, from either side, by the private key", arguments: [true, false])
  func renegotiation(fromClient: Bool) throws {
    let connection = try Self.recorded(.tls12) { _, server in server.renegotiation = .allowed }
    _ = (fromClient ? connection.client : connection.server).renegotiate()
    connection.settle()
    let keyring = Keyring()
    keyring.add(.init(key: try MadeIdentities.shared().rsa.key, source: "server.key"))
    try expectOpen(connection, keyring)
  }

  @Test("HelloRetryRequest, padded records, small records")
  func forms() throws {
    let retried = try Self.recorded(.tls13) { client, server in
      client.groups = [.x25519, .secp384r1]
      server.groups = [.secp384r1]
    }
    try expectOpen(retried, Keyring(log: retried.keyLog))
    let padded = try Self.recorded(.tls13) { client, server in
      client.paddingBlock = 512
      server.paddingBlock = 512
    }
    try expectOpen(padded, Keyring(log: padded.keyLog))
    let small = try Self.recorded(.tls12) { client, server in
      client.maximumFragmentCode = 1
      server.largestRecord = 512
    }
    try expectOpen(small, Keyring(log: small.keyLog))
  }

  @Test("Early data, with its secret and without")
  func earlyData() throws {
    let contexts = try MadeIdentities.shared().contexts([.aes128GCMSHA256]) { client, server in
      client.versions = .tls13 ... .tls13
      server.versions = .tls13 ... .tls13
      client.sessionTicket = true
      server.sessionTicket = true
      server.resumption.earlyDataLimit = 1000
    }
    let first = try RecordedConnection.connected(contexts.client, contexts.server)
    first.answer([1])
    let session = try #require(first.client.session)
    let second = try RecordedConnection(contexts.client, contexts.server, resuming: session)
    let early = Array("early".utf8)
    try #require(second.client.writeEarlyData(early))
    try #require(second.handshake())
    second.ask(Array("late".utf8))
    second.close()
    let file = CaptureFile().bytes(second.packets())
    let opened = try Opened(file, Keyring(log: second.keyLog))
    #expect(opened.session?.result == .open)
    #expect(opened[0, .client] == early + Array("late".utf8))
    let lines = second.keyLog.split(separator: "\n").filter { !$0.contains("EARLY_TRAFFIC") }
    let partly = try Opened(file, Keyring(log: lines.joined(separator: "\n")))
    #expect(partly.session?.result == .partlyOpen)
    #expect(partly.session?.reason == .secretMissing("CLIENT_EARLY_TRAFFIC_SECRET"))
    #expect(partly[0, .client] == Array("late".utf8))
  }

  @Test(
    "A key log that grows while the capture is followed",
    arguments: [ProtocolVersion.tls12, .tls13])
  func growing(version: ProtocolVersion) throws {
    let connection = try Self.recorded(version)
    connection.answer(Self.answer)
    let keyring = Keyring()
    var options = CaptureDecryption.Options()
    options.growsKeyLog = true
    let decryption = CaptureDecryption(keyring, options)
    // All but the end of the connection.
    let packets = connection.packets().dropLast(3)
    try decryption.read(CaptureFile().bytes(Array(packets)))
    #expect(decryption.takeEnded().isEmpty)
    keyring.add(log: connection.keyLog)
    decryption.retry()
    try decryption.finish()
    let session = try #require(decryption.takeEnded().first)
    #expect(session.result == .open)
    #expect(session.server.plaintext == Self.answer.count)
  }

  @Test("Secrets that come behind the last packet open the session all the same")
  func late() throws {
    let connection = try Self.recorded(.tls13)
    connection.answer(Self.answer)
    let keyring = Keyring()
    var options = CaptureDecryption.Options()
    options.growsKeyLog = true
    let decryption = CaptureDecryption(keyring, options)
    try decryption.read(CaptureFile().bytes(connection.packets()))
    #expect(decryption.takeEnded().isEmpty)
    keyring.add(log: connection.keyLog)
    decryption.retry()
    let session = try #require(decryption.takeEnded().first)
    #expect(session.result == .open && session.server.plaintext == Self.answer.count)
    try decryption.finish()
    #expect(decryption.takeEnded().isEmpty)
  }
}
