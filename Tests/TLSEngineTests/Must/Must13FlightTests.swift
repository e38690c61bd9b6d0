import Bytes
import CryptoPrimitives
import TLSEngine
import TLSKeys
import TLSWire
import TestConnections
import Testing
import X509

@Suite("What must not be in the protected messages of a handshake of TLS 1.3")
struct Must13FlightTests {
  // MARK: EncryptedExtensions (RFC 8446 §4.3.1)

  static let answers: [Forgery<EncryptedExtensions>] = [
    .init("an extension that was not asked for", .unsupportedExtension) {
      $0.extensions.put(.unknown(ExtensionType(rawValue: 0x1234), []))
    },
    .init("early_data that was not offered", .unsupportedExtension) {
      $0.extensions.put(EarlyDataIndication())
    },
    .init("key_share", .illegalParameter) {
      $0.extensions.put(
        KeyShareEntry(group: .x25519, keyExchange: [UInt8](repeating: 9, count: 32)))
    },
    .init("supported_versions", .illegalParameter) { $0.extensions.put(SelectedVersion(.tls13)) },
    .init("signature_algorithms", .illegalParameter) {
      $0.extensions.put(SignatureAlgorithms([.ecdsaSecp256r1SHA256]))
    },
    .init("extended_master_secret", .illegalParameter) {
      $0.extensions.put(ExtendedMasterSecret())
    },
    .init("renegotiation_info", .illegalParameter) { $0.extensions.put(RenegotiationInfo([])) },
    .init("a host name (RFC 6066 §3)", .decodeError) {
      $0.extensions.put(ServerNameList(hostName: "sip.uc.test"))
    },
    .init("two application protocols", .illegalParameter) {
      $0.extensions.put(ApplicationLayerProtocolNegotiation(["sip", "sip"]))
    },
    .init("an application protocol that was not offered", .illegalParameter) {
      $0.extensions.put(ApplicationLayerProtocolNegotiation(["h2"]))
    },
    .init("no application protocol in the list", .decodeError) {
      $0.extensions.put(.unknown(.applicationLayerProtocolNegotiation, [0, 0]))
    },
  ]

  @Test(arguments: answers) func answer(_ forgery: Forgery<EncryptedExtensions>) throws {
    var pair = try Must13.pair()
    pair.run(until: .encryptedExtensions)
    try pair.forgeNext(forgery.change)
    pair.expectAlert(forgery.alert, from: .client)
  }

  @Test("Without a block of extensions, and with the same one twice") func blocks() throws {
    for (bytes, alert): ([UInt8], AlertDescription) in [
      ([], .decodeError), ([0, 1], .decodeError),
      ([0, 12, 0, 10, 0, 4, 0, 2, 0, 29, 0, 10, 0, 0], .decodeError),
      ([0, 16, 0, 10, 0, 4, 0, 2, 0, 29, 0, 10, 0, 4, 0, 2, 0, 29], .illegalParameter),
    ] {
      var pair = try Must13.pair()
      pair.run(until: .encryptedExtensions)
      try pair.forgeNextBytes { $0 = bytes }
      pair.expectAlert(alert, from: .client, "\(bytes)")
    }
  }

  @Test("The server takes early data but not the key that it goes with") func earlyData() throws {
    var pair = try Must13.resuming { client, server in
      client.earlyData = [7]
      server.ticketKey = TicketKey(random: .seeded(9))
    }
    pair.run(until: .encryptedExtensions)
    try pair.forgeNext { (answers: inout EncryptedExtensions) in
      answers.extensions.put(EarlyDataIndication())
    }
    // The client's alert is under the keys of early data, which this server does not have.
    pair.expectAlertSent(.illegalParameter, from: .client)
  }

  // MARK: CertificateRequest (RFC 8446 §4.3.2)

  static let requests: [Forgery<CertificateRequest13>] = [
    .init("no signature_algorithms", .missingExtension) {
      $0.extensions.drop(.signatureAlgorithms)
    },
    .init("a context", .illegalParameter) { $0.certificateRequestContext = [1] },
    .init("an extension for another message", .illegalParameter) {
      $0.extensions.put(ApplicationLayerProtocolNegotiation(["sip"]))
    },
    .init("no schemes", .decodeError) {
      $0.extensions.put(.unknown(.signatureAlgorithms, [0, 0]))
    },
  ]

