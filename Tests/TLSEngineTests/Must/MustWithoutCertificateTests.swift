import Bytes
import CryptoPrimitives
import LibsslPeer
import TLSEngine
import TLSKeys
import TLSWire
import TestConnections
import Testing

@Suite("What must not be where the server shows no certificate, and the alert for it")
struct MustWithoutCertificateTests {
  private let identities: TestIdentities

  init() throws { identities = try TestIdentities.shared() }

  private func pair(
    _ suite: CipherSuite,
    _ change: (inout ClientConfiguration, inout ServerConfiguration) -> Void = { _, _ in }
  ) -> Pair {
    var client = identities.client(suites: [suite])
    var server = identities.server(suites: [suite])
    change(&client, &server)
    return Pair(client: client, server: server)
  }

  @Test(
    "A name that the server does not know (RFC 4279 §2)",
    arguments: CipherSuite.spoken12.filter { $0.parameters?.keyExchange.usesPreSharedKey == true })
  func unknownIdentity(_ suite: CipherSuite) {
    var pair = pair(suite) { client, _ in client.preSharedKeys[0].identity += [0x21] }
    pair.run()
    pair.expectAlert(.unknownPSKIdentity, from: .server)
  }

  @Test("The right name and another key: the server can't read the client's Finished")
  func otherKey() {
    for suite in [CipherSuite.pskAES128GCMSHA256, .dhePSKAES128CBCSHA256] {
      var pair = pair(suite) { client, _ in client.preSharedKeys[0].key += [0x21] }
      pair.run()
      pair.expectAlert(.badRecordMAC, from: .server)
    }
  }

  @Test("An anonymous server that wants to know who the client is (RFC 5246 §7.4.4)")
  func anonymousRequest() throws {
    var pair = pair(.ecdhAnonymousAES128CBCSHA1)
    pair.run(until: .serverHelloDone)
    var forger = Forger()
    let request = CertificateRequest(
      certificateTypes: [.rsaSign], supportedSignatureAlgorithms: [.rsaPKCS1SHA256],
      certificateAuthorities: [])
    let message = try HandshakeMessage.making(request)
    pair.deliver(try forger.record(.handshake, message.bytes), to: .client)
    pair.expectAlertSent(.handshakeFailure, from: .client)
  }

  @Test(
    "Whoever has a pre-shared key is asked for no certificate, and hints come once (RFC 4279 §2)")
  func unexpected() throws {
    for type in [HandshakeType.certificateRequest, .certificate, .serverKeyExchange] {
      var pair = pair(.pskAES128GCMSHA256) { _, server in server.pskIdentityHint = Array("d".utf8) }
      pair.run(until: .serverHelloDone)
      var forger = Forger()
      pair.deliver(try forger.handshake(type), to: .client)
      pair.expectAlertSent(.unexpectedMessage, from: .client, type.label)
    }
  }

  @Test(
    "A client without the key does not offer the suites, and a server without it does not choose")
  func withoutKey() {
    for side in Side.allCases {
      var pair = pair(.ecdhePSKAES128CBCSHA256) { client, server in
        client.suites.append(.ecdheRSAAES128GCMSHA256)
        server.suites.append(.ecdheRSAAES128GCMSHA256)
        if side == .client { client.preSharedKeys = [] } else { server.preSharedKeys = [] }
      }
      pair.run()
      #expect(pair.isEstablished)
      #expect(pair.client.facts.suite == .ecdheRSAAES128GCMSHA256)
    }
  }

  @Test("libssl as a server names the key that it means, and the client takes that one")
  func hint() throws {
    var settings = LibsslSettings(suites: [.dhePSKAES128GCMSHA256])
    settings.preSharedKeys = [.shared]
    settings.identityHint = "desk-42"
    settings.finiteField = .ffdhe2048
    var client = identities.client(suites: [.dhePSKAES128GCMSHA256])
    client.preSharedKeys.insert(ExternalPSK(identity: [1], key: [2]), at: 0)
    var mixed = try MixedConnection(Connection(client: client), LibsslContext(server: settings))
    let completed = mixed.handshake()
    #expect(completed && mixed.engine.isEstablished, "\(mixed.peer.failure ?? "")")
    #expect(mixed.engine.facts.values[.pskIdentity] == TestIdentities.sharedKey.identity)
  }

  @Test("libssl without the key that the client names", arguments: [CipherSuite.pskAES128GCMSHA256])
  func foreignServer(_ suite: CipherSuite) throws {
    var settings = LibsslSettings(suites: [suite])
    settings.preSharedKeys = [LibsslPreSharedKey(identity: [0x61], key: [1, 2, 3])]
    var mixed = try MixedConnection(
      Connection(client: identities.client(suites: [suite])), LibsslContext(server: settings))
    let completed = mixed.handshake()
    let alert = Alert(level: .fatal, description: .unknownPSKIdentity)
    #expect(!completed && mixed.engine.failure == .peerAlert(alert))
  }
}
