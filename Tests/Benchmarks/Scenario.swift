import CryptoPrimitives
import LibsslPeer
import TLSEngine
import TLSKeys
import TLSWire
import TestConnections
import X509

/// A kind of handshake to measure, with everything that is made once.
struct Scenario {
  let name: String
  /// The least ratio of our rate to libssl's that the project asks for.
  let target: Double?
  private(set) var breakdown: Breakdown
  private var client: ClientConfiguration
  private let server: ServerConfiguration
  private let libsslClient: LibsslContext
  private let libsslServer: LibsslContext
  private let libsslMemory = LibsslMemory()

  /// libssl takes a ticket of TLS 1.3 once: each handshake leaves the next one.
  private final class LibsslMemory {
    var session: LibsslSession?
  }

  static func all() throws -> [Scenario] {
    [
      try Scenario("RSA", .rsaAES128GCMSHA256, target: 0.8),
      try Scenario("DHE ffdhe2048", .dheRSAAES128GCMSHA256, field: .ffdhe2048),
      try Scenario("ECDHE-RSA x25519", .ecdheRSAAES128GCMSHA256),
      try Scenario("ECDHE-ECDSA x25519", .ecdheECDSAAES128GCMSHA256, target: 0.5),
      try Scenario("1.2 resumed", .ecdheRSAAES128GCMSHA256, target: 0.5).resumed(),
      try Scenario("1.3 RSA x25519", .aes128GCMSHA256, target: 0.8),
      try Scenario("1.3 ECDSA x25519", .aes128GCMSHA256, usesECDSA: true, target: 0.5),
      try Scenario("1.3 resumed", .aes128GCMSHA256, target: 0.5).resumed(),
    ]
  }

  private init(
    _ name: String, _ suite: CipherSuite, field: Group? = nil, usesECDSA: Bool? = nil,
    target: Double? = nil
  ) throws {
    self.name = name
    self.target = target
    let is13 = suite.parameters13 != nil
    breakdown = try Breakdown(suite, field: field, usesECDSA: usesECDSA)
    let identities = try TestIdentities.shared()
    let own =
      is13
      ? [usesECDSA == true ? identities.ecdsa : identities.rsa]
      : [identities.rsa, identities.ecdsa]
    let groups: [NamedGroup] = field == nil ? [.x25519, .secp256r1] : [.ffdhe2048]
    var client = identities.client(suites: [suite])
    client.versions = [is13 ? .tls13 : .tls12]
    client.groups = groups
    client.sessionTicket = true
    var server = identities.server(suites: [suite])
    server.versions = client.versions
    server.groups = groups
    server.identities = own
    self.client = client
    self.server = server

    var settings = LibsslSettings(suites: [suite])
    settings.versions = is13 ? .tls13 ... .tls13 : .tls12 ... .tls12
    settings.groups = field == nil ? groups : []
    settings.securityLevel = 2
    settings.now = TestIdentities.now
    settings.sessionTicket = true
    var serverSettings = settings
    serverSettings.identities = own
    serverSettings.finiteField = field
    settings.trust = identities.trust
    settings.serverName = TestIdentities.host
    libsslClient = try LibsslContext(client: settings)
    libsslServer = try LibsslContext(server: serverSettings)
  }

  /// The same, taking up an earlier session of each library.
  private func resumed() throws -> Scenario {
    var scenario = self
    scenario.breakdown.isResumed = true
    var giving = server
    giving.ticketKey = Self.ticketKey
    var pair = Pair(client: client, server: giving)
    pair.run()
    scenario.client.resumption = pair.client.resumableSessions.last
    libsslMemory.session = try libsslPair(resuming: nil)?.sessions.last
    guard scenario.client.resumption != nil else { throw Failure.engine("no ticket") }
    guard libsslMemory.session != nil else { throw Failure.libssl("no ticket") }
    return scenario
  }

  private static let ticketKey = TicketKey(random: .seeded(5))

  /// One handshake of the engine with itself; its effects are kept to the end, as the lab keeps
  /// them.
  func engineHandshake(_ seed: UInt64) -> Bool {
    var client = client
    client.random = .seeded(seed)
    var server = server
    server.random = .seeded(seed | 1 << 63)
    if client.resumption != nil { server.ticketKey = Self.ticketKey }
    var pair = Pair(client: client, server: server)
    pair.run()
    return pair.isEstablished
  }

  /// One handshake of libssl with itself.
  func libsslHandshake() throws -> Bool {
    let session = libsslMemory.session
    let client = try libsslPair(resuming: session)
    if session != nil { libsslMemory.session = client?.sessions.last ?? session }
    return client?.wasResumed == (session != nil)
  }

  /// - Returns: the client after the handshake; nil when it failed.
  private func libsslPair(resuming session: LibsslSession?) throws -> LibsslPeer? {
    let client = try LibsslPeer(libsslClient, resuming: session)
    let server = try LibsslPeer(libsslServer)
    var done = (client: false, server: false)
    while !(done.client && done.server) {
      done.client = client.handshake()
      server.receive(client.output())
      done.server = server.handshake()
      client.receive(server.output())
      guard client.failure == nil, server.failure == nil else { return nil }
    }
    // The tickets of TLS 1.3 come after the handshake.
    _ = client.read()
    return client
  }
}
