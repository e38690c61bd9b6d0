import CryptoPrimitives
import LibsslPeer
import TLSEngine
import TLSKeys
import TLSWire
import TestConnections
import Testing

@Suite("TLS 1.3 is resumed with libssl on the other side: tickets, early data, external keys")
struct LibsslResumption13Tests {
  private let row = LibsslRow13(suite: .aes128GCMSHA256, group: .x25519, usesECDSA: true)

  private func complete(_ mixed: inout MixedConnection) throws {
    let completed = mixed.handshake()
    let failure = mixed.engine.failure
    try #require(completed, "\(mixed.peer.failure ?? "") \(failure as Any)")
    let established = mixed.engine.isEstablished
    try #require(established, "\(failure as Any)")
    mixed.act { $0.send([1, 2]) }
    _ = mixed.peer.read()
    mixed.exchange()
  }

  private func libsslServer(earlyData: UInt32) throws -> LibsslContext {
    var settings = try row.libsslServer()
    settings.sessionTicket = true
    settings.resumption.earlyDataLimit = earlyData
    return try LibsslContext(server: settings)
  }

  private func engineServer(earlyData: UInt32) throws -> ServerConfiguration {
    var server = try row.engineServer()
    server.ticketKey = TicketKey(random: .seeded(11))
    server.earlyDataLimit = earlyData
    return server
  }

  @Test(
    "The engine resumes libssl's ticket, and its early data is taken or not", arguments: [0, 9])
  func client(_ limit: UInt32) throws {
    let context = try libsslServer(earlyData: 100)
    var first = try MixedConnection(Connection(client: row.engineClient()), context)
    try complete(&first)
    var configuration = try row.engineClient()
    configuration.resumption = first.engine.resumableSessions.last
    configuration.earlyData = [UInt8](repeating: 7, count: Int(limit))
    var second = try MixedConnection(Connection(client: configuration), context)
    try complete(&second)
    #expect(second.peer.wasResumed)
    #expect(second.peer.earlyData == configuration.earlyData)
    #expect(second.effects.contains(.decided(.earlyData(true))) == (limit > 0))
  }

  @Test("libssl resumes the engine's ticket, and its early data is taken", arguments: [0, 9])
  func server(_ count: Int) throws {
    var settings = try row.libsslClient()
    settings.sessionTicket = true
    let context = try LibsslContext(client: settings)
    var first = try MixedConnection(
      Connection(server: engineServer(earlyData: 100)), context)
    try complete(&first)
    let session = try #require(first.peer.sessions.last)
    #expect(session.earlyDataLimit == 100)
    var second = try MixedConnection(
      Connection(server: engineServer(earlyData: 100)), context, resuming: session)
    let data = [UInt8](repeating: 7, count: count)
    if count > 0 { #expect(second.peer.writeEarlyData(data)) }
    try complete(&second)
    #expect(second.peer.wasResumed)
    #expect(second.effects.delivered == data)
    #expect(second.peer.earlyDataStatus == (count > 0 ? .accepted : .notSent))
  }

  @Test(
    "libssl's early data is passed over where it is not taken, or another hello is asked for",
    arguments: [false, true])
  func rejected(_ retries: Bool) throws {
    let context = try LibsslContext(
      client: {
        var settings = try row.libsslClient()
        settings.sessionTicket = true
        return settings
      }())
    var first = try MixedConnection(Connection(server: engineServer(earlyData: 100)), context)
    try complete(&first)
    var configuration = try engineServer(earlyData: retries ? 100 : 0)
    configuration.retries = retries
    var second = try MixedConnection(
      Connection(server: configuration), context, resuming: first.peer.sessions.last)
    #expect(second.peer.writeEarlyData([7, 7, 7]))
    try complete(&second)
    #expect(second.peer.wasResumed && second.peer.earlyDataStatus == .rejected)
    #expect(second.effects.delivered.isEmpty)
  }

  @Test(
    "A key that both had before, with Diffie-Hellman or alone", arguments: Side.allCases,
    [false, true])
  func external(_ side: Side, _ alone: Bool) throws {
    let key = ExternalPSK(identity: Array("phone-17".utf8), key: [UInt8](repeating: 5, count: 32))
    let theirs = LibsslPreSharedKey(identity: key.identity, key: key.key)
    var mixed: MixedConnection
    if side == .client {
      var client = try row.engineClient()
      client.preSharedKeys = [key]
      client.pskModes = alone ? [.pskKE] : [.pskDHEKE]
      var settings = try row.libsslServer()
      settings.preSharedKeys = [theirs]
      settings.preSharedKeyAlone = alone
      mixed = try MixedConnection(
        Connection(client: client), LibsslContext(server: settings))
    } else {
      var server = try row.engineServer()
      server.preSharedKeys = [key]
      server.pskModes = alone ? [.pskKE] : [.pskDHEKE]
      var settings = try row.libsslClient()
      settings.preSharedKeys = [theirs]
      settings.preSharedKeyAlone = alone
      mixed = try MixedConnection(
        Connection(server: server), LibsslContext(client: settings))
    }
    try complete(&mixed)
    #expect(mixed.peer.wasResumed)
    #expect((mixed.engine.facts.agreement == nil) == alone)
  }
}
