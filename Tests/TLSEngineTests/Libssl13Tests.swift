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

@Suite("TLS 1.3 with libssl on the other side, in both roles")
struct Libssl13Tests {
  @Test(
    "Every suite, group and kind of key: data both ways, close, and the same secrets",
    arguments: LibsslRow13.all, Side.allCases)
  func product(_ row: LibsslRow13, _ side: Side) throws {
    var mixed =
      try side == .client
      ? MixedConnection(
        Connection(client: row.engineClient()), LibsslContext(server: row.libsslServer()))
      : MixedConnection(
        Connection(server: row.engineServer()), LibsslContext(client: row.libsslClient()))
    try complete(&mixed)
    #expect(mixed.peer.version == .tls13 && mixed.peer.suite == row.suite)
    #expect(mixed.peer.group == row.group && mixed.engine.facts.group == row.group)
    try talk(&mixed)
    compareKeyLogs(mixed)
    mixed.act { $0.close() }
    mixed.exchange()
    _ = mixed.peer.read()
    #expect(mixed.peer.isClosedByPeer)
  }

  private func complete(_ mixed: inout MixedConnection) throws {
    let completed = mixed.handshake()
    let failure = mixed.engine.failure
    try #require(completed, "\(mixed.peer.failure ?? "") \(failure as Any)")
    let established = mixed.engine.isEstablished
    try #require(established, "\(failure as Any)")
  }

  private func talk(_ mixed: inout MixedConnection) throws {
    mixed.act { $0.send([1, 2, 3]) }
    #expect(mixed.peer.read() == [1, 2, 3])
    mixed.peer.write([4, 5])
    mixed.exchange()
    #expect(mixed.effects.delivered.suffix(2) == [4, 5])
  }

  /// Each secret in libssl's key log (RFC 9850) is one that the engine derived.
  private func compareKeyLogs(_ mixed: MixedConnection) {
    let names: [String: ValueName] = [
      "CLIENT_HANDSHAKE_TRAFFIC_SECRET": .handshakeTrafficSecret(.client),
      "SERVER_HANDSHAKE_TRAFFIC_SECRET": .handshakeTrafficSecret(.server),
      "CLIENT_TRAFFIC_SECRET_0": .applicationTrafficSecret(.client),
      "SERVER_TRAFFIC_SECRET_0": .applicationTrafficSecret(.server),
      "EXPORTER_SECRET": .exporterMasterSecret,
    ]
    var derived: [ValueName: String] = [:]
    for case .derived(let derivation) in mixed.effects {
      derived[derivation.name] = derivation.value.hex
    }
    let random = mixed.engine.facts.values[.clientRandom]?.hex
    for (label, name) in names {
      let line = mixed.peer.keyLog.first { $0.hasPrefix("\(label) ") }
      #expect(line?.lowercased() == "\(label) \(random ?? "") \(derived[name] ?? "")".lowercased())
    }
  }

  private let row = LibsslRow13(suite: .aes256GCMSHA384, group: .x25519, usesECDSA: true)

  private func mixed(
    _ side: Side, _ libssl: (inout LibsslSettings) -> Void = { _ in },
    client: (inout ClientConfiguration) -> Void = { _ in },
    server: (inout ServerConfiguration) -> Void = { _ in }
  ) throws -> MixedConnection {
    if side == .client {
      var configuration = try row.engineClient()
      client(&configuration)
      var settings = try row.libsslServer()
      libssl(&settings)
      return try MixedConnection(
        Connection(client: configuration), LibsslContext(server: settings))
    }
    var configuration = try row.engineServer()
    server(&configuration)
    var settings = try row.libsslClient()
    libssl(&settings)
    return try MixedConnection(Connection(server: configuration), LibsslContext(client: settings))
  }

  @Test("HelloRetryRequest", arguments: Side.allCases)
  func retried(_ side: Side) throws {
    var mixed = try mixed(
      side, { $0.groups = side == .client ? [.secp384r1] : [.x25519, .secp384r1] },
      client: { $0.groups = [.x25519, .secp384r1] }, server: { $0.groups = [.secp384r1] })
    try complete(&mixed)
    #expect(mixed.engine.facts.wasRetried && mixed.engine.facts.group == .secp384r1)
    try talk(&mixed)
    compareKeyLogs(mixed)
  }

  @Test("A HelloRetryRequest with nothing but a cookie") func cookie() throws {
    var mixed = try mixed(.server, server: { $0.retries = true })
    try complete(&mixed)
    #expect(mixed.engine.facts.wasRetried)
    try talk(&mixed)
  }

