import LibsslPeer
import TLSWire
import TestConnections
import Testing

/// libssl at both ends: what it can do is proved here, so that a test of ours fails for our sake.
final class LibsslPair {
  let client: LibsslPeer
  let server: LibsslPeer
  /// Everything that the client sent and what the server sent.
  private(set) var fromClient: [UInt8] = []
  private(set) var fromServer: [UInt8] = []

  init(
    _ client: LibsslContext, _ server: LibsslContext, resuming session: LibsslSession? = nil
  ) throws {
    self.client = try LibsslPeer(client, resuming: session)
    self.server = try LibsslPeer(server)
  }

  /// A handshake of these suites, with settings of one's own.
  static func connected(
    _ suites: [CipherSuite], resuming session: LibsslSession? = nil,
    _ change: (inout LibsslSettings, inout LibsslSettings) -> Void = { _, _ in }
  ) throws -> LibsslPair {
    let contexts = try Contexts(suites, change)
    let pair = try LibsslPair(contexts.client, contexts.server, resuming: session)
    try pair.connect()
    return pair
  }

  /// Both go on until they are silent.
  ///
  /// - Returns: whether both say that the handshake is complete.
  func handshake() -> Bool {
    var done = (client.handshake(), server.handshake())
    while exchange() { done = (client.handshake(), server.handshake()) }
    return done.0 && done.1
  }

  /// Both go on until they are silent, on a connection that stands: what is not data is found by
  /// reading.
  func settle() {
    while exchange() {
      _ = client.read()
      _ = server.read()
    }
  }

  /// A handshake that must succeed, and data both ways.
  func connect(sourceLocation: SourceLocation = #_sourceLocation) throws {
    let done = handshake()
    try #require(
      done, "\(client.failure ?? "-"), \(server.failure ?? "-")", sourceLocation: sourceLocation)
    try talk(sourceLocation: sourceLocation)
  }

  /// Data both ways.
  func talk(sourceLocation: SourceLocation = #_sourceLocation) throws {
    client.write([1, 2, 3])
    exchange()
    #expect(server.read() == [1, 2, 3], sourceLocation: sourceLocation)
    server.write([4, 5])
    exchange()
    #expect(client.read() == [4, 5], sourceLocation: sourceLocation)
    exchange()
  }

  /// What both have to say is delivered.
  ///
  /// - Returns: false when neither had anything to say.
  @discardableResult
  func exchange() -> Bool {
    let forward = client.output()
    let back = server.output()
    fromClient += forward
    fromServer += back
    server.receive(forward)
    client.receive(back)
    return !forward.isEmpty || !back.isEmpty
  }

  /// A client's and a server's context, to make several connections of.
  struct Contexts {
    let client: LibsslContext
    let server: LibsslContext

    init(
      _ suites: [CipherSuite],
      _ change: (inout LibsslSettings, inout LibsslSettings) -> Void = { _, _ in }
    ) throws {
      let identities = try TestIdentities.shared()
      var client = LibsslSettings(suites: suites)
      client.trust = identities.trust
      client.serverName = TestIdentities.host
      client.now = TestIdentities.now
      var server = LibsslSettings(suites: suites)
      server.identities = [identities.rsa, identities.ecdsa]
      server.now = TestIdentities.now
      if suites.contains(where: { $0.rawValue >> 8 == 0x13 }) {
        client.versions = .tls13 ... .tls13
        server.versions = .tls13 ... .tls13
      }
      change(&client, &server)
      self.client = try LibsslContext(client: client)
      self.server = try LibsslContext(server: server)
    }

    func connected(resuming session: LibsslSession? = nil) throws -> LibsslPair {
      let pair = try LibsslPair(client, server, resuming: session)
      try pair.connect()
      return pair
    }
  }
}
