import Bytes
import CryptoPrimitives
import TLSEngine
import TLSKeys
import TLSWire
import TestConnections
import Testing
import X509

@Suite("What must not be in the messages of TLS 1.2, and the alert for it")
struct Must12Tests {
  private let identities: TestIdentities

  init() throws { identities = try TestIdentities.shared() }

  private func pair(
    _ change: (inout ClientConfiguration, inout ServerConfiguration) -> Void = { _, _ in }
  ) -> Pair {
    let suites: [CipherSuite] = [.ecdheRSAAES128GCMSHA256]
    var client = identities.client(suites: suites)
    client.applicationProtocols = ["sip"]
    client.recordSizeLimit = 1000
    client.identities = [identities.ecdsa]
    var server = identities.server(suites: suites)
    server.applicationProtocols = ["sip"]
    server.recordSizeLimit = 1000
    server.clientTrust = identities.trust
    server.now = TestIdentities.now * 1_000_000
    change(&client, &server)
    return Pair(client: client, server: server)
  }

  // MARK: Hellos

  static let offers: [Forgery<ClientHello>] = [
    .init("points that can't be sent uncompressed (RFC 8422 §5.1.2)", .illegalParameter) {
      $0.extensions.put(.unknown(.ecPointFormats, [1, 1]))
    },
    .init("no point formats", .decodeError) { $0.extensions.put(.unknown(.ecPointFormats, [0])) },
    .init("records of 63 bytes (RFC 8449 §4)", .illegalParameter) {
      $0.extensions.put(RecordSizeLimit(63))
    },
    .init("two host names (RFC 6066 §3)", .illegalParameter) {
      $0.extensions.put(.unknown(.serverName, [0, 8, 0, 0, 1, 97, 0, 0, 1, 98]))
    },
    .init("no host name", .decodeError) { $0.extensions.put(ServerNameList()) },
    .init("no signature schemes", .decodeError) {
      $0.extensions.put(.unknown(.signatureAlgorithms, [0, 0]))
    },
    .init("half a group", .decodeError) {
      $0.extensions.put(.unknown(.supportedGroups, [0, 3, 0, 29, 0]))
    },
    .init("extended_master_secret with content", .decodeError) {
      $0.extensions.put(.unknown(.extendedMasterSecret, [0]))
    },
    .init("schemes for other keys", .handshakeFailure) {
      $0.extensions.put(SignatureAlgorithms([.ed25519]))
    },
  ]

  @Test(arguments: offers) func offer(_ forgery: Forgery<ClientHello>) throws {
    var pair = pair()
    try pair.forgeNext(forgery.change)
    pair.expectAlert(forgery.alert, from: .server)
  }

  @Test("Vectors of a length that they must not have (RFC 5246 §7.4.1.2)") func vectors() throws {
    let start: [UInt8] = [3, 3] + [UInt8](repeating: 7, count: 32)
    for rest: [UInt8] in [
      [33] + [UInt8](repeating: 1, count: 33) + [0, 2, 0xc0, 0x2f, 1, 0],
      [0, 0, 0, 1, 0], [0, 0, 3, 0xc0, 0x2f, 0xc0, 1, 0], [0, 0, 2, 0xc0, 0x2f, 0],
      [0, 0, 2, 0xc0, 0x2f, 1, 0, 0], [0, 0, 2, 0xc0, 0x2f, 1, 0, 0, 1],
    ] {
      var pair = pair()
      try pair.forgeNextBytes { $0 = start + rest }
      pair.expectAlert(.decodeError, from: .server, "\(rest)")
    }
  }

  static let choices: [Forgery<ServerHello>] = [
    .init("points that can't be sent uncompressed", .illegalParameter) {
      $0.extensions.put(.unknown(.ecPointFormats, [1, 1]))
    },
    .init("records of 63 bytes", .illegalParameter) { $0.extensions.put(RecordSizeLimit(63)) },
    .init("two application protocols (RFC 7301 §3.1)", .illegalParameter) {
      $0.extensions.put(ApplicationLayerProtocolNegotiation(["sip", "h2"]))
    },
    .init("an application protocol that was not offered", .illegalParameter) {
      $0.extensions.put(ApplicationLayerProtocolNegotiation(["h2"]))
    },
    .init("signature_algorithms (RFC 5246 §7.4.1.4.1)", .illegalParameter) {
      $0.extensions.put(SignatureAlgorithms([.rsaPSSRSAESHA256]))
    },
    .init("a ticket that was not asked for", .unsupportedExtension) {
      $0.extensions.put(SessionTicket([]))
    },
    .init("TLS 1.3's supported_versions", .unsupportedExtension) {
      $0.extensions.put(SelectedVersion(.tls13))
    },
    .init("a host name (RFC 6066 §3)", .decodeError) {
      $0.extensions.put(ServerNameList(hostName: "sip.uc.test"))
    },
    .init("a suite of TLS 1.3", .illegalParameter) { $0.cipherSuite = .aes128GCMSHA256 },
  ]

