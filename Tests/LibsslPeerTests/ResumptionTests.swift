import LibsslPeer
import TLSWire
import TestConnections
import Testing

@Suite("libssl resumes sessions")
struct ResumptionTests {
  private static let suites: [CipherSuite] = [.aes128GCMSHA256, .ecdheRSAAES128GCMSHA256]

  private func contexts(
    _ suite: CipherSuite, ids: Bool = false,
    _ change: (inout LibsslSettings, inout LibsslSettings) -> Void = { _, _ in }
  ) throws -> LibsslPair.Contexts {
    try LibsslPair.Contexts([suite]) { client, server in
      client.sessionTicket = !ids
      server.sessionTicket = !ids
      server.resumption.keepsSessionIDs = ids
      change(&client, &server)
    }
  }

  @Test("By ticket and by session id, in both versions", arguments: suites, [false, true])
  func resumption(suite: CipherSuite, ids: Bool) throws {
    let contexts = try contexts(suite, ids: ids)
    let first = try contexts.connected()
    #expect(!first.client.wasResumed && !first.server.wasResumed)
    let session = try #require(first.client.sessions.last)
    #expect(session.isResumable)
    #expect(session.version == first.client.version)
    #expect(session.ticket.isEmpty == (ids && suite == .ecdheRSAAES128GCMSHA256))
    let second = try contexts.connected(resuming: session)
    #expect(second.client.wasResumed && second.server.wasResumed)
    #expect(second.client.group == .x25519)
  }

  @Test("Another server does not know the session", arguments: suites, [false, true])
  func strangers(suite: CipherSuite, ids: Bool) throws {
    let session = try #require(try contexts(suite, ids: ids).connected().client.sessions.last)
    let second = try contexts(suite, ids: ids).connected(resuming: session)
    #expect(!second.client.wasResumed)
  }

  @Test("Ticket keys can be set, and they open the tickets", arguments: suites)
  func ticketKeys(suite: CipherSuite) throws {
    let keys = (0..<80).map { UInt8($0) }
    let change = { (client: inout LibsslSettings, server: inout LibsslSettings) in
      server.resumption.ticketKeys = keys
    }
    let contexts = try contexts(suite, change)
    #expect(contexts.server.ticketKeys == keys)
    let session = try #require(try contexts.connected().client.sessions.last)
    #expect(Array(session.ticket.prefix(16)) == Array(keys.prefix(16)))
    let second = try self.contexts(suite, change).connected(resuming: session)
    #expect(second.server.wasResumed)
    let other = try self.contexts(suite)
    #expect(other.server.ticketKeys != keys && other.server.ticketKeys.count == 80)
  }

  @Test("As many tickets as are wanted, and one more on demand")
  func ticketCount() throws {
    for count in [0, 1, 3] {
      let contexts = try contexts(.aes128GCMSHA256) { _, server in
        server.resumption.ticketCount = count
      }
      let pair = try contexts.connected()
      #expect(pair.client.sessions.count == count)
      #expect(pair.server.sendTicket())
      try pair.talk()
      #expect(pair.client.sessions.count == count + 1)
    }
    let without = try LibsslPair.connected([.aes128GCMSHA256])
    #expect(without.client.sessions.isEmpty)
  }

  @Test("A pre-shared key alone, where no group is common")
  func withoutGroup() throws {
    let identities = try TestIdentities.shared()
    func settings(_ group: NamedGroup) -> LibsslSettings {
      var settings = LibsslSettings(suites: [.aes128GCMSHA256])
      settings.versions = .tls13 ... .tls13
      settings.identities = [identities.rsa]
      settings.groups = [group]
      settings.sessionTicket = true
      settings.preSharedKeyAlone = true
      return settings
    }
    let server = try LibsslContext(server: settings(.secp256r1))
    let first = try LibsslPair(try LibsslContext(client: settings(.secp256r1)), server)
    try first.connect()
    let second = try LibsslPair(
      try LibsslContext(client: settings(.x25519)), server,
      resuming: first.client.sessions.last)
    try second.connect()
    #expect(second.server.wasResumed)
  }
}

@Suite("libssl sends and takes early data")
struct EarlyDataTests {
  private static let data = [UInt8]("GET / HTTP/1.1".utf8)

  private func contexts(
    limit: UInt32, ids: Bool = false, groups: [NamedGroup] = []
  ) throws -> LibsslPair.Contexts {
    try LibsslPair.Contexts([.aes128GCMSHA256]) { client, server in
      client.sessionTicket = true
      client.groups = groups
      server.sessionTicket = !ids
      server.resumption.keepsSessionIDs = ids
      server.resumption.earlyDataLimit = limit
    }
  }

  @Test("Under a ticket, and under a remembered session", arguments: [false, true])
  func accepted(ids: Bool) throws {
    let contexts = try contexts(limit: 1000, ids: ids)
    let first = try contexts.connected()
    #expect(first.client.earlyDataStatus == .notSent)
    let session = try #require(first.client.sessions.last)
    #expect(session.earlyDataLimit == 1000)
    let second = try LibsslPair(contexts.client, contexts.server, resuming: session)
    #expect(second.client.writeEarlyData(Self.data))
    try second.connect()
    #expect(second.client.earlyDataStatus == .accepted)
    #expect(second.server.earlyDataStatus == .accepted)
    #expect(second.server.earlyData == Self.data)
    #expect(
      second.server.exportEarly(label: "EXPORTER-x", context: [1], count: 20)
        == second.client.exportEarly(label: "EXPORTER-x", context: [1], count: 20))
    #expect(second.server.exportEarly(label: "EXPORTER-x", context: [], count: 20)?.count == 20)
  }

  @Test("A server that changed its mind rejects it, and goes on")
  func rejected() throws {
    let contexts = try contexts(limit: 1000)
    let session = try #require(try contexts.connected().client.sessions.last)
    let stranger = try self.contexts(limit: 1000)
    let second = try LibsslPair(contexts.client, stranger.server, resuming: session)
    #expect(second.client.writeEarlyData(Self.data))
    try second.connect()
    #expect(second.client.earlyDataStatus == .rejected)
    #expect(second.server.earlyData.isEmpty)
  }

  @Test("Nothing allows it without a limit, and not more than the limit")
  func limits() throws {
    let none = try contexts(limit: 0)
    let session = try #require(try none.connected().client.sessions.last)
    let second = try LibsslPair(none.client, none.server, resuming: session)
    #expect(!second.client.writeEarlyData(Self.data))
    let short = try contexts(limit: 5)
    let shortSession = try #require(try short.connected().client.sessions.last)
    let third = try LibsslPair(short.client, short.server, resuming: shortSession)
    #expect(!third.client.writeEarlyData(Self.data))
  }
}
