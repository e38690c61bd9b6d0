import Bytes
import CryptoPrimitives
import TLSEngine
import TLSKeys
import TLSWire
import TestConnections
import Testing

@Suite("What must not be where a session is resumed or a ticket is given (RFC 5077, RFC 7627)")
struct MustResumptionTests {
  static let versions: [ProtocolVersion] = [.tls10, .tls11, .tls12]

  private func pair(
    _ version: ProtocolVersion, ems: Bool = true,
    _ change: (inout ClientConfiguration, inout ServerConfiguration) throws -> Void = { _, _ in }
  ) throws -> Pair {
    try makePair(SpokenSuite(version: version, suite: .ecdheRSAAES128CBCSHA1)) { client, server in
      client.sessionTicket = true
      client.extendedMasterSecret = ems
      server.ticketKey = TicketKey(random: .seeded(4))
      try change(&client, &server)
    }
  }

  private func resuming(
    _ version: ProtocolVersion, ems: Bool = true,
    _ change: (inout ClientConfiguration) -> Void = { _ in }
  ) throws -> Pair {
    var first = try pair(version, ems: ems)
    first.run()
    let session = try #require(first.client.resumableSessions.first)
    return try pair(version, ems: ems) { client, server in
      client.resumption = session
      server.random = .seeded(33)
      change(&client)
    }
  }

  @Test("A ticket that was promised and does not come (RFC 5077 §3.3)", arguments: versions)
  func ticketMissing(_ version: ProtocolVersion) throws {
    var pair = try pair(version)
    pair.run(until: .newSessionTicket)
    pair.run(replacingNext: [])
    pair.expectAlert(.unexpectedMessage, from: .client)
  }

  @Test("An empty ticket is none: the server thought better of it (RFC 5077 §3.3)")
  func emptyTicket() throws {
    for version in Self.versions {
      var pair = try pair(version) { _, server in
        server.injected["message/new_session_ticket"] = [0, 0, 0, 0, 0, 0]
      }
      pair.run()
      #expect(pair.isEstablished && pair.client.resumableSessions.isEmpty)
    }
  }

  @Test("extended_master_secret must be as it was (RFC 7627 §5.3)", arguments: versions)
  func extendedMasterSecret(_ version: ProtocolVersion) throws {
    var less = try resuming(version)
    less.run(until: .serverHello)
    try less.forgeNext { (hello: inout ServerHello) in
      hello.extensions.drop(.extendedMasterSecret)
    }
    less.expectAlert(.handshakeFailure, from: .client)
    var without = try resuming(version) { $0.extendedMasterSecret = false }
    without.run()
    without.expectAlert(.handshakeFailure, from: .server)
    // The other way round: the client remembers a session without it, the server has it.
    var more = try resuming(version) { $0.resumption?.extendedMasterSecret = false }
    more.run()
    more.expectAlert(.handshakeFailure, from: .client)
  }

  @Test("Another suite, compression or version than that of the session (RFC 5246 §7.4.1.3)")
  func changedSession() throws {
    for version in Self.versions {
      for change: (inout ServerHello) -> Void in [
        { $0.cipherSuite = .ecdheRSAAES256CBCSHA1 }, { $0.legacyCompressionMethod = .deflate },
        { $0.legacyVersion = version == .tls12 ? .tls11 : .tls12 },
      ] {
        var pair = try resuming(version) { client in
          client.suites.append(.ecdheRSAAES256CBCSHA1)
          client.versions = Self.versions
        }
        pair.run(until: .serverHello)
        try pair.forgeNext(change)
        pair.expectAlert(.illegalParameter, from: .client)
      }
    }
  }

  @Test("A certificate where a session is resumed, and a change of keys where it is not")
  func unexpected() throws {
    for version in Self.versions {
      var resumed = try resuming(version)
      resumed.run(until: .serverHello)
      resumed.step()
      var forger = Forger()
      resumed.run(replacingNext: try forger.handshake(.certificate, [0, 0, 0]))
      resumed.expectAlert(.unexpectedMessage, from: .client)
      var full = try pair(version)
      full.run(until: .certificate)
      full.run(replacingNext: try forger.record(.changeCipherSpec, [1]))
      full.expectAlert(.unexpectedMessage, from: .client)
    }
  }

  @Test("The largest limits of records are no fault, whatever they say (RFC 8449 §4)")
  func recordLimits() throws {
    for version in Self.versions {
      for limit: UInt16 in [64, 16384, 16385, 65535] {
        var pair = try pair(version) { _, server in server.recordSizeLimit = 1000 }
        try pair.forgeNext { (hello: inout ClientHello) in
          hello.extensions.put(RecordSizeLimit(limit))
        }
        // The hello was changed on its way: the server reads it, and Finished tells.
        #expect(pair.server.facts.suite != nil, "\(limit)")
      }
    }
  }
}
