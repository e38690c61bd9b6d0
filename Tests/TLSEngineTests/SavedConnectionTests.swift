import CryptoPrimitives
import Foundation
import TLSEngine
import TLSKeys
import TLSWire
import TestConnections
import Testing

@Suite("A connection that is saved in any state goes on from there")
struct SavedConnectionTests {
  /// Handshakes that pass through every state.
  private static func pairs() throws -> [Pair] {
    let full = try SpokenSuite.everyKind.map { try makePair($0) }
    let certified = try makePair(SpokenSuite(suite: .ecdheRSAAES128GCMSHA256)) { client, server in
      let identities = try TestIdentities.shared()
      client.identities = [identities.ecdsa]
      server.clientAuthentication = .require
      server.clientTrust = identities.trust
      server.now = TestIdentities.now * 1_000_000
    }
    return try full + [certified] + resumed() + Must13.ways.map { try $0.make() }
  }

  private static func resumed() throws -> [Pair] {
    let spoken = SpokenSuite(suite: .ecdheRSAAES128GCMSHA256)
    let first = try makePair(spoken) { client, server in
      client.sessionTicket = true
      server.ticketKey = TicketKey(random: .seeded(4))
    }
    var ended = first
    ended.run()
    let session = try #require(ended.client.resumableSessions.first)
    let second = try makePair(spoken) { client, server in
      client.sessionTicket = true
      client.resumption = session
      server.ticketKey = TicketKey(random: .seeded(4))
      server.random = .seeded(33)
    }
    return [first, second]
  }

  /// The name in the transition table, and what its state has been saved under by every program so far.
  private static let keys: [StateName: String] = [
    .expectingServerHello: "expectingServerHello",
    .expectingCertificate: "expectingCertificate",
    .expectingServerKeyExchange: "expectingServerKeyExchange",
    .expectingServerHelloDone: "expectingServerHelloDone",
    .expectingServerChangeCipherSpec: "expectingServerChangeCipherSpec",
    .expectingServerFinished: "expectingServerFinished",
    .expectingServerChangeCipherSpecResumed: "expectingServerChangeCipherSpecResumed",
    .expectingServerFinishedResumed: "expectingServerFinishedResumed",
    .expectingEncryptedExtensions: "expectingEncryptedExtensions",
    .expectingCertificateOrRequest: "expectingCertificateOrRequest",
    .expectingServerCertificate: "expectingServerCertificate",
    .expectingServerCertificateVerify: "expectingServerCertificateVerify",
    .expectingServerFinished13: "expectingServerFinished13",
    .expectingClientHello: "expectingClientHello",
    .expectingClientCertificate: "expectingClientCertificate",
    .expectingClientCertificateVerify: "expectingClientCertificateVerify",
    .expectingClientKeyExchange: "expectingClientKeyExchange",
    .expectingClientChangeCipherSpec: "expectingClientChangeCipherSpec",
    .expectingClientFinished: "expectingClientFinished",
    .expectingClientChangeCipherSpecResumed: "expectingClientChangeCipherSpecResumed",
    .expectingClientFinishedResumed: "expectingClientFinishedResumed",
    .expectingSecondClientHello: "expectingSecondClientHello",
    .expectingEndOfEarlyData: "expectingEndOfEarlyData",
    .expectingClientCertificate13: "expectingClientCertificate13",
    .expectingClientCertificateVerify13: "expectingClientCertificateVerify13",
    .expectingClientFinished13: "expectingClientFinished13",
    .established: "established",
    .established13: "established13",
  ]

  @Test func goesOn() throws {
    var seen: Set<StateName> = []
    for pair in try Self.pairs() {
      for var moment in pair.moments() {
        moment.client = try takenBack(moment.client, &seen)
        moment.server = try takenBack(moment.server, &seen)
        moment.run()
        let established = moment.isEstablished
        #expect(established, "\(moment.client.failure as Any) \(moment.server.failure as Any)")
        for side in Side.allCases { _ = try takenBack(moment[side], &seen) }
      }
    }
    #expect(seen == Set(Self.keys.keys))
    #expect(Set(TransitionTable.rows.map(\.from)) == seen)
  }

  /// What was read is what was written, and in the form that it always had.
  private func takenBack(_ end: Connection, _ seen: inout Set<StateName>) throws -> Connection {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let saved = try encoder.encode(end)
    let read = try JSONDecoder().decode(Connection.self, from: saved)
    #expect(try encoder.encode(read) == saved)
    #expect(read.stateName == end.stateName)
    let object = try JSONSerialization.jsonObject(with: saved) as? [String: Any]
    let state = try #require(object?["state"] as? [String: [String: Any]])
    #expect(Array(state.keys) == [Self.keys[end.stateName] ?? ""])
    #expect(state.values.first?["_0"] != nil)
    seen.insert(end.stateName)
    return read
  }

  @Test("A state that no program knows is an error, and so is none")
  func unknown() throws {
    let pair = try makePair(.rsaAES128GCMSHA256)
    let saved = try String(decoding: JSONEncoder().encode(pair.server), as: UTF8.self)
    #expect(saved.contains("\"expectingClientHello\""))
    let other = saved.replacingOccurrences(
      of: "\"expectingClientHello\"", with: "\"expectingNothing\"")
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(Connection.self, from: Data(other.utf8))
    }
  }
}
