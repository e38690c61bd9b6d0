import CryptoPrimitives
import LibsslPeer
import TLSEngine
import TLSKeys
import TLSWire
import TestConnections
import Testing
import X509

@Suite("The authority's word beside the certificate, with libssl on the other side (RFC 6066 §8)")
struct StaplingTests {
  static let suites: [CipherSuite] = [
    .rsaAES128GCMSHA256, .dheRSAAES128GCMSHA256, .ecdheECDSAAES128GCMSHA256, .aes128GCMSHA256,
  ]
  private let identities: TestIdentities
  private let response: [UInt8] = (0..<600).map { UInt8($0 % 251) }

  init() throws { identities = try TestIdentities.shared() }

  private func version(_ suite: CipherSuite) -> ProtocolVersion {
    suite.parameters13 == nil ? .tls12 : .tls13
  }

  /// Who asks, and who has something to answer.
  static let cases = [(true, true), (true, false), (false, true), (false, false)]

  @Test(arguments: suites, cases)
  func engineAsClient(_ suite: CipherSuite, _ wishes: (Bool, Bool)) throws {
    let (asks, has) = wishes
    var settings = LibsslSettings(suites: [suite])
    settings.versions = version(suite)...version(suite)
    settings.identities = [identities.rsa, identities.ecdsa]
    settings.finiteField = .ffdhe2048
    settings.stapledResponse = has ? response : nil
    var client = identities.client(suites: [suite])
    client.versions = [version(suite)]
    client.requestsStatus = asks
    // These bytes are no response: who verifies refuses them (RFC 6066 §8).
    client.verification.skipped = CertificateVerification.checks
    var mixed = try MixedConnection(Connection(client: client), LibsslContext(server: settings))
    let completed = mixed.handshake()
    try #require(completed && mixed.engine.isEstablished, "\(mixed.peer.failure ?? "")")
    #expect(mixed.effects.contains(.decided(.stapled(response))) == (asks && has))
  }

  @Test(arguments: suites, cases)
  func engineAsServer(_ suite: CipherSuite, _ wishes: (Bool, Bool)) throws {
    let (asks, has) = wishes
    var settings = LibsslSettings(suites: [suite])
    settings.versions = version(suite)...version(suite)
    settings.statusRequest = asks
    var server = identities.server(suites: [suite])
    server.versions = [version(suite)]
    for place in server.identities.indices {
      server.identities[place].stapledResponse = has ? response : nil
    }
    var mixed = try MixedConnection(Connection(server: server), LibsslContext(client: settings))
    let completed = mixed.handshake()
    try #require(completed && mixed.engine.isEstablished, "\(mixed.peer.failure ?? "")")
    #expect(mixed.peer.stapledResponse == (asks && has ? response : nil))
  }

  private func pair(_ suite: CipherSuite, asks: Bool = true) -> Pair {
    var client = identities.client(suites: [suite])
    client.versions = [version(suite)]
    client.requestsStatus = asks
    client.verification.skipped = CertificateVerification.checks
    var server = identities.server(suites: [suite])
    server.versions = [version(suite)]
    for place in server.identities.indices {
      server.identities[place].stapledResponse = response
    }
    return Pair(client: client, server: server)
  }

  @Test("An answer to what was not asked") func unasked() throws {
    var early = pair(.ecdheRSAAES128GCMSHA256, asks: false)
    early.run(until: .serverHello)
    try early.forgeNext { (hello: inout ServerHello) in
      hello.extensions.put(CertificateStatusPromise())
    }
    early.expectAlert(.unsupportedExtension, from: .client)

    for suite in [CipherSuite.rsaAES128GCMSHA256, .ecdheRSAAES128GCMSHA256] {
      var late = pair(suite, asks: false)
      late.run(until: suite == .rsaAES128GCMSHA256 ? .serverHelloDone : .serverKeyExchange)
      var forger = Forger()
      let message = try HandshakeMessage.making(CertificateStatus(response: [1]))
      late.deliver(try forger.record(.handshake, message.bytes), to: .client)
      late.expectAlertSent(.unexpectedMessage, from: .client)
    }
  }

  @Test("An answer that is none") func damaged() throws {
    for (body, alert) in [
      ([2, 0, 0, 1, 5], AlertDescription.illegalParameter), ([1, 0, 0, 0], .decodeError),
      ([1, 0, 0, 2, 5], .decodeError), ([1, 0, 0, 1, 5, 6], .decodeError), ([], .decodeError),
    ] as [([UInt8], AlertDescription)] {
      var pair = pair(.ecdheRSAAES128GCMSHA256)
      pair.run(until: .certificateStatus)
      try pair.forgeNextBytes { $0 = body }
      pair.expectAlert(alert, from: .client, "\(body)")
    }
  }

  @Test("The answer may be left out, and comes once") func optional() throws {
    var twice = pair(.ecdheRSAAES128GCMSHA256)
    twice.run(until: .serverKeyExchange)
    var forger = Forger()
    let message = try HandshakeMessage.making(CertificateStatus(response: [1]))
    twice.deliver(try forger.record(.handshake, message.bytes), to: .client)
    twice.expectAlertSent(.unexpectedMessage, from: .client)

    var without = pair(.ecdheRSAAES128GCMSHA256)
    without.run(until: .certificateStatus)
    without.step(replacingNext: [])
    without.run(until: .serverHelloDone)
    #expect(without.client.stateName == .expectingServerHelloDone)
  }
}