  @Test(arguments: requests) func request(_ forgery: Forgery<CertificateRequest13>) throws {
    var pair = try Must13.pair { _, server in server.clientAuthentication = .request }
    pair.run(until: .certificateRequest)
    try pair.forgeNext(forgery.change)
    pair.expectAlert(forgery.alert, from: .client)
  }

  @Test("An extension of a CertificateRequest that nobody knows is passed over") func ignored()
    throws
  {
    var pair = try Must13.pair { _, server in server.clientAuthentication = .request }
    pair.run(until: .certificateRequest)
    try pair.forgeNext { (request: inout CertificateRequest13) in
      request.extensions.put(.unknown(ExtensionType(rawValue: 0x1234), [1]))
    }
    // The next message shows that the transcripts differ.
    pair.expectAlert(.decryptError, from: .client)
  }

  @Test("A CertificateRequest beside a pre-shared key") func requestWithKey() throws {
    var pair = try Must13.resuming()
    pair.run(until: .finished)
    var forger = try pair.forger()
    pair.run(
      replacingNext: try forger.handshake(.certificateRequest, [0, 0, 8, 0, 13, 0, 4, 0, 2, 4, 3]))
    pair.expectAlert(.unexpectedMessage, from: .client)
  }

  // MARK: Certificate (RFC 8446 §4.4.2)

  /// What holds for both sides' messages.
  static let certificates: [Forgery<CertificateMessage13>] = [
    .init("a context", .illegalParameter) { $0.certificateRequestContext = [1] },
    .init("an extension that was not asked for", .unsupportedExtension) {
      $0.certificateList[0].extensions.put(.unknown(ExtensionType(rawValue: 0x1234), []))
    },
    .init("no X.509", .badCertificate) { $0.certificateList[0].data = [0x30, 0] },
    .init("a signature of nobody", .badCertificate) {
      $0.certificateList[0].data[$0.certificateList[0].data.count - 1] ^= 1
    },
  ]

  @Test(arguments: certificates, Side.allCases)
  func certificate(_ forgery: Forgery<CertificateMessage13>, _ sender: Side) throws {
    var pair = try Must13.pair { _, server in server.clientAuthentication = .require }
    pair.run(until: .certificate, from: sender)
    try pair.forgeNext(forgery.change)
    pair.expectAlert(forgery.alert, from: sender.other)
  }

  @Test("An extension of a certificate that was asked for, but not there") func place() throws {
    var pair = try Must13.pair()
    pair.run(until: .certificate)
    try pair.forgeNext { (message: inout CertificateMessage13) in
      message.certificateList[0].extensions.put(ServerNameList())
    }
    pair.expectAlert(.illegalParameter, from: .client)
    // A client's may answer the CertificateRequest, with what may stand in a Certificate.
    var client = try Must13.pair { _, server in server.clientAuthentication = .require }
    client.run(until: .certificate, from: .client)
    try client.forgeNext { (message: inout CertificateMessage13) in
      message.certificateList[0].extensions.put(SignatureAlgorithms([.ed25519]))
    }
    client.expectAlert(.illegalParameter, from: .server)
  }

  @Test("No certificate: a server must have one, a client where it is required") func none() throws
  {
    for (sender, alert) in [
      (Side.server, AlertDescription.decodeError), (.client, .certificateRequired),
    ] {
      var pair = try Must13.pair { _, server in server.clientAuthentication = .require }
      pair.run(until: .certificate, from: sender)
      try pair.forgeNext { (message: inout CertificateMessage13) in message.certificateList = [] }
      pair.expectAlert(alert, from: sender.other)
    }
  }

  @Test("An empty entry, and a list that says it is longer") func entries() throws {
    for bytes: [UInt8] in [[0, 0, 0, 5, 0, 0, 0, 0, 0], [0, 0, 0, 9, 0, 0, 1, 1, 0, 0], [1]] {
      var pair = try Must13.pair()
      pair.run(until: .certificate)
      try pair.forgeNextBytes { $0 = bytes }
      pair.expectAlert(.decodeError, from: .client, "\(bytes)")
    }
  }

