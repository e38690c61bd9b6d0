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

@Suite("What two ends of libssl said comes out of the capture")
struct SuiteTests {
  private static let question = Array("REGISTER sip:uc.test SIP/2.0\r\n".utf8)
  private static let answer = [UInt8]((0..<40_000).map { UInt8(truncatingIfNeeded: $0 * 7) })

  private static func recorded(
    _ suite: CipherSuite, _ version: ProtocolVersion,
    _ change: (inout LibsslSettings, inout LibsslSettings) -> Void = { _, _ in }
  ) throws -> RecordedConnection {
    let contexts = try MadeIdentities.shared().contexts([suite]) { client, server in
      client.versions = version...version
      server.versions = version...version
      client.securityLevel = 0
      server.securityLevel = 0
      change(&client, &server)
    }
    let connection = try RecordedConnection.connected(contexts.client, contexts.server)
    connection.ask(question)
    connection.answer(answer)
    connection.close()
    return connection
  }

  @Test("Without encryption no key is needed; cut short, what is there; nothing traps")
  func neverEncrypted() throws {
    let connection = try Self.recorded(.rsaNULLSHA256, .tls12)
    let file = CaptureFile().bytes(connection.packets())
    try expectOpen(Opened(file), connection, .neverEncrypted)
    try expectOpen(Opened(file, Keyring(log: connection.keyLog)), connection, .keyLog)
    for length in stride(from: 1, to: file.count, by: 997) {
      let cut = try Opened(Array(file.prefix(length)))
      #expect(connection.said.server.starts(with: cut[0, .server]))
    }
    for place in stride(from: 30, to: file.count, by: 997) {
      var changed = file
      changed[place] ^= 0x55
      _ = try Opened(changed)
    }
  }

  private func expectOpen(_ opened: Opened, _ connection: RecordedConnection, _ opening: Opening) {
    #expect(opened.session?.result == .open)
    #expect(opened.session?.opening == opening)
    #expect(opened[0, .client] == connection.said.client)
    #expect(opened[0, .server] == connection.said.server)
  }

  static let suites12: [CipherSuite] = [
    .rsaAES128CBCSHA1, .rsaAES256CBCSHA1, .rsaAES128CBCSHA256, .rsaAES128GCMSHA256, .rsaAES128CCM8,
    .rsaNULLSHA256, .dheRSAAES128GCMSHA256, .ecdheRSAAES256CBCSHA384,
    .ecdheECDSAChaCha20Poly1305SHA256, .ecdheRSAAES256GCMSHA384,
    CipherSuite(rawValue: 0xc050), CipherSuite(rawValue: 0xc09d),
    CipherSuite(rawValue: 0xc076), CipherSuite(rawValue: 0x0041),
  ]

  @Test("TLS 1.2 by libssl's key log", arguments: suites12)
  func log12(suite: CipherSuite) throws {
    guard let connection = try? Self.recorded(suite, .tls12) else {
      // Not every build of libssl has Camellia.
      return #expect([0xc076, 0x0041].contains(suite.rawValue))
    }
    let file = CaptureFile().bytes(connection.packets())
    expectOpen(try Opened(file, Keyring(log: connection.keyLog)), connection, .keyLog)
  }

  @Test(
    "RSA key exchange by the private key: each version, MAC and master secret",
    arguments: [ProtocolVersion.tls10, .tls11, .tls12], [true, false])
  func rsa(version: ProtocolVersion, isModern: Bool) throws {
    let connection = try Self.recorded(.rsaAES128CBCSHA1, version) { client, _ in
      client.extendedMasterSecret = isModern
      client.encryptThenMAC = isModern
    }
    let keyring = Keyring()
    keyring.add(.init(key: try MadeIdentities.shared().rsa.key, source: "server.key"))
    let file = CaptureFile().bytes(connection.packets())
    let opened = try Opened(file, keyring)
    expectOpen(opened, connection, .privateKey)
    #expect(opened.session?.serverName == MadeIdentities.host)
    #expect(opened.session?.version == version)
    // The secrets that opened it open it again.
    let again = try Opened(file, Keyring(log: opened.session?.secrets.text ?? ""))
    expectOpen(again, connection, .keyLog)
  }

