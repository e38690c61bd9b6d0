import Bytes
import CryptoPrimitives
import Knowledge
import TLSEngine
import TLSKeys
import TLSWire
import TestConnections
import Testing
import X509

@Suite("What must not be in the messages of TLS 1.0 and 1.1, and the alert for it")
struct MustOldTests {
  private let identities: TestIdentities

  init() throws { identities = try TestIdentities.shared() }

  static let versions: [ProtocolVersion] = [.tls10, .tls11]

  private func pair(
    _ version: ProtocolVersion, _ suite: CipherSuite = .ecdheRSAAES128CBCSHA1,
    until type: HandshakeType = .clientHello, from sender: Side = .client, proof: Identity? = nil
  ) throws -> Pair {
    var pair = try makePair(SpokenSuite(version: version, suite: suite)) { client, server in
      client.identities = proof.map { [$0] } ?? []
      server.clientAuthentication = proof == nil ? .off : .require
      server.clientTrust = identities.trust
      server.now = TestIdentities.now * 1_000_000
    }
    pair.run(until: type, from: sender)
    return pair
  }

  @Test("Suites of TLS 1.2 \"MUST NOT be negotiated in older versions\" (RFC 5246 §A.5)")
  func newSuite() throws {
    let new: [CipherSuite] = [
      .ecdheRSAAES128GCMSHA256, .ecdheRSAAES128CBCSHA256, .ecdheRSAChaCha20Poly1305SHA256,
    ]
    for version in Self.versions {
      for suite in new {
        var pair = try makePair(
          SpokenSuite(version: version, suite: .ecdheRSAAES128CBCSHA1)
        ) { client, _ in
          client.versions.append(.tls12)
          client.suites += new
        }
        pair.run(until: .serverHello)
        try pair.forgeNext { (hello: inout ServerHello) in hello.cipherSuite = suite }
        pair.expectAlert(.illegalParameter, from: .client, suite.label)
      }
      // And no server has them in common with a client that can do no more.
      var none = try makePair(SpokenSuite(version: version, suite: .ecdheRSAAES128CBCSHA1)) {
        _, server in
        server.suites = new
        server.versions = [version, .tls12]
      }
      none.run()
      none.expectAlert(.protocolVersion, from: .server)
    }
  }

  @Test("A signature with the name of its algorithm is none (RFC 4346 §7.4.3)", arguments: versions)
  func serverKeyExchangeOfTLS12(_ version: ProtocolVersion) throws {
    var pair = try pair(version, until: .serverKeyExchange, from: .server)
    // Behind the kind of curve, its number and a point of 32 bytes.
    try pair.forgeNextBytes { $0.insert(contentsOf: [4, 1], at: 36) }
    pair.expectAlert(.decodeError, from: .client)
    var reverse = try self.pair(.tls12, until: .serverKeyExchange, from: .server)
    try reverse.forgeNextBytes { $0.removeSubrange(36..<38) }
    reverse.expectAlert(.decodeError, from: .client)
  }

  @Test("A changed signature, and one that TLS 1.2 would have made", arguments: versions)
  func serverSignature(_ version: ProtocolVersion) throws {
    for (suite, identity, scheme) in [
      (CipherSuite.ecdheRSAAES128CBCSHA1, identities.rsa, SignatureAlgorithm.rsaPKCS1(.sha256)),
      (.ecdheECDSAAES128CBCSHA1, identities.ecdsa, .ecdsa(.sha256)),
    ] {
      let start = try pair(version, suite, until: .serverKeyExchange, from: .server)
      var changed = start
      try changed.forgeNext { (body: inout LegacyServerKeyExchange<ServerECDHParams>) in
        body.signature[body.signature.count - 1] ^= 1
      }
      changed.expectAlert(.decryptError, from: .client, suite.label)
      var other = start
      try other.forgeNext { (body: inout LegacyServerKeyExchange<ServerECDHParams>) in
        let randoms = [ValueName.clientRandom, .serverRandom].flatMap {
          start.server.memory[$0] ?? []
        }
        body.signature = try identity.key.sign(
          randoms + ByteWriter.bytes(of: body.params), scheme: scheme, random: .seeded(1))
      }
      other.expectAlert(.decryptError, from: .client, suite.label)
    }
  }

  @Test("A prime that is too short, and public values that give the secret away")
  func finiteField() throws {
    let field = try #require(Group.ffdhe2048.parameters)
    var less = field.prime
    less[less.count - 1] -= 1
    for version in Self.versions {
      let suite = CipherSuite.dheRSAAES128CBCSHA1
      var short = try pair(version, suite, until: .serverKeyExchange, from: .server)
      try short.forgeNext { (body: inout LegacyServerKeyExchange<ServerDHParams>) in
        body.params.p = Array(body.params.p.prefix(128))
      }
      short.expectAlert(.insufficientSecurity, from: .client)
      for value in [[0], [1], less, field.prime] {
        var server = try pair(version, suite, until: .serverKeyExchange, from: .server)
        try server.forgeNext { (body: inout LegacyServerKeyExchange<ServerDHParams>) in
          body.params.publicKey = value
        }
        server.expectAlert(.handshakeFailure, from: .client)
        var client = try pair(version, suite, until: .clientKeyExchange)
        try client.forgeNext { (body: inout ClientKeyExchangeDHE) in body.publicKey = value }
        client.expectAlert(.handshakeFailure, from: .server)
      }
    }
  }

  @Test("A request with signature schemes, and one without types (RFC 4346 §7.4.4)")
  func certificateRequest() throws {
    for version in Self.versions {
      var new = try pair(
        version, until: .certificateRequest, from: .server, proof: identities.rsa)
      let types = try #require(new.nextHandshake).body.prefix(3)
      try new.forgeNextBytes { $0 = types + [0, 4, 4, 3, 4, 1] + $0.dropFirst(3) }
      new.expectAlert(.decodeError, from: .client)
      var none = try pair(
        version, until: .certificateRequest, from: .server, proof: identities.rsa)
      try none.forgeNextBytes { $0 = [0] + $0.dropFirst(3) }
      none.expectAlert(.decodeError, from: .client)
    }
  }

  @Test("The client's proof: changed, as TLS 1.2 makes it, with the name of its algorithm")
  func certificateVerify() throws {
    for version in Self.versions {
      for (identity, scheme) in [
        (identities.rsa, SignatureAlgorithm.rsaPKCS1(.sha256)), (identities.ecdsa, .ecdsa(.sha256)),
      ] {
        let start = try pair(version, until: .certificateVerify, proof: identity)
        var changed = start
        try changed.forgeNext { (body: inout LegacyCertificateVerify) in
          body.signature[body.signature.count - 1] ^= 1
        }
        changed.expectAlert(.decryptError, from: .server)
        var other = start
        let signed = try #require(
          start.clientEffects.compactMap { effect -> Signature? in
            if case .signed(let signature) = effect { signature } else { nil }
          }.last)
        try other.forgeNext { (body: inout LegacyCertificateVerify) in
          body.signature = try identity.key.sign(
            signed.content, scheme: scheme, random: .seeded(1))
        }
        other.expectAlert(.decryptError, from: .server)
        var named = start
        try named.forgeNextBytes { $0 = [4, 1] + $0 }
        named.expectAlert(.decodeError, from: .server)
      }
    }
  }

  @Test("A Finished of other content", arguments: versions, Side.allCases)
  func finished(_ version: ProtocolVersion, _ sender: Side) throws {
    var pair = try pair(version, until: .finished, from: sender)
    try pair.forgeNextBytes { $0[11] ^= 1 }
    pair.expectAlert(.decryptError, from: sender.other)
  }
}
