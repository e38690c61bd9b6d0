import Bytes
import CryptoPrimitives
import LibsslPeer
import TLSEngine
import TLSKeys
import TLSWire
import TestConnections
import Testing

@Suite("Servers of TLS 1.3 that keep sessions themselves, and servers that want a pre-shared key")
struct RequiredKey13Tests {
  private let row = LibsslRow13(suite: .aes128GCMSHA256, group: .x25519, usesECDSA: true)

  private func complete(_ mixed: inout MixedConnection) throws {
    let completed = mixed.handshake()
    let failure = mixed.engine.failure
    try #require(completed, "\(mixed.peer.failure ?? "") \(failure as Any)")
    mixed.act { $0.send([1, 2]) }
    #expect(mixed.peer.read() == [1, 2])
    mixed.peer.write([3])
    mixed.exchange()
    #expect(mixed.effects.delivered == [3])
  }

  /// A ticket that libssl got from the engine, and what is in it.
  private func session() throws -> (
    context: LibsslContext, session: LibsslSession, state: SessionState
  ) {
    var settings = try row.libsslClient()
    settings.sessionTicket = true
    let context = try LibsslContext(client: settings)
    let key = TicketKey(random: .seeded(11))
    var server = try row.engineServer()
    server.ticketKey = key
    var first = try MixedConnection(Connection(server: server), context)
    try complete(&first)
    let session = try #require(first.peer.sessions.last)
    let bytes = try #require(key.open(session.ticket))
    var state = try ByteReader.read(SessionState.self, from: bytes)
    state.sessionID = session.ticket
    return (context, session, state)
  }

  @Test("The engine finds the session under the name that libssl brings, without any ticket key")
  func cacheOfTheEngine() throws {
    let (context, session, state) = try session()
    #expect(state.secret == session.secret)
    var server = try row.engineServer()
    server.sessionCache = [state]
    var second = try MixedConnection(Connection(server: server), context, resuming: session)
    try complete(&second)
    #expect(second.peer.wasResumed && second.engine.facts.preSharedKey == .accepted(.resumption))
    #expect(!second.effects.sent.contains { $0.kind == .handshake(.certificate) })
    // Another name, another host, too old: a full handshake.
    var others = [SessionState]()
    for change: (inout SessionState) -> Void in [
      { $0.sessionID[0] ^= 1 }, { $0.serverName = "other.test" }, { $0.issued -= 8_000_000 },
      { $0.version = .tls12 },
    ] {
      var other = state
      change(&other)
      others.append(other)
    }
    server.sessionCache = others
    var third = try MixedConnection(Connection(server: server), context, resuming: session)
    try complete(&third)
    #expect(!third.peer.wasResumed && third.engine.facts.preSharedKey == .none)
  }

  @Test("libssl keeps the session, and gives the engine its name for a ticket")
  func cacheOfLibssl() throws {
    var settings = try row.libsslServer()
    settings.resumption.keepsSessionIDs = true
    let context = try LibsslContext(server: settings)
    var first = try MixedConnection(Connection(client: row.engineClient()), context)
    try complete(&first)
    let session = try #require(first.engine.resumableSessions.last)
    // A name, and not a session that is sealed.
    #expect(session.ticket.count == 32)
    var client = try row.engineClient()
    client.resumption = session
    var second = try MixedConnection(Connection(client: client), context)
    try complete(&second)
    #expect(second.peer.wasResumed && second.engine.facts.preSharedKey == .accepted(.resumption))
  }

  @Test("A server that wants a pre-shared key takes a ticket, and refuses whoever has nothing")
  func required() throws {
    let (context, session, state) = try session()
    var server = try row.engineServer()
    server.requiresPreSharedKey = true
    var without = try MixedConnection(Connection(server: server), context)
    let completed = without.handshake()
    #expect(!completed)
    #expect(without.engine.failure == .refused(.preSharedKeyRequired))
    #expect(without.effects.sentAlerts.map(\.description) == [.handshakeFailure])
    #expect(without.peer.failure != nil)

    server.sessionCache = [state]
    var with = try MixedConnection(Connection(server: server), context, resuming: session)
    try complete(&with)
    #expect(with.peer.wasResumed)
  }

  @Test("One that the server does not know, or for another hash, is none")
  func unknown() throws {
    let key = ExternalPSK(identity: Array("phone-17".utf8), key: [UInt8](repeating: 5, count: 32))
    for (identity, isKnown) in [("phone-17", true), ("phone-18", false)] {
      var settings = try row.libsslClient()
      settings.preSharedKeys = [LibsslPreSharedKey(identity: Array(identity.utf8), key: key.key)]
      var server = try row.engineServer()
      server.requiresPreSharedKey = true
      server.preSharedKeys = [key]
      var mixed = try MixedConnection(Connection(server: server), LibsslContext(client: settings))
      let completed = mixed.handshake()
      #expect(completed == isKnown)
      #expect((mixed.engine.failure == nil) == isKnown)
      // The hash of an external key is SHA-256, if nothing else was said (RFC 8446 §4.2.11).
      server.suites = [.aes256GCMSHA384]
      settings.suites = [.aes256GCMSHA384, .aes128GCMSHA256]
      var other = try MixedConnection(Connection(server: server), LibsslContext(client: settings))
      _ = other.handshake()
      #expect(other.engine.failure == .refused(.preSharedKeyRequired))
    }
  }

  @Test("A ticket does not say who the client was: where it must, it does so anew")
  func clientMustProveItself() throws {
    let (context, session, state) = try session()
    var server = try row.engineServer()
    server.sessionCache = [state]
    server.clientAuthentication = .require
    server.clientTrust = try TestIdentities.shared().trust
    var mixed = try MixedConnection(Connection(server: server), context, resuming: session)
    _ = mixed.handshake()
    #expect(!mixed.peer.wasResumed)
    #expect(mixed.engine.failure == .refused(.certificateRequired))
  }
}
