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

@Suite("Clients of TLS 1.2 prove themselves by certificate, to libssl and libssl to the engine")
struct ClientCertificateTests {
  private let identities: TestIdentities

  init() throws {
    identities = try TestIdentities.shared()
  }

  static func engineAsServer(
    _ suite: CipherSuite, _ identity: Identity?, _ wanted: ClientAuthentication
  ) throws -> MixedConnection {
    let identities = try TestIdentities.shared()
    var settings = LibsslSettings(suites: [suite])
    settings.identities = identity.map { [$0] } ?? []
    settings.serverName = TestIdentities.host
    settings.trust = identities.trust
    settings.now = TestIdentities.now
    var server = identities.server(suites: [suite])
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

  @Test(arguments: BadInputTests.suites) func libsslShowsOne(_ suite: CipherSuite) throws {
    for identity in [identities.rsa, identities.ecdsa] {
      var mixed = try Self.engineAsServer(suite, identity, .require)
      let completed = mixed.handshake()
      #expect(completed && mixed.engine.isEstablished, "\(mixed.peer.failure ?? "")")
      #expect(signed(mixed) == [.passed])
    }
  }

  @Test func libsslHasNone() throws {
    var asked = try Self.engineAsServer(.ecdheRSAAES128GCMSHA256, nil, .request)
    let completed = asked.handshake()
    #expect(completed && asked.engine.isEstablished)
    #expect(asked.effects.contains(.decided(.noClientCertificate)))
    var required = try Self.engineAsServer(.ecdheRSAAES128GCMSHA256, nil, .require)
    _ = required.handshake()
    #expect(required.engine.failure == .refused(.noClientCertificate))
    #expect(required.effects.sentAlerts.map(\.description) == [.handshakeFailure])
  }

  @Test(arguments: BadInputTests.suites) func engineShowsOne(_ suite: CipherSuite) throws {
    for identity in [identities.rsa, identities.ecdsa] {
      var settings = LibsslSettings(suites: [suite])
      settings.identities = [identities.rsa, identities.ecdsa]
      settings.requiresCertificate = true
      settings.trust = identities.trust
      settings.now = TestIdentities.now
      var client = identities.client(suites: [suite])
      client.identities = [identity]
      var mixed = try MixedConnection(Connection(client: client), LibsslContext(server: settings))
      let completed = mixed.handshake()
      #expect(completed && mixed.engine.isEstablished, "\(mixed.peer.failure ?? "")")
      #expect(mixed.peer.peerCertificate == identity.chain.first?.der)
    }
  }

  // MARK: What does not fit

  private func pair(
    _ change: (inout ClientConfiguration, inout ServerConfiguration) throws -> Void = { _, _ in }
  ) throws -> Pair {
    var client = identities.client(suites: [.ecdheRSAAES128GCMSHA256])
    client.identities = [identities.ecdsa]
    var server = identities.server(suites: [.ecdheRSAAES128GCMSHA256])
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
    // The certificate of somebody else.
    expect(
      .decryptError,
      try pair { client, _ in
        client.identities = [Identity(chain: identities.ecdsa.chain, key: key)]
      })
    expect(.handshakeFailure, try pair { client, _ in client.identities = [] })
  }

  @Test func everyMessageCutShort() throws {
    for moment in try pair().moments() {
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
