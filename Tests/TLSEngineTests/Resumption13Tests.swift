import Bytes
import CryptoPrimitives
import TLSEngine
import TLSKeys
import TLSWire
import TestConnections
import Testing
import X509

@Suite("Resumption, external keys and early data of TLS 1.3 between the engine's own ends")
struct Resumption13Tests {
  private let identities: TestIdentities
  private static let now = TestIdentities.now * 1_000_000

  init() throws { identities = try TestIdentities.shared() }

  private func client(_ change: (inout ClientConfiguration) -> Void = { _ in })
    -> ClientConfiguration
  {
    var client = identities.client(suites: CipherSuite.spoken13)
    client.versions = [.tls13]
    client.now = Self.now
    change(&client)
    return client
  }

  private func server(_ change: (inout ServerConfiguration) -> Void = { _ in })
    -> ServerConfiguration
  {
    var server = identities.server(suites: CipherSuite.spoken13)
    server.versions = [.tls12, .tls13]
    server.now = Self.now
    server.ticketKey = TicketKey(random: .seeded(8))
    change(&server)
    return server
  }

  private func complete(_ client: ClientConfiguration, _ server: ServerConfiguration) -> Pair {
    var pair = Pair(client: client, server: server)
    pair.run()
    return pair
  }

  private func ticket(earlyData: UInt32 = 0) throws -> ResumableSession {
    let pair = complete(client(), server { $0.earlyDataLimit = earlyData })
    return try #require(pair.client.resumableSessions.first)
  }

  private func certificates(_ pair: Pair) -> Int {
    pair.effects(of: .client).received.filter { $0.kind == .handshake(.certificate) }.count
  }

  @Test("A ticket resumes, with Diffie-Hellman or without", arguments: [true, false])
  func resumed(_ withDiffieHellman: Bool) throws {
    let session = try ticket()
    var pair = complete(
      client {
        $0.resumption = session
        $0.pskModes = withDiffieHellman ? [.pskDHEKE] : [.pskKE]
      }, server())
    let established = pair.isEstablished
    #expect(established, "\(pair.client.failure as Any) \(pair.server.failure as Any)")
    #expect(certificates(pair) == 0)
    #expect((pair.client.facts.agreement == nil) == !withDiffieHellman)
    pair.from(.client) { $0.send([1, 2]) }
    pair.run()
    #expect(pair.effects(of: .server).delivered == [1, 2])
  }

  @Test("A ticket that is too old, or of another server, leads to a full handshake")
  func unusable() throws {
    let session = try ticket()
    let old = complete(
      client { $0.resumption = session }, server { $0.now += 8000 * 1_000_000 })
    let foreign = complete(
      client { $0.resumption = session }, server { $0.ticketKey = TicketKey(random: .seeded(9)) })
    for pair in [old, foreign] {
      let established = pair.isEstablished
      #expect(established)
      #expect(certificates(pair) == 1)
    }
  }

  @Test("Early data is delivered before the handshake is over")
  func earlyData() throws {
    let session = try ticket(earlyData: 100)
    let pair = complete(
      client {
        $0.resumption = session
        $0.earlyData = [7, 7, 7]
      }, server { $0.earlyDataLimit = 100 })
    let established = pair.isEstablished
    #expect(established, "\(pair.client.failure as Any) \(pair.server.failure as Any)")
    #expect(pair.effects(of: .client).contains(.decided(.earlyData(true))))
    let effects = pair.effects(of: .server)
    let delivered = try #require(effects.firstIndex(of: .deliver([7, 7, 7])))
    #expect(delivered < effects.firstIndex(of: .established) ?? 0)
  }

  @Test("Early data that is not taken is passed over", arguments: [true, false])
  func rejected(_ retries: Bool) throws {
    let session = try ticket(earlyData: 100)
    var pair = complete(
      client {
        $0.resumption = session
        $0.earlyData = [7, 7, 7]
      },
      server {
        $0.earlyDataLimit = retries ? 100 : 0
        $0.retries = retries
      })
    let established = pair.isEstablished
    #expect(established, "\(pair.client.failure as Any) \(pair.server.failure as Any)")
    #expect(pair.effects(of: .server).delivered.isEmpty)
    pair.from(.client) { $0.send([9]) }
    pair.run()
    #expect(pair.effects(of: .server).delivered == [9])
  }

  @Test("More early data than allowed ends the connection")
  func tooMuch() throws {
    let session = try ticket(earlyData: 100)
    let pair = complete(
      client {
        $0.resumption = session
        $0.earlyData = [UInt8](repeating: 1, count: 50)
      }, server { $0.earlyDataLimit = 49 })
    #expect(pair.server.failure == .misbehaving(.tooMuchEarlyData(limit: 49)))
    #expect(pair.effects(of: .server).sentAlerts.map(\.description) == [.unexpectedMessage])
  }

  @Test("A key that was agreed on beforehand", arguments: [true, false])
  func external(_ isRight: Bool) throws {
    let key = ExternalPSK(identity: Array("phone-17".utf8), key: [UInt8](repeating: 5, count: 32))
    let wrong = ExternalPSK(identity: key.identity, key: [UInt8](repeating: 6, count: 32))
    let pair = complete(
      client { $0.preSharedKeys = [isRight ? key : wrong] },
      server { $0.preSharedKeys = [key] })
    guard isRight else {
      #expect(pair.server.failure == .misbehaving(.binderMismatch))
      #expect(pair.effects(of: .server).sentAlerts.map(\.description) == [.decryptError])
      return
    }
    let established = pair.isEstablished
    #expect(established, "\(pair.client.failure as Any) \(pair.server.failure as Any)")
    #expect(certificates(pair) == 0)
  }

  @Test("Nothing of the handshake's secrets stays behind") func erased() throws {
    let session = try ticket(earlyData: 100)
    let pair = complete(
      client {
        $0.resumption = session
        $0.earlyData = [7]
      }, server { $0.earlyDataLimit = 100 })
    for side in Side.allCases {
      let left = pair[side].memory.keys.filter {
        [
          .preSharedKey, .earlySecret, .handshakeSecret, .masterSecret, .sharedSecret,
          .ticketState, .ticketKey, .earlyTrafficSecret, .handshakeTrafficSecret(.client),
          .ephemeralPrivate(side),
        ].contains($0)
      }
      #expect(left.isEmpty, "\(side): \(left)")
    }
  }
}
