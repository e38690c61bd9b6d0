import Bytes
import CryptoPrimitives
import LibsslPeer
import TLSEngine
import TLSKeys
import TLSWire
import TestConnections
import Testing

@Suite("Further handshakes on a connection, with libssl on the other side (RFC 5746)")
struct RenegotiationTests {
  /// Who begins: the client by a ClientHello, the server by a HelloRequest; the engine or libssl.
  struct Row: Sendable, CustomTestStringConvertible {
    var version: ProtocolVersion
    var suite: CipherSuite
    var engine: Side
    var beginner: Side
    var asksForCertificate = false

    var testDescription: String {
      "\(version.displayName) \(suite.label), engine is \(engine), \(beginner) begins"
        + (asksForCertificate ? ", client certificate" : "")
    }
  }

  static let rows: [Row] = Side.allCases.flatMap { engine in
    Side.allCases.flatMap { beginner in
      [
        (ProtocolVersion.tls12, CipherSuite.ecdheRSAAES128GCMSHA256),
        (.tls12, .rsaAES128CBCSHA256), (.tls12, .dheRSAAES256CBCSHA1),
        (.tls12, .ecdheECDSAChaCha20Poly1305SHA256), (.tls11, .rsaAES128CBCSHA1),
        (.tls10, .ecdheRSAAES256CBCSHA1),
      ].map { Row(version: $0, suite: $1, engine: engine, beginner: beginner) }
        + [
          Row(
            version: .tls12, suite: .ecdheRSAAES128GCMSHA256, engine: engine, beginner: beginner,
            asksForCertificate: true)
        ]
    }
  }

  private let identities: TestIdentities

  init() throws { identities = try TestIdentities.shared() }

  @Test("A server speaks on until it has read the client's new hello") func dataInBetween() throws {
    let steps = try Self.dataInBetween().steps
    #expect(steps.contains { $0.from == .expectingServerHello && $0.message == .applicationData })
  }

  @Test("A further handshake can resume the session of the first") func resumed() throws {
    var mixed = try Self.resumed()
    #expect(mixed.effects.contains(.decided(.resumption(.ticket))))
    try RenegotiationTests().say(&mixed)
  }

  /// Every message that takes a connection from one handshake to the next.
  static func steps() throws -> Set<MixedConnection.Step> {
    var steps = try dataInBetween().steps.union(resumed().steps)
    let tests = try RenegotiationTests()
    for row in rows where row.suite == .ecdheRSAAES128GCMSHA256 {
      steps.formUnion(try tests.renegotiated(row, rounds: 1).steps)
    }
    return steps
  }

  private static func dataInBetween() throws -> MixedConnection {
    let tests = try RenegotiationTests()
    var mixed = try tests.connection(
      Row(version: .tls12, suite: .ecdheRSAAES128GCMSHA256, engine: .client, beginner: .client))
    let completed = mixed.handshake()
    #expect(completed)
    mixed.act { $0.renegotiate() }
    mixed.peer.write([9])
    mixed.exchange()
    #expect(mixed.effects.delivered == [9])
    tests.settle(&mixed)
    try tests.say(&mixed)
    return mixed
  }

  private static func resumed() throws -> MixedConnection {
    let tests = try RenegotiationTests()
    var settings = LibsslSettings(suites: [.ecdheRSAAES128GCMSHA256])
    settings.sessionTicket = true
    var server = tests.identities.server(suites: settings.suites)
    server.acceptsRenegotiation = true
    server.ticketKey = TicketKey(random: .seeded(4))
    var mixed = try MixedConnection(Connection(server: server), LibsslContext(client: settings))
    let completed = mixed.handshake()
    #expect(completed)
    mixed.peer.renegotiate(resuming: true)
    tests.settle(&mixed)
    return mixed
  }

  private func settings(_ row: Row) -> LibsslSettings {
    var settings = LibsslSettings(suites: [row.suite])
    settings.securityLevel = 0
    settings.versions = row.version...row.version
    settings.renegotiation = .allowed
    settings.finiteField = .ffdhe2048
    settings.identities = [identities.rsa, identities.ecdsa]
    settings.now = TestIdentities.now
    settings.requestsCertificate = row.asksForCertificate && row.engine == .client
    return settings
  }

  private func connection(_ row: Row) throws -> MixedConnection {
    let settings = settings(row)
    guard row.engine == .client else {
      var server = identities.server(suites: [row.suite])
      server.versions = [row.version]
      server.acceptsRenegotiation = true
      server.clientTrust = identities.trust
      server.now = TestIdentities.now * 1_000_000
      if row.asksForCertificate, row.beginner == .client { server.clientAuthentication = .require }
      return try MixedConnection(Connection(server: server), LibsslContext(client: settings))
    }
    var client = identities.client(suites: [row.suite])
    client.versions = [row.version]
    client.acceptsRenegotiation = true
    client.identities = [identities.ecdsa]
    return try MixedConnection(Connection(client: client), LibsslContext(server: settings))
  }