  @Test(arguments: choices) func choice(_ forgery: Forgery<ServerHello>) throws {
    var pair = pair()
    pair.run(until: .serverHello)
    try pair.forgeNext(forgery.change)
    pair.expectAlert(forgery.alert, from: .client)
  }

  @Test("A fallback from TLS 1.3 that need not be (RFC 7507 §3)") func fallback() {
    var pair = pair { client, server in
      client.fallbackSCSV = true
      server.suites.append(.aes128GCMSHA256)
      server.versions = [.tls12, .tls13]
    }
    pair.run()
    pair.expectAlert(.inappropriateFallback, from: .server)
  }

  // MARK: Certificates and key exchange

  @Test("A certificate whose key does not fit the suite") func otherKey() throws {
    var pair = pair()
    pair.run(until: .certificate)
    try pair.forgeNext { (message: inout CertificateMessage) in
      message.certificateList = identities.ecdsa.chain.map { CertificateEntry(data: $0.der) }
    }
    pair.expectAlert(.unsupportedCertificate, from: .client)
  }

  @Test("A curve that is spelled out (RFC 8422 §5.4), and a scheme for another key")
  func serverKeyExchange() throws {
    for kind: UInt8 in [1, 2, 0] {
      var explicit = pair()
      explicit.run(until: .serverKeyExchange)
      try explicit.forgeNextBytes { $0[0] = kind }
      explicit.expectAlert(.illegalParameter, from: .client, "\(kind)")
    }
    var other = pair()
    other.run(until: .serverKeyExchange)
    try other.forgeNext { (body: inout ServerKeyExchangeECDHE) in
      body.signed.scheme = .ecdsaSecp256r1SHA256
    }
    other.expectAlert(.illegalParameter, from: .client)
  }

  @Test("A point that is not on the curve, a compressed one, none (RFC 8422 §5.11)")
  func point() throws {
    let cases: [([UInt8], AlertDescription)] = [
      ([4] + [UInt8](repeating: 9, count: 64), .illegalParameter),
      ([2] + [UInt8](repeating: 9, count: 32), .illegalParameter), ([0], .illegalParameter),
    ]
    for (key, alert) in cases {
      var pair = pair { _, server in server.groups = [.secp256r1] }
      pair.run(until: .clientKeyExchange)
      try pair.forgeNext { (body: inout ClientKeyExchangeECDHE) in body.publicKey = key }
      pair.expectAlert(alert, from: .server, "\(key.count)")
    }
    var empty = pair()
    empty.run(until: .clientKeyExchange)
    try empty.forgeNextBytes { $0 = [0] }
    empty.expectAlert(.decodeError, from: .server)
  }

  @Test("The client's proof with a scheme that was not named, or for another key (RFC 5246 §7.4.8)")
  func proof() throws {
    for scheme in [SignatureScheme.ed448, .rsaPSSRSAESHA256, .ecdsaSHA1] {
      var pair = pair { _, server in server.clientAuthentication = .require }
      pair.run(until: .certificateVerify)
      try pair.forgeNext { (body: inout CertificateVerify) in body.signed.scheme = scheme }
      pair.expectAlert(.illegalParameter, from: .server, scheme.label)
    }
    var request = pair { _, server in server.clientAuthentication = .require }
    request.run(until: .certificateRequest)
    try request.forgeNextBytes { $0 = [0] + $0.dropFirst(Int($0[0]) + 1) }
    request.expectAlert(.decodeError, from: .client)
  }

  @Test("A ChangeCipherSpec of another content, and one without") func changeCipherSpec() throws {
    for (content, alert): ([UInt8], AlertDescription) in [
      ([2], .illegalParameter), ([1, 1], .illegalParameter), ([], .decodeError),
    ] {
      var pair = pair()
      while pair.underWay.first?.kind != .changeCipherSpec { pair.step() }
      var forger = Forger()
      pair.run(replacingNext: try forger.record(.changeCipherSpec, content))
      pair.expectAlert(alert, from: .server, "\(content)")
    }
  }
}
