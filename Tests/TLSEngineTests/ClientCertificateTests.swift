import Bytes
import CryptoPrimitives
import Knowledge
import LibsslPeer
import TLSEngine
import TLSKeys
import TLSWire
import TestConnections
import Testing
import X509

@Suite("Clients before TLS 1.3 prove themselves by certificate, to libssl and libssl to the engine")
struct ClientCertificateTests {
  private let identities: TestIdentities

  init() throws {
    identities = try TestIdentities.shared()
  }

  static func engineAsServer(
    _ spoken: SpokenSuite, _ identity: Identity?, _ wanted: ClientAuthentication
  ) throws -> MixedConnection {
    let identities = try TestIdentities.shared()
    var settings = LibsslSettings(suites: [spoken.suite])
    settings.versions = spoken.version...spoken.version
    settings.identities = identity.map { [$0] } ?? []
    settings.serverName = TestIdentities.host
    settings.trust = identities.trust
    settings.now = TestIdentities.now
    var server = identities.server(suites: [spoken.suite])
    server.versions = [spoken.version]
    server.clientAuthentication = wanted
    server.clientTrust = identities.trust
    server.now = TestIdentities.now * 1_000_000
    return try MixedConnection(Connection(server: server), LibsslContext(client: settings))
  }

  private func signed(_ mixed: MixedConnection) -> [Check.Outcome] {
    mixed.effects.compactMap { effect in
      if case .verified(let check) = effect, check.name == .certificateVerifySignature {
        check.outcome
      } else {
        nil
      }
    }
  }

  @Test(arguments: SpokenSuite.all) func libsslShowsOne(_ spoken: SpokenSuite) throws {
    for identity in [identities.rsa, identities.ecdsa] {
      var mixed = try Self.engineAsServer(spoken, identity, .require)
      let completed = mixed.handshake()
      #expect(completed && mixed.engine.isEstablished, "\(mixed.peer.failure ?? "")")
      #expect(signed(mixed) == [.passed])
      #expect(mixed.peer.keyLog.filter { $0.hasPrefix("CLIENT_RANDOM") } == [mixed.keyLogLine])
    }
  }

  @Test(arguments: [ProtocolVersion.tls10, .tls11, .tls12])
  func libsslHasNone(_ version: ProtocolVersion) throws {
    let spoken = SpokenSuite(version: version, suite: .ecdheRSAAES128CBCSHA1)
    var asked = try Self.engineAsServer(spoken, nil, .request)
    let completed = asked.handshake()
    #expect(completed && asked.engine.isEstablished)
    #expect(asked.effects.contains(.decided(.noClientCertificate)))
    var required = try Self.engineAsServer(spoken, nil, .require)
    _ = required.handshake()
    #expect(required.engine.failure == .refused(.noClientCertificate))
    #expect(required.effects.sentAlerts.map(\.description) == [.handshakeFailure])
  }

  @Test(arguments: SpokenSuite.all) func engineShowsOne(_ spoken: SpokenSuite) throws {
    for identity in [identities.rsa, identities.ecdsa] {
      var settings = LibsslSettings(suites: [spoken.suite])
      settings.versions = spoken.version...spoken.version
      settings.identities = [identities.rsa, identities.ecdsa]
      settings.requiresCertificate = true
      settings.trust = identities.trust
      settings.now = TestIdentities.now
      var client = identities.client(suites: [spoken.suite])
      client.versions = [spoken.version]
      client.identities = [identity]
      var mixed = try MixedConnection(Connection(client: client), LibsslContext(server: settings))
      let completed = mixed.handshake()
      #expect(completed && mixed.engine.isEstablished, "\(mixed.peer.failure ?? "")")
      #expect(mixed.peer.peerCertificate == identity.chain.first?.der)
      #expect(mixed.peer.keyLog.filter { $0.hasPrefix("CLIENT_RANDOM") } == [mixed.keyLogLine])
    }
  }

  // MARK: What does not fit

