import Bytes
import CryptoPrimitives
import Knowledge
import TLSEngine
import TLSKeys
import TLSWire
import TestConnections
import Testing
import X509

@Suite("Each failure has its alert, and the other side hears it")
struct AlertTests {
  private let identities: TestIdentities
  private let suite = CipherSuite.ecdheRSAAES128GCMSHA256

  init() throws {
    identities = try TestIdentities.shared()
  }

  /// Runs to the end: `side` fails and says why, the other takes note.
  private func expect(_ description: AlertDescription, from side: Side, _ pair: Pair) {
    var pair = pair
    pair.run()
    pair.checkAlerts(description.label)
    let fatal = Alert(level: .fatal, description: description)
    #expect(pair.effects(of: side).sentAlerts == [fatal])
    #expect(pair[side.other].failure == .peerAlert(fatal))
    #expect(pair.effects(of: side).contains(.close))
    #expect(pair.effects(of: side.other).sentAlerts.isEmpty, "no alert answers an alert")
  }

  // MARK: Certificates

  private func verifying(_ change: (inout ServerVerification) throws -> Void) rethrows -> Pair {
    var client = identities.client(suites: [suite])
    try change(&client.verification)
    return Pair(client: client, server: identities.server(suites: [suite]))
  }

  @Test func unknownAuthority() throws {
    let other = try CertificateAuthority.makeRoot(
      name: "Other Root", key: .makeEC(group: .secp256r1, random: .seeded(1)),
      validFrom: TestIdentities.now - 1, validTo: TestIdentities.now + 1000, random: .seeded(2))
    let pair = verifying { $0.trust = TrustStore(roots: [other.certificate]) }
    expect(.unknownCA, from: .client, pair)
  }

  @Test func wrongName() {
    expect(.badCertificate, from: .client, verifying { $0.host = "other.uc.test" })
  }

  @Test(arguments: [-5000, 200_000]) func wrongTime(_ seconds: Int64) {
    expect(.certificateExpired, from: .client, verifying { $0.now += seconds })
  }

  @Test("A check that is switched off refuses nothing")
  func skipped() {
    var pair = verifying {
      $0.host = "other.uc.test"
      $0.skipped = [.certificateHostname]
    }
    pair.run()
    #expect(pair.isEstablished)
    let skipped = pair.clientEffects.compactMap { effect -> Check.Name? in
      if case .verified(let check) = effect, check.skipped { check.name } else { nil }
    }
    #expect(skipped == [.certificateHostname, .certificateRevocation])
  }

  @Test("A key that may only sign certificates", arguments: [true, false])
  func keyUsage(_ encrypts: Bool) throws {
    let key = try #require(identities.server(suites: [suite]).identities.first).key
    let root = try CertificateAuthority.makeRoot(
      name: "Root", key: key, validFrom: TestIdentities.now - 1, validTo: TestIdentities.now + 1000,
      random: .seeded(3))
    let suite = encrypts ? CipherSuite.rsaAES128GCMSHA256 : suite
    var client = identities.client(suites: [suite])
    client.verification.skipped = CertificateVerification.checks
    var server = identities.server(suites: [suite])
    server.identities = [Identity(chain: [root.certificate], key: key)]
    expect(.unsupportedCertificate, from: .client, Pair(client: client, server: server))
  }

  @Test func noCertificate() throws {
    var pair = try makePair(suite)
    pair.run(until: .certificate)
    var forger = Forger()
    pair.run(replacingNext: try forger.handshake(.certificate, [0, 0, 0]))
    #expect(pair.client.failure == .refused(.unusableCertificate("no certificate")))
    pair.checkAlerts("no certificate")
  }

  // MARK: Negotiation

  @Test func noCommonSuite() {
    expect(
      .handshakeFailure, from: .server,
      Pair(
        client: identities.client(suites: [.rsaAES128GCMSHA256]),
        server: identities.server(suites: [suite])))
  }

  @Test func noCommonGroup() {
    var client = identities.client(suites: [suite])
    client.groups = [.x448]
    expect(
      .handshakeFailure, from: .server,
      Pair(client: client, server: identities.server(suites: [suite])))
  }