  @Test(arguments: rows) func complete(_ row: Row) throws {
    var mixed = try renegotiated(row, rounds: 3)
    let memory = mixed.engine.memory
    let last = try #require(memory[.masterSecret])
    let lines = mixed.peer.keyLog.filter { $0.hasPrefix("CLIENT_RANDOM") }
    #expect(lines.count == 4 && Set(lines).count == 4)
    let random = try #require(memory[.clientRandom])
    #expect(lines.last == "CLIENT_RANDOM \(random.hex) \(last.hex)")
    mixed.peer.shutdown()
    mixed.exchange()
    #expect(mixed.engine.stateName == .closed)
  }

  private func renegotiated(_ row: Row, rounds: Int) throws -> MixedConnection {
    var mixed = try connection(row)
    let completed = mixed.handshake()
    try #require(completed, "\(mixed.engine.failure as Any) \(mixed.peer.failure ?? "")")
    try say(&mixed)
    for round in 1...rounds {
      let before = mixed.effects.count
      if row.engine == row.beginner {
        mixed.act { $0.renegotiate(asking: row.asksForCertificate ? .require : nil) }
      } else {
        mixed.peer.renegotiate()
      }
      settle(&mixed)
      try say(&mixed)
      let effects = Array(mixed.effects[before...])
      try #require(
        effects.contains(.established),
        "\(round) \(mixed.engine.failure as Any) \(mixed.peer.failure ?? "")")
      let plain = effects.sent.filter { !$0.isProtected }
      #expect(plain.isEmpty)
      if row.asksForCertificate {
        let messages = row.engine == .client ? effects.sent : effects.received
        #expect(messages.contains { $0.kind == .handshake(.certificateVerify) })
      }
    }
    return mixed
  }

  /// libssl handles what came, and both go on until they are silent.
  private func settle(_ mixed: inout MixedConnection) {
    repeat {
      _ = mixed.peer.read()
      mixed.peer.handshake()
    } while mixed.exchange()
  }

  /// Data both ways.
  private func say(_ mixed: inout MixedConnection) throws {
    let before = mixed.effects.delivered.count
    mixed.act { $0.send([1, 2, 3]) }
    mixed.exchange()
    #expect(mixed.peer.read() == [1, 2, 3])
    mixed.peer.write([4, 5])
    mixed.exchange()
    #expect(Array(mixed.effects.delivered.dropFirst(before)) == [4, 5])
  }
}

@Suite("Renegotiations that must not be (RFC 5746)")
struct RenegotiationRefusalTests {
  private let identities: TestIdentities

  init() throws { identities = try TestIdentities.shared() }

  private func pair(accepting: Bool = true) -> Pair {
    var client = identities.client(suites: [.ecdheRSAAES128GCMSHA256])
    client.acceptsRenegotiation = accepting
    var server = identities.server(suites: [.ecdheRSAAES128GCMSHA256])
    server.acceptsRenegotiation = accepting
    return Pair(client: client, server: server)
  }

  @Test("A hello that does not name the client's last Finished (RFC 5746 §3.7)")
  func hellos() throws {
    var pair = pair()
    pair.run()
    let verifyData = try #require(pair.client.memory[.verifyData(.client)])
    let other = try #require(pair.client.memory[.verifyData(.server)])
    for (infos, suites, isRight) in [
      ([verifyData], [CipherSuite](), true), ([], [], false), ([[]], [], false),
      ([other], [], false), ([verifyData + [0]], [], false),
      ([verifyData], [.emptyRenegotiationInfoSCSV], false),
      ([], [.emptyRenegotiationInfoSCSV], false),
    ] {
      var server = pair.server
      var hello = ClientHello(
        random: [UInt8](repeating: 5, count: 32), cipherSuites: [.ecdheRSAAES128GCMSHA256] + suites)
      hello.extensions =
        [
          Extension(SupportedGroups([.x25519])),
          Extension(SignatureAlgorithms([.rsaPSSRSAESHA256])), Extension(ExtendedMasterSecret()),
        ] + infos.map { Extension(RenegotiationInfo($0)) }
      var forger = try Forger(as: .client, pair.client, after: 1)
      let message = try HandshakeMessage.making(hello)
      let effects = server.receive(try forger.record(.handshake, message.bytes))
      guard !isRight else {
        #expect(effects.sent.first?.kind == .handshake(.serverHello))
        continue
      }
      #expect(server.failure == .misbehaving(.renegotiationMismatch))
      #expect(effects.sentAlerts == [Alert(level: .fatal, description: .handshakeFailure)])
    }
  }

