import CryptoPrimitives
import LibsslPeer
import TLSEngine
import TLSWire
import TestConnections
import X509

/// A key exchange to measure, with everything that is made once.
struct Scenario {
  let name: String
  /// The least ratio of our rate to libssl's that the project asks for.
  let target: Double?
  let breakdown: Breakdown
  private let client: ClientConfiguration
  private let server: ServerConfiguration
  private let libsslClient: LibsslContext
  private let libsslServer: LibsslContext

  static func all() throws -> [Scenario] {
    [
      try Scenario("RSA", .rsaAES128GCMSHA256, target: 0.8),
      try Scenario("DHE ffdhe2048", .dheRSAAES128GCMSHA256, field: .ffdhe2048),
      try Scenario("ECDHE-RSA x25519", .ecdheRSAAES128GCMSHA256),
      try Scenario("ECDHE-ECDSA x25519", .ecdheECDSAAES128GCMSHA256, target: 0.5),
    ]
  }

  private init(
    _ name: String, _ suite: CipherSuite, field: Group? = nil, target: Double? = nil
  ) throws {
    self.name = name
    self.target = target
    breakdown = try Breakdown(suite, field: field)
    let identities = try TestIdentities.shared()
    let groups: [NamedGroup] = field == nil ? [.x25519, .secp256r1] : [.ffdhe2048]
    var client = identities.client(suites: [suite])
    client.groups = groups
    var server = identities.server(suites: [suite])
    server.groups = groups
    self.client = client
    self.server = server

    var settings = LibsslSettings(suites: [suite])
    settings.groups = field == nil ? groups : []
    settings.securityLevel = 2
    settings.now = TestIdentities.now
    var serverSettings = settings
    serverSettings.identities = [identities.rsa, identities.ecdsa]
    serverSettings.finiteField = field
    settings.trust = identities.trust
    settings.serverName = TestIdentities.host
    libsslClient = try LibsslContext(client: settings)
    libsslServer = try LibsslContext(server: serverSettings)
  }

  /// One handshake of the engine with itself; its effects are kept to the end, as the lab keeps
  /// them.
  func engineHandshake(_ seed: UInt64) -> Bool {
    var client = client
    client.random = .seeded(seed)
    var server = server
    server.random = .seeded(seed | 1 << 63)
    var pair = Pair(client: client, server: server)
    pair.run()
    return pair.isEstablished
  }

  /// One handshake of libssl with itself.
  func libsslHandshake() throws -> Bool {
    let client = try LibsslPeer(libsslClient)
    let server = try LibsslPeer(libsslServer)
    var done = (client: false, server: false)
    while !(done.client && done.server) {
      done.client = client.handshake()
      server.receive(client.output())
      done.server = server.handshake()
      client.receive(server.output())
      guard client.failure == nil, server.failure == nil else { return false }
    }
    return true
  }
}
