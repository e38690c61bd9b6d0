import Bytes
import CryptoPrimitives
import LibsslPeer
import TLSEngine
import TLSKeys
import TLSWire
import TestConnections
import Testing

@Suite(
  "Sessions before TLS 1.3 are resumed by ticket and by identifier, with libssl on either side")
struct ResumptionTests {
  private let identities: TestIdentities

  init() throws {
    identities = try TestIdentities.shared()
  }

  static let means = ResumptionMeans.allCases

  private func check(_ mixed: inout MixedConnection, resumed: Bool) throws {
    let completed = mixed.handshake()
    #expect(completed && mixed.engine.isEstablished, "\(mixed.peer.failure ?? "")")
    #expect(mixed.peer.wasResumed == resumed)
    #expect(mixed.engine.facts.isResumed == resumed)
    #expect(mixed.peer.keyLog.filter { $0.hasPrefix("CLIENT_RANDOM") } == [mixed.keyLogLine])
    mixed.act { $0.send([1, 2, 3]) }
    #expect(mixed.peer.read() == [1, 2, 3])
    mixed.peer.write([4, 5])
    mixed.exchange()
    #expect(mixed.effects.delivered == [4, 5])
  }

  static func steps(
    engineAsClient spoken: SpokenSuite, _ means: ResumptionMeans, ems: Bool
  ) throws -> (first: MixedConnection, second: MixedConnection) {
    let identities = try TestIdentities.shared()
    var settings = LibsslSettings(suites: [spoken.suite])
    settings.versions = spoken.version...spoken.version
    settings.identities = [identities.rsa, identities.ecdsa]
    settings.sessionTicket = true
    settings.resumption.keepsSessionIDs = true
    let server = try LibsslContext(server: settings)
    var client = identities.client(suites: [spoken.suite])
    client.versions = [spoken.version]
    client.extendedMasterSecret = ems
    client.sessionTicket = means == .ticket
    var first = try MixedConnection(Connection(client: client), server)
    _ = first.handshake()
    client.resumption = first.engine.resumableSessions.last
    // A client that comes with an identifier, and now takes tickets too, gets one.
    client.sessionTicket = true
    return (first, try MixedConnection(Connection(client: client), server))
  }

  @Test(arguments: SpokenSuite.all, means) func engineAsClient(
    _ spoken: SpokenSuite, _ means: ResumptionMeans
  ) throws {
    for ems in [true, false] {
      var (first, second) = try Self.steps(engineAsClient: spoken, means, ems: ems)
      #expect(!first.engine.facts.isResumed && !first.peer.wasResumed)
      try check(&second, resumed: true)
      #expect(second.engine.memory[.masterSecret] == first.engine.memory[.masterSecret])
      let kinds = second.effects.received.map(\.kind)
      #expect(!kinds.contains(.handshake(.certificate)))
      #expect(kinds.contains(.handshake(.newSessionTicket)) == (means == .sessionID))
      #expect(second.engine.resumableSessions.count == 1)
    }
  }

  static func steps(
    engineAsServer spoken: SpokenSuite, _ means: ResumptionMeans, ems: Bool
  ) throws -> (first: MixedConnection, second: MixedConnection) {
    let identities = try TestIdentities.shared()
    var settings = LibsslSettings(suites: [spoken.suite])
    settings.versions = spoken.version...spoken.version
    settings.sessionTicket = means == .ticket
    settings.extendedMasterSecret = ems
    settings.serverName = TestIdentities.host
    settings.trust = identities.trust
    settings.now = TestIdentities.now
    let client = try LibsslContext(client: settings)
    var server = identities.server(suites: [spoken.suite])
    server.versions = [spoken.version]
    server.now = TestIdentities.now * 1_000_000
    server.ticketKey = TicketKey(random: .seeded(4))
    server.keepsSessionIDs = true
    var first = try MixedConnection(Connection(server: server), client)
    _ = first.handshake()
    server.sessionCache = first.engine.sessionsToKeep
    server.now += 60_000_000
    let session: LibsslSession = try #require(first.peer.sessions.last)
    return (
      first, try MixedConnection(Connection(server: server), client, resuming: session)
    )
  }

  @Test(arguments: SpokenSuite.all, means) func engineAsServer(
    _ spoken: SpokenSuite, _ means: ResumptionMeans
  ) throws {
    for ems in [true, false] {
      var (first, second) = try Self.steps(engineAsServer: spoken, means, ems: ems)
      #expect(first.engine.sessionsToKeep.isEmpty == (means == .ticket))
      try check(&second, resumed: true)
      #expect(second.engine.memory[.masterSecret] == first.engine.memory[.masterSecret])
      #expect(second.engine.memory[.ticketKey] == nil && second.engine.memory[.ticketState] == nil)
    }
  }

  // MARK: What does not fit

  private let suite = CipherSuite.ecdheRSAAES128GCMSHA256

