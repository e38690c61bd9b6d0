import Bytes
import CryptoPrimitives
import TLSEngine
import TLSKeys
import TLSWire
import TestConnections
import Testing
import X509

/// One thing that a peer must not do, and the alert that it gets for it.
struct Forgery<Body: Sendable>: Sendable, CustomTestStringConvertible {
  let name: String
  let alert: AlertDescription
  let change: @Sendable (inout Body) throws -> Void

  init(
    _ name: String, _ alert: AlertDescription,
    _ change: @escaping @Sendable (inout Body) throws -> Void
  ) {
    self.name = name
    self.alert = alert
    self.change = change
  }

  var testDescription: String { name }
}

/// Connections of TLS 1.3 for forgers to break.
enum Must13 {
  static let now = TestIdentities.now * 1_000_000
  /// What both sides speak, and two suites that the client does not offer.
  static let suites: [CipherSuite] = [.aes128GCMSHA256, .ecdheECDSAAES128GCMSHA256]
  static let external = ExternalPSK(
    identity: Array("phone-17".utf8), key: [UInt8](repeating: 5, count: 32))

  /// A client that offers 1.2 and 1.3, and a server that takes either.
  static func pair(
    _ change: (inout ClientConfiguration, inout ServerConfiguration) throws -> Void = { _, _ in }
  ) throws -> Pair {
    let identities = try TestIdentities.shared()
    var client = identities.client(suites: suites)
    client.versions = [.tls12, .tls13]
    client.now = now
    client.applicationProtocols = ["sip"]
    client.identities = [identities.ecdsa]
    var server = identities.server(suites: CipherSuite.spoken13 + CipherSuite.spoken12)
    server.versions = [.tls12, .tls13]
    server.now = now
    server.applicationProtocols = ["sip"]
    server.identities = [identities.ecdsa]
    server.ticketKey = TicketKey(random: .seeded(8))
    server.clientTrust = identities.trust
    server.earlyDataLimit = 100
    try change(&client, &server)
    return Pair(client: client, server: server)
  }

  /// One that is established, with its tickets delivered.
  static func established(
    _ change: (inout ClientConfiguration, inout ServerConfiguration) throws -> Void = { _, _ in }
  ) throws -> Pair {
    var pair = try pair(change)
    pair.run()
    let established = pair.isEstablished
    try #require(established, "\(pair.client.failure as Any) \(pair.server.failure as Any)")
    return pair
  }

  /// One whose client offers a ticket of an earlier session.
  static func resuming(
    _ change: (inout ClientConfiguration, inout ServerConfiguration) throws -> Void = { _, _ in }
  ) throws -> Pair {
    let session = try #require(established().client.resumableSessions.first)
    return try pair { client, server in
      client.resumption = session
      try change(&client, &server)
    }
  }

  /// One for each way through the handshake.
  static let ways: [Way] = [
    Way("full") { try pair() },
    Way("retried") { try pair { _, server in server.retries = true } },
    Way("client certificate") { try pair { _, server in server.clientAuthentication = .require } },
    Way("resumed") { try resuming() },
    Way("early data") { try resuming { client, _ in client.earlyData = [7, 7] } },
    Way("early data that is not taken") {
      try resuming { client, server in
        client.earlyData = [7, 7]
        server.earlyDataLimit = 0
      }
    },
    Way("key alone") {
      try pair { client, server in
        client.pskModes = [.pskKE]
        client.preSharedKeys = [external]
        server.preSharedKeys = [external]
      }
    },
  ]

  /// A certificate that is asked for after the handshake.
  static let later = Way("certificate asked for later") {
    var pair = try established { client, server in
      client.postHandshakeAuthentication = true
      server.clientAuthentication = .require
    }
    pair.from(.server) { $0.requestCertificate() }
    return pair
  }

  struct Way: Sendable, CustomTestStringConvertible {
    let name: String
    let make: @Sendable () throws -> Pair

    init(_ name: String, _ make: @escaping @Sendable () throws -> Pair) {
      self.name = name
      self.make = make
    }

    var testDescription: String { name }
  }
}

extension Pair {
  /// Puts another message in the place of the next one, under its sender's keys, and runs to the end.
  mutating func forgeNext<Body: HandshakeBody>(_ change: (inout Body) throws -> Void) throws {
    var body: Body = try #require(nextHandshake).read()
    try change(&body)
    var forger = try forger()
    run(replacingNext: try forger.record(.handshake, HandshakeMessage.making(body).bytes))
  }

  /// The same with the bytes of its body.
  mutating func forgeNextBytes(_ change: (inout [UInt8]) throws -> Void) throws {
    let message = try #require(nextHandshake)
    var body = message.body
    try change(&body)
    var forger = try forger()
    run(replacingNext: try forger.handshake(message.type, body))
  }

  /// `side` has failed with that alert and nothing else, and the other side has heard it.
  func expectAlert(_ description: AlertDescription, from side: Side, _ context: String = "") {
    checkAlerts(context)
    let fatal = Alert(level: .fatal, description: description)
    #expect(
      effects(of: side).sentAlerts == [fatal], "\(context): \(self[side].failure as Any)")
    #expect(self[side.other].failure == .peerAlert(fatal), "\(context)")
    #expect(effects(of: side).contains(.close), "\(context)")
  }
}

extension Optional where Wrapped == [Extension] {
  /// Puts extensions in the place of those of the same types, or behind the others.
  mutating func put(_ new: Extension...) {
    self = (self ?? []).filter { old in !new.contains { $0.type == old.type } } + new
  }

  mutating func put(_ new: some ExtensionContent) { put(Extension(new)) }

  mutating func drop(_ types: ExtensionType...) {
    self = self?.filter { !types.contains($0.type) }
  }
}