  @Test("An answer that does not name both last Finished messages (RFC 5746 §3.5)")
  func answers() throws {
    var pair = pair()
    pair.run()
    let forger = try Forger(as: .server, pair.server, after: 1)
    let expected = Side.allCases.flatMap { pair.client.memory[.verifyData($0)] ?? [] }
    #expect(expected.count == 24)
    pair.from(.client) { $0.renegotiate() }
    for info in [expected, nil, [], Array(expected.prefix(12)), Array(expected.reversed())] {
      var client = pair.client
      var forger = forger
      let hello = ServerHello(
        legacyVersion: .tls12, random: [UInt8](repeating: 5, count: 32), legacySessionIDEcho: [],
        cipherSuite: .ecdheRSAAES128GCMSHA256, legacyCompressionMethod: .null,
        extensions: [Extension(ExtendedMasterSecret())]
          + (info.map { [Extension(RenegotiationInfo($0))] } ?? []))
      let message = try HandshakeMessage.making(hello)
      let effects = client.receive(try forger.record(.handshake, message.bytes))
      guard info != expected else {
        #expect(client.stateName == .expectingCertificate)
        continue
      }
      #expect(client.failure == .misbehaving(.renegotiationMismatch))
      #expect(effects.sentAlerts == [Alert(level: .fatal, description: .handshakeFailure)])
    }
  }

  @Test("A server that would not says so, and both go on with the keys that are there")
  func declined() throws {
    var pair = pair(accepting: false)
    pair.run()
    let secret = pair.client.memory[.masterSecret]
    pair.from(.client) { $0.renegotiate() }
    // What the server said before it knew is still taken.
    pair.from(.server) { $0.send([7]) }
    pair.run()
    #expect(pair.isEstablished && pair.clientEffects.delivered == [7])
    #expect(pair.clientEffects.contains(.decided(.renegotiation(accepted: false))))
    #expect(pair.client.memory[.masterSecret] == secret)
    pair.from(.client) { $0.send([8]) }
    pair.run()
    #expect(pair.serverEffects.delivered == [8])
  }

  @Test("A client that would not says so")
  func declinedByClient() {
    var pair = pair(accepting: false)
    pair.run()
    pair.from(.server) { $0.renegotiate() }
    pair.run()
    #expect(
      pair.clientEffects.sentAlerts == [Alert(level: .warning, description: .noRenegotiation)])
    #expect(pair.isEstablished)
  }

  @Test("Without RFC 5746 in the first handshake there is no second one")
  func insecure() throws {
    // A client that injects its whole offer, so that both see the same transcript.
    var offer = ClientHello(
      random: [UInt8](repeating: 5, count: 32), cipherSuites: [.ecdheRSAAES128GCMSHA256])
    offer.extensions = [
      Extension(SupportedGroups([.x25519])), Extension(SignatureAlgorithms([.rsaPSSRSAESHA256])),
    ]
    var client = identities.client(suites: [.ecdheRSAAES128GCMSHA256])
    client.injected["offer"] = try ByteWriter.bytes(of: offer)
    client.injected["client_random"] = offer.random
    var server = identities.server(suites: [.ecdheRSAAES128GCMSHA256])
    server.acceptsRenegotiation = true
    var pair = Pair(client: client, server: server)
    pair.run()
    try #require(pair.isEstablished)
    #expect(pair.server.renegotiate().isEmpty && pair.client.renegotiate().isEmpty)
    var forger = try Forger(as: .client, pair.client, after: 1)
    let message = try HandshakeMessage.making(offer)
    let effects = pair.server.receive(try forger.record(.handshake, message.bytes))
    #expect(effects.sentAlerts == [Alert(level: .warning, description: .noRenegotiation)])
    #expect(pair.server.isEstablished)
  }

  @Test("A peer that begins again and again is stopped")
  func limit() {
    var pair = pair()
    pair.run()
    var rounds = 0
    while rounds < 50 {
      var next = pair
      next.from(.client) { $0.renegotiate() }
      next.run()
      guard next.client.memory[.masterSecret] != pair.client.memory[.masterSecret] else { break }
      pair = next
      rounds += 1
    }
    #expect(rounds == 16 && pair.isEstablished)
  }

  @Test("A HelloRequest with content is none")
  func helloRequest() throws {
    var pair = pair()
    pair.run()
    var forger = try Forger(as: .server, pair.server, after: 1)
    let effects = pair.client.receive(try forger.record(.handshake, [0, 0, 0, 1, 0]))
    #expect(effects.sentAlerts == [Alert(level: .fatal, description: .decodeError)])
  }
}
