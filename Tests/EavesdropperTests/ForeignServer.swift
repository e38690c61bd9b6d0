import CryptoPrimitives
import Eavesdropper
import Knowledge
import LibsslPeer
import Network
import TLSKeys
import TLSWire
import Testing
import X509

/// A server of libssl's, its key, and sessions that libssl's client has with it.
struct ForeignServer {
  static let now: Int64 = 1_767_225_600
  let identity: Identity
  let trust: TrustStore

  init() throws {
    let random = RandomStream.seeded(4)
    let root = try CertificateAuthority.makeRoot(
      name: "Foreign Root", key: .makeEC(group: .secp256r1, random: random.substream("root key")),
      validFrom: Self.now - 1000, validTo: Self.now + 100_000, random: random.substream("root"))
    let key = try PrivateKey.makeRSA(bits: 2048, random: random.substream("key"))
    let certificate = try root.issue(
      to: ["sip.uc.test"], publicKey: key.publicKey, validFrom: Self.now - 1000,
      validTo: Self.now + 100_000, random: random.substream("certificate"))
    identity = Identity(chain: [certificate], key: key)
    trust = TrustStore(roots: [root.certificate])
  }

  var leak: Leak {
    Leak(name: .serverPrivateKey, origin: .longTerm("server"), value: identity.key.der)
  }

  /// What both sides of a connection have in common.
  func settings(
    _ suite: CipherSuite, _ version: ProtocolVersion = .tls12, ems: Bool = true, etm: Bool = true
  ) -> LibsslSettings {
    var settings = LibsslSettings(suites: [suite])
    settings.versions = version...version
    settings.groups = [.x25519]
    settings.finiteField = .ffdhe2048
    settings.extendedMasterSecret = ems
    settings.encryptThenMAC = etm
    settings.securityLevel = 0
    settings.now = Self.now
    settings.renegotiation = .allowed
    return settings
  }

  func serverContext(_ settings: LibsslSettings) throws -> LibsslContext {
    var settings = settings
    settings.identities = [identity]
    return try LibsslContext(server: settings)
  }

  func clientContext(_ settings: LibsslSettings) throws -> LibsslContext {
    var settings = settings
    settings.trust = trust
    settings.serverName = "sip.uc.test"
    return try LibsslContext(client: settings)
  }

  /// - Parameter rounds: how often both say the same things; before each but the first they make a
  ///   further handshake.
  func record(
    _ suite: CipherSuite, _ version: ProtocolVersion = .tls12, ems: Bool = true, etm: Bool = true,
    rounds: Int = 1
  ) throws -> (recording: Recording, keyLog: [String]) {
    let settings = settings(suite, version, ems: ems, etm: etm)
    var connection = try ForeignConnection(
      client: clientContext(settings), server: serverContext(settings))
    for round in 1...rounds {
      if round > 1 { connection.client.renegotiate() }
      connection.handshake()
      connection.talk()
    }
    return (connection.recording, connection.client.keyLog)
  }

  /// A connection on which further handshakes resume the session of the first; both say the same things after
  /// each.
  func record(_ suite: CipherSuite, resumptions: Int, tickets: Bool) throws -> Recording {
    var own = settings(suite)
    own.sessionTicket = tickets
    own.resumption.keepsSessionIDs = !tickets
    var connection = try ForeignConnection(client: clientContext(own), server: serverContext(own))
    for round in 0...resumptions {
      if round > 0 { connection.client.renegotiate(resuming: true) }
      connection.handshake()
      connection.talk()
    }
    return connection.recording
  }

  /// A connection on which the further handshake chooses another suite than the first; both say the
  /// same things after each.
  func record(_ first: CipherSuite, then second: CipherSuite) throws -> Recording {
    var both = settings(first)
    both.suites = [first, second]
    var connection = try ForeignConnection(
      client: clientContext(settings(first)), server: serverContext(both))
    connection.handshake()
    connection.talk()
    let isLimited = connection.client.limit(to: second)
    #expect(isLimited)
    connection.client.renegotiate()
    connection.handshake()
    connection.talk()
    return connection.recording
  }
}

/// A connection between two ends of libssl's, and what was recorded of it.
struct ForeignConnection {
  let client: LibsslPeer
  let server: LibsslPeer
  private(set) var recording: Recording

  init(
    client: LibsslContext, server: LibsslContext, resuming session: LibsslSession? = nil,
    number: Int = 1
  ) throws {
    self.client = try LibsslPeer(client, resuming: session)
    self.server = try LibsslPeer(server)
    recording = Recording(flow: .documentation(connection: number))
  }

  mutating func handshake() {
    for _ in 0..<10 {
      _ = client.handshake()
      pass(from: .client)
      _ = server.read()
      _ = server.handshake()
      pass(from: .server)
      _ = client.read()
    }
    #expect(client.failure == nil && server.failure == nil)
  }

  /// The client says something, and the server answers.
  mutating func talk() {
    client.write(Array("REGISTER sip:uc.test".utf8))
    pass(from: .client)
    _ = server.read()
    server.write(Array("SIP/2.0 200 OK".utf8))
    pass(from: .server)
    _ = client.read()
    #expect(client.failure == nil && server.failure == nil)
  }

  /// What one side has to say reaches the other.
  mutating func pass(from side: Side) {
    let (sender, receiver) = side == .client ? (client, server) : (server, client)
    let bytes = sender.output()
    guard !bytes.isEmpty else { return }
    recording.segments.append(
      Segment(
        direction: side == .client ? .clientToServer : .serverToClient,
        time: Int64(recording.segments.count), bytes: bytes))
    receiver.receive(bytes)
  }
}

extension [Plaintext] {
  func data(from side: Side) -> [UInt8] {
    filter { $0.sender == side && $0.type == .applicationData }.flatMap(\.bytes)
  }
}