  @Test("The curve of an ECDSA certificate must be among the client's groups")
  func curveOfCertificate() {
    var client = identities.client(suites: [.ecdheECDSAAES128GCMSHA256])
    client.groups = [.x25519]
    let server = identities.server(suites: [.ecdheECDSAAES128GCMSHA256])
    expect(.handshakeFailure, from: .server, Pair(client: client, server: server))
  }

  @Test func noCommonApplicationProtocol() {
    var client = identities.client(suites: [suite])
    client.applicationProtocols = ["sip"]
    var server = identities.server(suites: [suite])
    server.applicationProtocols = ["h2"]
    expect(.noApplicationProtocol, from: .server, Pair(client: client, server: server))
  }

  /// Changes a message on its way, and hears what the receiver says to it.
  private func changing<Body: HandshakeBody>(
    _ suite: CipherSuite, _ change: (inout Body) -> Void
  ) throws -> Pair {
    var pair = try makePair(suite)
    pair.run(until: Body.handshakeType)
    var body: Body = try #require(pair.nextHandshake).read()
    change(&body)
    let message = try HandshakeMessage.making(body)
    pair.run(
      replacingNext: Record(type: .handshake, legacyVersion: .tls12, fragment: message.bytes).bytes)
    return pair
  }

  @Test(arguments: [ProtocolVersion.ssl3, .tls10, .tls11]) func oldClient(_ v: ProtocolVersion)
    throws
  {
    let pair = try changing(suite) { (hello: inout ClientHello) in hello.legacyVersion = v }
    expect(.protocolVersion, from: .server, pair)
  }

  @Test(arguments: [ProtocolVersion.tls11, .tls13]) func otherServer(_ v: ProtocolVersion) throws {
    let pair = try changing(suite) { (hello: inout ServerHello) in hello.legacyVersion = v }
    expect(.protocolVersion, from: .client, pair)
  }

  @Test func suiteThatWasNotOffered() throws {
    let pair = try changing(suite) { (hello: inout ServerHello) in
      hello.cipherSuite = .rsaAES128GCMSHA256
    }
    expect(.illegalParameter, from: .client, pair)
  }

  @Test func compression() throws {
    let chosen = try changing(suite) { (hello: inout ServerHello) in
      hello.legacyCompressionMethod = CompressionMethod(rawValue: 1)
    }
    expect(.illegalParameter, from: .client, chosen)
    let offered = try changing(suite) { (hello: inout ClientHello) in
      hello.legacyCompressionMethods = [CompressionMethod(rawValue: 1)]
    }
    expect(.illegalParameter, from: .server, offered)
  }

  @Test func extensionThatWasNotAskedFor() throws {
    let pair = try changing(suite) { (hello: inout ServerHello) in
      hello.extensions =
        (hello.extensions ?? []) + [Extension(ApplicationLayerProtocolNegotiation(["sip"]))]
    }
    expect(.unsupportedExtension, from: .client, pair)
  }

  @Test func extensionTwice() throws {
    var pair = try makePair(suite)
    let message = try #require(pair.nextHandshake)
    var hello = try message.read(ClientHello.self)
    hello.extensions = nil
    // The writer refuses to do it, so the bytes are put together by hand.
    let start = try HandshakeMessage.making(hello).body
    let block = Array(message.body.dropFirst(start.count + 2)) + [0, 23, 0, 0]
    let length = [UInt8(block.count >> 8), UInt8(block.count & 0xff)]
    var forger = Forger()
    pair.run(replacingNext: try forger.handshake(.clientHello, start + length + block))
    expect(.illegalParameter, from: .server, pair)
  }

  @Test func encryptThenMACWithGCM() throws {
    let pair = try changing(suite) { (hello: inout ServerHello) in
      hello.extensions = (hello.extensions ?? []) + [Extension(EncryptThenMAC())]
    }
    expect(.illegalParameter, from: .client, pair)
  }