  /// A client and a server, and what changes after their first session.
  private func second(
    _ means: ResumptionMeans = .ticket, ems: Bool = true,
    suite: CipherSuite = .ecdheRSAAES128GCMSHA256, version: ProtocolVersion = .tls12,
    _ change: (inout ClientConfiguration, inout ServerConfiguration) -> Void
  ) throws -> Pair {
    var client = identities.client(suites: [suite])
    client.versions = [version]
    client.sessionTicket = means == .ticket
    client.extendedMasterSecret = ems
    var server = identities.server(suites: [suite])
    server.versions = [version]
    server.ticketKey = TicketKey(random: .seeded(4))
    server.keepsSessionIDs = true
    var first = Pair(client: client, server: server)
    first.run()
    client.resumption = first.client.resumableSessions.last
    server.sessionCache = first.server.sessionsToKeep
    server.random = .seeded(33)
    change(&client, &server)
    return Pair(client: client, server: server)
  }

  private func expectFullHandshake(_ pair: Pair, _ context: String) {
    var pair = pair
    pair.run()
    #expect(pair.isEstablished, "\(context)")
    #expect(!pair.client.facts.isResumed && !pair.server.facts.isResumed, "\(context)")
    #expect(pair.clientEffects.contains(.decided(.resumption(nil))), "\(context)")
    #expect(pair.client.resumableSessions.count == 1)
  }

  @Test func fallsBackToAFullHandshake() throws {
    expectFullHandshake(
      try second { _, server in server.ticketKey = TicketKey(random: .seeded(5)) }, "other key")
    expectFullHandshake(
      try second { client, _ in client.resumption?.ticket[60] ^= 1 }, "damaged ticket")
    expectFullHandshake(
      try second { client, _ in client.resumption?.ticket.removeLast() }, "short ticket")
    expectFullHandshake(
      try second { _, server in server.now += 7_201_000_000 }, "too old")
    expectFullHandshake(
      try second { client, _ in client.serverName = nil }, "other name")
    expectFullHandshake(
      try second(.sessionID) { _, server in server.sessionCache = [] }, "forgotten")
    expectFullHandshake(
      try second(ems: false) { client, _ in client.extendedMasterSecret = true }, "now with EMS")
    expectFullHandshake(
      try second { client, server in
        client.suites = [suite, .ecdheRSAAES256GCMSHA384]
        server.suites = [.ecdheRSAAES256GCMSHA384]
      }, "suite no longer taken")
  }

  private func expect(_ failure: HandshakeFailure, at side: Side, _ pair: Pair) {
    var pair = pair
    pair.run()
    pair.checkAlerts("\(failure)")
    #expect(pair[side].failure == failure)
    #expect(alert(for: failure) == pair.effects(of: side).sentAlerts.first)
  }

  @Test("A session with the extended master secret is not resumed without it (RFC 7627 §5.3)")
  func extendedMasterSecret() throws {
    let gone = try second { client, _ in client.extendedMasterSecret = false }
    expect(.misbehaving(.extendedMasterSecretMismatch), at: .server, gone)
    let forged = try second { client, _ in client.resumption?.extendedMasterSecret = false }
    expect(.misbehaving(.extendedMasterSecretMismatch), at: .client, forged)
  }

  @Test("A session stays in its version: another one begins anew, and none is resumed in it")
  func anotherVersion() throws {
    let old = CipherSuite.ecdheRSAAES128CBCSHA1
    for means in Self.means {
      let pair = try second(means, suite: old, version: .tls11) { client, server in
        client.versions = [.tls11, .tls12]
        server.versions = [.tls11, .tls12]
      }
      expectFullHandshake(pair, "1.2 is common now")
      // A server that repeats the identifier says that it resumes.
      var forged = pair
      let offer = try #require(try forged.nextHandshake?.read(ClientHello.self))
      forged.run(until: .serverHello)
      var answer = try #require(try forged.nextHandshake?.read(ServerHello.self))
      answer.legacySessionIDEcho = offer.legacySessionID
      let message = try HandshakeMessage.making(answer)
      var forger = Forger()
      forged.run(replacingNext: try forger.handshake(message.type, message.body))
      #expect(forged.clientEffects.sentAlerts.map(\.description) == [.illegalParameter])
    }
  }

  @Test func anotherSuite() throws {
    let pair = try second { client, _ in
      client.suites = [suite, .ecdheRSAAES256GCMSHA384]
      client.resumption?.suite = .ecdheRSAAES256GCMSHA384
    }
    var copy = pair
    copy.run()
    #expect(alert(for: copy.client.failure ?? .internalError("")).description == .illegalParameter)
  }

  @Test("Another secret than the server's ends at Finished")
  func wrongSecret() throws {
    let pair = try second { client, _ in client.resumption?.secret[0] ^= 1 }
    var copy = pair
    copy.run()
    #expect(copy.client.failure != nil && !copy.server.isEstablished)
    copy.checkAlerts("wrong secret")
  }

  @Test("Every message of a resumption cut short at every length, and changed")
  func damaged() throws {
    for means in Self.means {
      for moment in try second(means, { _, _ in }).moments() {
        guard let message = moment.nextHandshake else { continue }
        for length in message.body.indices {
          var pair = moment
          var forger = try moment.forger()
          pair.run(
            replacingNext: try forger.handshake(message.type, Array(message.body.prefix(length))))
          pair.expectFailure("\(message.type.label) of \(length) bytes")
        }
      }
    }
  }
}