  @Test("TLS 1.3 by libssl's key log", arguments: CipherSuite.spoken13)
  func log13(suite: CipherSuite) throws {
    let connection = try Self.recorded(suite, .tls13)
    let file = CaptureFile().bytes(connection.packets())
    let opened = try Opened(file, Keyring(log: connection.keyLog))
    expectOpen(opened, connection, .keyLog)
    // In TLS 1.3 the certificate is seen by whoever can decrypt alone.
    #expect(opened.session?.certificate?.subject == MadeIdentities.host)
  }

  @Test("A pre-shared key")
  func preSharedKey() throws {
    let key: [UInt8] = [7, 6, 5, 4, 3, 2, 1, 0]
    let connection = try Self.recorded(.pskAES128GCMSHA256, .tls12) { client, server in
      client.preSharedKeys = [LibsslPreSharedKey(identity: Array("desk".utf8), key: key)]
      server.preSharedKeys = client.preSharedKeys
    }
    let file = CaptureFile().bytes(connection.packets())
    let keyring = Keyring()
    #expect(try Opened(file, keyring).session?.reason == .noPreSharedKey)
    keyring.add(preSharedKey: [1])
    #expect(try Opened(file, keyring).session?.reason == .wrongPreSharedKey)
    keyring.add(preSharedKey: key)
    expectOpen(try Opened(file, keyring), connection, .preSharedKey)
  }

  @Test("A server's key of tickets opens what was sealed with them, whatever the key exchange")
  func ticketKey() throws {
    let key = (0..<80).map { UInt8($0) }
    let connection = try Self.recorded(.ecdheRSAAES128GCMSHA256, .tls12) { client, server in
      client.sessionTicket = true
      server.sessionTicket = true
      server.resumption.ticketKeys = key
    }
    let file = CaptureFile().bytes(connection.packets())
    let sealed = try Opened(file).session
    #expect(sealed?.reason == .forwardSecrecy)
    #expect(sealed?.givesTicket == true, "it passed in the clear (RFC 5077 section 3.3)")
    let keyring = Keyring()
    keyring.add(try #require(TicketOpener(key)))
    expectOpen(try Opened(file, keyring), connection, .ticketKey)
  }

  @Test(
    "A session that resumes one of the same capture opens with it, and alone does not",
    arguments: [true, false])
  func resumed(byTicket: Bool) throws {
    let contexts = try MadeIdentities.shared().contexts([.rsaAES128GCMSHA256]) { client, server in
      client.sessionTicket = byTicket
      server.sessionTicket = byTicket
      server.resumption.keepsSessionIDs = !byTicket
    }
    let first = try RecordedConnection.connected(contexts.client, contexts.server)
    first.ask(Self.question)
    let session = first.client.session
    first.close()
    let second = try RecordedConnection.connected(
      contexts.client, contexts.server, resuming: session)
    try #require(second.client.wasResumed)
    second.ask(Self.question)
    second.answer(Self.answer)
    second.close()
    let keyring = Keyring()
    keyring.add(.init(key: try MadeIdentities.shared().rsa.key, source: "server.key"))
    let packets = second.packets(.documentation(connection: 2))
    let both = try Opened(CaptureFile().bytes(first.packets() + packets), keyring)
    #expect(both.sessions.map(\.result) == [.open, .open])
    #expect(both.sessions.map(\.opening) == [.privateKey, .earlierSession])
    #expect(both[1, .server] == second.said.server)
    let alone = try Opened(CaptureFile().bytes(packets), keyring)
    #expect(alone.session?.result == .sealed)
    #expect(alone.session?.reason == .resumedFromElsewhere)
  }
}