  @Test func renegotiationInfoInFirstHandshake() throws {
    func forged(_ list: [Extension]?) -> [Extension] {
      (list ?? []).filter { $0.type != .renegotiationInfo } + [Extension(RenegotiationInfo([1]))]
    }
    let server = try changing(suite) { (hello: inout ServerHello) in
      hello.extensions = forged(hello.extensions)
    }
    expect(.handshakeFailure, from: .client, server)
    let client = try changing(suite) { (hello: inout ClientHello) in
      hello.extensions = forged(hello.extensions)
    }
    expect(.handshakeFailure, from: .server, client)
  }

  // MARK: Key exchange

  @Test func groupThatWasNotOffered() throws {
    let pair = try changing(suite) { (body: inout ServerKeyExchangeECDHE) in
      body.params.namedCurve = .x448
    }
    expect(.illegalParameter, from: .client, pair)
  }

  @Test func signatureSchemeThatWasNotOffered() throws {
    let pair = try changing(suite) { (body: inout ServerKeyExchangeECDHE) in
      body.signed.scheme = .rsaPKCS1SHA1
    }
    expect(.illegalParameter, from: .client, pair)
  }

  @Test func wrongSignature() throws {
    let pair = try changing(suite) { (body: inout ServerKeyExchangeECDHE) in
      body.signed.signature[100] ^= 1
    }
    expect(.decryptError, from: .client, pair)
  }

  @Test func shortPrime() throws {
    let pair = try changing(.dheRSAAES128GCMSHA256) { (body: inout ServerKeyExchangeDHE) in
      body.params.p = Array(body.params.p.prefix(128))
    }
    expect(.insufficientSecurity, from: .client, pair)
  }

  @Test("Public keys from which everyone could tell the secret", arguments: 0...2)
  func weakPublicKey(_ kind: Int) throws {
    let field = try #require(Group.ffdhe2048.parameters)
    var less = field.prime
    less[less.count - 1] -= 1
    let values: [[UInt8]] = [[0], [1], less]
    let pair = try changing(.dheRSAAES128GCMSHA256) { (body: inout ClientKeyExchangeDHE) in
      body.publicKey = values[kind]
    }
    expect(.handshakeFailure, from: .server, pair)
    let other = try changing(.dheRSAAES128GCMSHA256) { (body: inout ServerKeyExchangeDHE) in
      body.params.publicKey = values[kind]
    }
    expect(.handshakeFailure, from: .client, other)
  }

  @Test("A finite field in the place of a curve, although it was offered for DHE")
  func finiteFieldAsCurve() throws {
    var client = identities.client(suites: [suite, .dheRSAAES128GCMSHA256])
    client.groups = [.x25519, .ffdhe2048]
    var pair = Pair(client: client, server: identities.server(suites: [suite]))
    pair.run(until: .serverKeyExchange)
    var body = try #require(pair.nextHandshake).read(ServerKeyExchangeECDHE.self)
    body.params.namedCurve = .ffdhe2048
    let message = try HandshakeMessage.making(body)
    pair.run(
      replacingNext: Record(type: .handshake, legacyVersion: .tls12, fragment: message.bytes).bytes)
    expect(.illegalParameter, from: .client, pair)
  }

  @Test("A point of small order, and one that is not on the curve")
  func weakPoint() throws {
    let small = try changing(suite) { (body: inout ClientKeyExchangeECDHE) in
      body.publicKey = [UInt8](repeating: 0, count: 32)
    }
    expect(.illegalParameter, from: .server, small)
    let short = try changing(suite) { (body: inout ClientKeyExchangeECDHE) in
      body.publicKey.removeLast()
    }
    expect(.illegalParameter, from: .server, short)
  }

  @Test(arguments: [Side.client, .server]) func wrongFinished(_ sender: Side) throws {
    var pair = try makePair(suite)
    while pair.nextHandshake?.type != .finished || pair.underWay[0].sender != sender {
      pair.step()
    }
    var body = try #require(pair.nextHandshake).body
    body[11] ^= 1
    var forger = try pair.forger()
    pair.run(replacingNext: try forger.handshake(.finished, body))
    expect(.decryptError, from: sender.other, pair)
  }
}