  private func pair(
    _ spoken: SpokenSuite = SpokenSuite(suite: .ecdheRSAAES128GCMSHA256),
    _ change: (inout ClientConfiguration, inout ServerConfiguration) throws -> Void = { _, _ in }
  ) throws -> Pair {
    var client = identities.client(suites: [spoken.suite])
    client.versions = [spoken.version]
    client.identities = [identities.ecdsa]
    var server = identities.server(suites: [spoken.suite])
    server.versions = [spoken.version]
    server.clientAuthentication = .require
    server.clientTrust = identities.trust
    server.now = TestIdentities.now * 1_000_000
    try change(&client, &server)
    return Pair(client: client, server: server)
  }

  private func expect(_ description: AlertDescription, _ pair: Pair) {
    var pair = pair
    pair.run()
    pair.checkAlerts(description.label)
    #expect(pair.serverEffects.sentAlerts.map(\.description) == [description])
  }

  @Test func refusals() throws {
    expect(.unknownCA, try pair { _, server in server.clientTrust = TrustStore(roots: []) })
    expect(.certificateExpired, try pair { _, server in server.now *= 2 })
    let key = try PrivateKey.makeEC(group: .secp256r1, random: .seeded(8))
    let forServers = try identities.root.issue(
      to: ["client.uc.test"], publicKey: key.publicKey, validFrom: TestIdentities.now - 1,
      validTo: TestIdentities.now + 1000, random: .seeded(9))
    expect(
      .unsupportedCertificate,
      try pair { client, _ in client.identities = [Identity(chain: [forServers], key: key)] })
  }

  @Test(arguments: spoken) func withoutProof(_ spoken: SpokenSuite) throws {
    let key = try PrivateKey.makeEC(group: .secp256r1, random: .seeded(8))
    // The certificate of somebody else.
    expect(
      .decryptError,
      try pair(spoken) { client, _ in
        client.identities = [Identity(chain: identities.ecdsa.chain, key: key)]
      })
    expect(.handshakeFailure, try pair(spoken) { client, _ in client.identities = [] })
  }

  @Test("Before TLS 1.2 no signature of an Edwards curve is defined (RFC 8422 §5.8)")
  func edwards() throws {
    let key = try PrivateKey.makeEd25519(random: .seeded(8))
    let certificate = try identities.root.issue(
      to: ["client.uc.test"], publicKey: key.publicKey, validFrom: TestIdentities.now - 1,
      validTo: TestIdentities.now + 1000, purposes: [.client], random: .seeded(9))
    // The client does not even show it.
    expect(
      .handshakeFailure,
      try pair(Self.spoken[1]) { client, _ in
        client.identities = [Identity(chain: [certificate], key: key)]
      })
    // One that shows it all the same is told so.
    var shown = try pair(Self.spoken[1])
    shown.run(until: .certificate, from: .client)
    let message = try HandshakeMessage.making(CertificateMessage(chain: [certificate.der]))
    var forger = Forger()
    shown.run(replacingNext: try forger.handshake(message.type, message.body))
    #expect(shown.serverEffects.sentAlerts.map(\.description) == [.unsupportedCertificate])
  }

  /// A suite of every version that asks the client.
  static let spoken = [
    SpokenSuite(suite: .ecdheRSAAES128GCMSHA256),
    SpokenSuite(version: .tls11, suite: .ecdheRSAAES128CBCSHA1),
    SpokenSuite(version: .tls10, suite: .ecdheRSAAES128CBCSHA1),
  ]

  @Test(arguments: spoken) func everyMessageCutShort(_ spoken: SpokenSuite) throws {
    for moment in try pair(spoken).moments() {
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

  @Test("A key exchange in place of the certificate, and data in place of the proof")
  func leftOut() throws {
    for type in [HandshakeType.certificate, .certificateVerify] {
      var moment = try pair()
      while moment.nextHandshake?.type != type || moment.underWay[0].sender != .client {
        moment.step()
      }
      var forger = Forger()
      moment.run(replacingNext: try forger.handshake(.finished, [UInt8](repeating: 0, count: 12)))
      #expect(moment.serverEffects.sentAlerts.map(\.description) == [.unexpectedMessage])
    }
  }
}
