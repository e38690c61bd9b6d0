import Bytes
import CryptoPrimitives
import LibsslPeer
import TLSEngine
import TLSKeys
import TLSWire
import TestConnections
import Testing
import X509

@Suite("What TLS 1.0 and 1.1 do otherwise, and how one gets there or does not")
struct OldVersionTests {
  private let identities: TestIdentities

  init() throws { identities = try TestIdentities.shared() }

  private func pair(
    client: [ProtocolVersion], server: [ProtocolVersion],
    _ change: (inout ClientConfiguration, inout ServerConfiguration) -> Void = { _, _ in }
  ) -> Pair {
    let suites: [CipherSuite] = [.ecdheRSAAES128GCMSHA256, .ecdheRSAAES128CBCSHA1]
    var clientSide = identities.client(suites: suites)
    var serverSide = identities.server(suites: suites)
    clientSide.versions = client
    serverSide.versions = server
    change(&clientSide, &serverSide)
    return Pair(client: clientSide, server: serverSide)
  }

  @Test("The highest version that both speak is taken, with a suite that it has")
  func negotiation() {
    let all: [ProtocolVersion] = [.tls10, .tls11, .tls12]
    for highestClient in all {
      for highestServer in all {
        var pair = pair(
          client: all.filter { $0 <= highestClient },
          server: all.filter { $0 <= highestServer })
        pair.run()
        #expect(pair.isEstablished, "\(pair.client.failure as Any)")
        let version = min(highestClient, highestServer)
        #expect(pair.client.facts.version == version)
        #expect(pair.client.facts.suite?.isSpoken(in: version) == true)
      }
    }
  }

  @Test("Nothing in common is a protocol_version, on either side")
  func nothingInCommon() {
    var low = pair(client: [.tls10], server: [.tls12])
    low.run()
    #expect(low.server.failure == .refused(.version(.tls10)))
    var high = pair(client: [.tls12], server: [.tls10])
    high.run()
    #expect(high.client.failure == .refused(.version(.tls10)))
    #expect(
      high.clientEffects.sentAlerts == [Alert(level: .fatal, description: .protocolVersion)])
  }

  @Test("A hello that somebody lowered on its way is noticed by the sign in the server's random")
  func downgrade() throws {
    var pair = pair(client: [.tls11, .tls12], server: [.tls11, .tls12])
    var hello = try #require(pair.underWay.first?.records)
    hello[10] = 2  // The second byte of legacy_version.
    pair.run(replacingNext: hello)
    #expect(
      pair.client.failure
        == .misbehaving(.illegalParameter("server_random with the sign of a downgrade")))
    #expect(
      pair.clientEffects.sentAlerts == [Alert(level: .fatal, description: .illegalParameter)])
    // Who offers no more than was agreed on, or could do no more, says nothing.
    var honest = self.pair(client: [.tls11], server: [.tls11, .tls12])
    honest.run()
    #expect(honest.isEstablished)
    #expect(honest.client.memory[.serverRandom]?.suffix(8) == [68, 79, 87, 78, 71, 82, 68, 0])
  }

  @Test("A fallback that need not be is refused (RFC 7507)")
  func fallback() throws {
    var needless = pair(client: [.tls11], server: [.tls11, .tls12]) { client, _ in
      client.fallbackSCSV = true
    }
    needless.run()
    #expect(needless.server.failure == .refused(.inappropriateFallback(.tls12)))
    #expect(
      needless.serverEffects.sentAlerts
        == [Alert(level: .fatal, description: .inappropriateFallback)])
    var needed = pair(client: [.tls11], server: [.tls11]) { client, _ in
      client.fallbackSCSV = true
    }
    needed.run()
    #expect(needed.isEstablished)

    var settings = LibsslSettings(suites: [.ecdheRSAAES128CBCSHA1])
    settings.securityLevel = 0
    settings.versions = .tls10 ... .tls12
    settings.identities = [identities.rsa]
    var client = identities.client(suites: [.ecdheRSAAES128CBCSHA1])
    client.versions = [.tls10]
    client.fallbackSCSV = true
    var mixed = try MixedConnection(Connection(client: client), LibsslContext(server: settings))
    let completed = mixed.handshake()
    #expect(!completed)
    #expect(
      mixed.engine.failure
        == .peerAlert(Alert(level: .fatal, description: .inappropriateFallback)))
  }

  @Test("SSL 3.0 is named and refused, in a hello and in the answer to one")
  func ssl3() throws {
    var offered = pair(client: [.tls12], server: [.tls10, .tls11, .tls12])
    var hello = try #require(offered.underWay.first?.records)
    hello[10] = 0
    offered.run(replacingNext: hello)
    #expect(offered.server.failure == .refused(.version(.ssl3)))
    #expect(
      offered.serverEffects.sentAlerts == [Alert(level: .fatal, description: .protocolVersion)])
    var answered = pair(client: [.tls10, .tls12], server: [.tls12])
    answered.step()
    var answer = try #require(answered.underWay.first?.records)
    answer[10] = 0
    answered.run(replacingNext: answer)
    #expect(answered.client.failure == .refused(.version(.ssl3)))
  }

  @Test("The IV of TLS 1.0 is the block before, that of TLS 1.1 stands in the record")
  func vectors() throws {
    func sizes(_ version: ProtocolVersion) throws -> [Int] {
      var pair = pair(client: [version], server: [version])
      pair.run()
      pair.from(.client) { $0.send([1]) }
      return pair.underWay.map(\.records.count)
    }
    #expect(try sizes(.tls11) == sizes(.tls10).map { $0 + 16 })
  }
}