  @Test("Several key shares, of which the server takes the second") func shares() throws {
    var mixed = try mixed(
      .client, { $0.groups = [.secp256r1] },
      client: {
        $0.groups = [.x25519, .secp256r1]
        $0.keyShares = [.x25519, .secp256r1]
      })
    try complete(&mixed)
    #expect(!mixed.engine.facts.wasRetried && mixed.engine.facts.group == .secp256r1)
    try talk(&mixed)
  }

  @Test("Without the disguise for boxes on the way", arguments: Side.allCases)
  func undisguised(_ side: Side) throws {
    var mixed = try mixed(
      side, { $0.middleboxCompatibility = false },
      client: { $0.middleboxCompatibility = false })
    try complete(&mixed)
    #expect(!mixed.effects.sent.contains { $0.kind == .changeCipherSpec })
  }

  @Test("Certificates of clients, in the handshake", arguments: Side.allCases, [true, false])
  func clientCertificate(_ side: Side, _ has: Bool) throws {
    let identities = try TestIdentities.shared()
    var mixed = try mixed(
      side,
      {
        $0.requestsCertificate = side == .client
        if side == .server, has { $0.identities = [identities.ecdsa] }
      },
      client: { $0.identities = has ? [identities.rsa] : [] },
      server: {
        $0.clientAuthentication = .request
        $0.clientTrust = identities.trust
      })
    try complete(&mixed)
    if side == .client { #expect((mixed.peer.peerCertificate != nil) == has) }
    if side == .server {
      #expect(mixed.effects.contains(.decided(.noClientCertificate)) == !has)
    }
    try talk(&mixed)
  }

  @Test("Certificates of clients, after the handshake", arguments: Side.allCases)
  func clientCertificateLater(_ side: Side) throws {
    let identities = try TestIdentities.shared()
    var mixed = try mixed(
      side,
      {
        $0.postHandshakeAuthentication = true
        if side == .client { $0.requestsCertificate = true }
        if side == .server { $0.identities = [identities.ecdsa] }
      },
      client: {
        $0.identities = [identities.rsa]
        $0.postHandshakeAuthentication = true
      },
      server: { $0.clientTrust = identities.trust })
    try complete(&mixed)
    if side == .client {
      #expect(mixed.peer.peerCertificate == nil)
      #expect(mixed.peer.requestCertificate())
      mixed.exchange()
      _ = mixed.peer.read()
      #expect(mixed.peer.peerCertificate == identities.rsa.chain.first?.der)
    } else {
      mixed.act { $0.requestCertificate() }
      _ = mixed.peer.read()
      mixed.exchange()
      let passed = mixed.effects.contains { effect in
        if case .verified(let check) = effect {
          check.name == .certificateVerifySignature && check.outcome == .passed
        } else {
          false
        }
      }
      #expect(passed)
    }
    try talk(&mixed)
  }

  @Test("Keys are changed by either side, in one direction or in both", arguments: Side.allCases)
  func keyUpdates(_ side: Side) throws {
    var mixed = try mixed(side)
    try complete(&mixed)
    for asking in [false, true, true] {
      #expect(mixed.peer.updateKeys(asking: asking))
      mixed.exchange()
      _ = mixed.peer.read()
      try talk(&mixed)
      mixed.act { $0.updateKeys(requesting: asking) }
      _ = mixed.peer.read()
      mixed.exchange()
      try talk(&mixed)
    }
    #expect(mixed.engine.facts.keyUpdates[.client] == 5)
    #expect(mixed.engine.facts.keyUpdates[.server] == 5)
  }

  @Test("Keys are changed before the limit of their use (RFC 9846 §5.5)", arguments: Side.allCases)
  func keysAreChangedBeforeTheirLimit(_ side: Side) throws {
    var mixed = try mixed(
      side, client: { $0.recordsPerKey = 3 }, server: { $0.recordsPerKey = 3 })
    try complete(&mixed)
    for _ in 0..<8 { try talk(&mixed) }
    // Under each key two records of data, then the KeyUpdate.
    #expect(mixed.engine.facts.keyUpdates[side] ?? 0 >= 3)
    #expect(mixed.engine.facts.keyUpdates[side.other] == nil)
  }

  @Test("Both export the same keying material", arguments: Side.allCases)
  func exporters(_ side: Side) throws {
    var mixed = try mixed(side)
    try complete(&mixed)
    for (context, count) in [(nil, 20), ([1, 2, 3], 60)] as [([UInt8]?, Int)] {
      let label = "EXTRACTOR-dtls_srtp"
      let own = mixed.engine.exportKeyingMaterial(label: label, context: context, count: count)
      #expect(own != nil)
      #expect(own == mixed.peer.export(label: label, context: context, count: count))
    }
  }

  @Test("Records that libssl pads") func padding() throws {
    var mixed = try mixed(.client, { $0.paddingBlock = 256 })
    try complete(&mixed)
    try talk(&mixed)
  }
}