  @Test("Certificates that are refused, with the alert for each reason") func refused() throws {
    let cases: [(AlertDescription, (inout ClientConfiguration) -> Void)] = [
      (.unknownCA, { $0.verification.trust = TrustStore(roots: []) }),
      (.badCertificate, { $0.verification.host = "other.uc.test" }),
      (.certificateExpired, { $0.verification.now += 200_000 }),
    ]
    for (alert, change) in cases {
      var pair = try Must13.pair { client, _ in change(&client) }
      pair.run()
      pair.expectAlert(alert, from: .client)
    }
    var client = try Must13.pair { _, server in
      server.clientAuthentication = .require
      server.clientTrust = TrustStore(roots: [])
    }
    client.run()
    client.expectAlert(.unknownCA, from: .server)
  }

  @Test("A key that may sign certificates alone (RFC 8446 §4.4.2.2)") func keyUsage() throws {
    let key = try PrivateKey.makeEC(group: .secp256r1, random: .seeded(4))
    let authority = try CertificateAuthority.makeRoot(
      name: "Root", key: key, validFrom: TestIdentities.now - 1, validTo: TestIdentities.now + 1000,
      random: .seeded(3))
    var pair = try Must13.pair { client, server in
      client.verification.skipped = CertificateVerification.checks
      server.identities = [Identity(chain: [authority.certificate], key: key)]
    }
    pair.run()
    pair.expectAlert(.unsupportedCertificate, from: .client)
  }

  // MARK: CertificateVerify and Finished (RFC 8446 §4.4.3, §4.4.4)

  static let proofs: [Forgery<CertificateVerify>] = [
    .init("a scheme that was not offered", .illegalParameter) { $0.signed.scheme = .ed448 },
    .init("PKCS #1 v1.5, which was offered for certificates", .illegalParameter) {
      $0.signed.scheme = .rsaPKCS1SHA256
    },
    .init("a scheme for another key", .illegalParameter) { $0.signed.scheme = .rsaPSSRSAESHA256 },
    .init("SHA-1", .illegalParameter) { $0.signed.scheme = .ecdsaSHA1 },
    .init("a signature of something else", .decryptError) { $0.signed.signature[20] ^= 1 },
    .init("no signature", .decryptError) { $0.signed.signature = [] },
  ]

  @Test(arguments: proofs, Side.allCases)
  func proof(_ forgery: Forgery<CertificateVerify>, _ sender: Side) throws {
    var pair = try Must13.pair { _, server in server.clientAuthentication = .require }
    pair.run(until: .certificateVerify, from: sender)
    try pair.forgeNext(forgery.change)
    pair.expectAlert(forgery.alert, from: sender.other)
    // The Finished after it would not fit either, with the same alert.
    if forgery.alert == .decryptError {
      #expect(pair[sender.other].failure == .misbehaving(.signatureInvalid))
    }
  }

  static let endings: [Forgery<Finished>] = [
    .init("changed", .decryptError) { $0.verifyData[31] ^= 1 },
    .init("cut short", .decodeError) { $0.verifyData.removeLast() },
    .init("empty", .decodeError) { $0.verifyData = [] },
    .init("too long", .decodeError) { $0.verifyData.append(0) },
  ]

  @Test(arguments: endings, Side.allCases)
  func finished(_ forgery: Forgery<Finished>, _ sender: Side) throws {
    for way in Must13.ways where !way.name.contains("early") || sender == .client {
      var pair = try way.make()
      pair.run(until: .finished, from: sender)
      try pair.forgeNext(forgery.change)
      pair.expectAlert(forgery.alert, from: sender.other, way.name)
    }
  }

  // MARK: Order (RFC 8446 §4, appendix A)

  @Test("Messages left out of the server's flight and of the client's") func leftOut() throws {
    for (type, sender) in [
      (HandshakeType.encryptedExtensions, Side.server), (.certificate, .server),
      (.certificateVerify, .server), (.certificate, .client), (.certificateVerify, .client),
    ] {
      var pair = try Must13.pair { _, server in server.clientAuthentication = .require }
      pair.run(until: type, from: sender)
      let following = pair.underWay[1]
      guard case .handshake(let message) = following.content else { continue }
      var forger = try pair.forger()
      pair.run(replacingNext: try forger.record(.handshake, message.bytes))
      pair.expectAlert(.unexpectedMessage, from: sender.other, "\(sender) \(type.label)")
    }
  }
}
