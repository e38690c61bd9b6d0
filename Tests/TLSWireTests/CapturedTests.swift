import Bytes
import TLSWire
import Testing

@Suite("What OpenSSL says to itself is understood")
struct CapturedTests {
  @Test(
    "Every readable message is read, and written again as it was", arguments: CapturedSession.all)
  func rewritten(session: CapturedSession) throws {
    let context = HandshakeContext(keyExchange: session.keyExchange)
    for message in try session.messages(session.client) + session.messages(session.server) {
      let type = try #require(context.bodyType(of: message.type))
      #expect(try rewrite(message, as: type) == message)
      let tree = annotateHandshake(message.bytes, context: context)
      #expect(gap(in: tree, count: message.bytes.count) == nil)
      #expect(tree.errors.isEmpty)
      #expect(tree.name == message.type.name)
    }
  }

  private func rewrite<Body: HandshakeBody>(
    _ message: HandshakeMessage, as type: Body.Type
  ) throws(WireError) -> HandshakeMessage {
    try HandshakeMessage.making(message.read(type))
  }

  @Test("Every byte of every record has a meaning", arguments: CapturedSession.all)
  func covered(session: CapturedSession) throws {
    for bytes in [session.client, session.server] {
      for (record, encrypted) in try session.records(bytes) {
        let context = HandshakeContext(keyExchange: session.keyExchange, encrypted: encrypted)
        let tree = annotateRecord(record.bytes, context: context)
        #expect(gap(in: tree, count: record.bytes.count) == nil)
        #expect(tree.errors.isEmpty)
      }
    }
  }

  @Test("Every truncation and change of a real flight is covered", arguments: CapturedSession.tls12)
  func damaged(session: CapturedSession) throws {
    let context = HandshakeContext(keyExchange: session.keyExchange)
    var random = SeededGenerator(seed: 7)
    for message in try session.messages(session.client) + session.messages(session.server) {
      for place in message.bytes.indices {
        let cut = Array(message.bytes.prefix(place))
        #expect(gap(in: annotateHandshake(cut, context: context), count: cut.count) == nil)
        var changed = message.bytes
        changed[place] = random.uint8()
        #expect(
          gap(in: annotateHandshake(changed, context: context), count: changed.count) == nil)
      }
    }
  }

  private func types(_ messages: [HandshakeMessage]) -> [HandshakeType] { messages.map(\.type) }

  @Test func rsa() throws {
    let session = CapturedSession.rsa
    let client = try session.messages(session.client)
    let server = try session.messages(session.server)
    #expect(types(client) == [.clientHello, .clientKeyExchange])
    #expect(types(server) == [.serverHello, .certificate, .serverHelloDone])
    let hello = try client[0].read(ClientHello.self)
    #expect(hello.serverName == "sip.uc.test")
    #expect(hello.alpn == ["sip"])
    #expect(hello.cipherSuites == [.rsaAES128GCMSHA256, .emptyRenegotiationInfoSCSV])
    #expect(hello.legacyVersion == .tls12)
    #expect(hello.has(.extendedMasterSecret) && hello.has(.encryptThenMAC))
    #expect(hello.signatureSchemes?.contains(.rsaPSSRSAESHA256) == true)
    let answer = try server[0].read(ServerHello.self)
    #expect(answer.cipherSuite == .rsaAES128GCMSHA256)
    #expect(answer.renegotiatedConnection == [])
    #expect(answer.alpn == nil)
    #expect(try client[1].read(ClientKeyExchangeRSA.self).encryptedPreMasterSecret.count == 256)
    let chain = try server[1].read(CertificateMessage.self).certificateList
    #expect(chain.count == 1)
    #expect(chain[0].data.starts(with: [0x30, 0x82]))
  }

  @Test func ecdhe() throws {
    let session = CapturedSession.ecdhe
    let client = try session.messages(session.client)
    let server = try session.messages(session.server)
    let hello = try client[0].read(ClientHello.self)
    #expect(hello.alpn == ["sip", "h2"])
    #expect(hello.supportedGroups == [.x25519])
    #expect(hello.ecPointFormats?.first == .uncompressed)
    #expect(hello.sessionTicket == [])
    let answer = try server[0].read(ServerHello.self)
    #expect(answer.cipherSuite == .ecdheRSAAES128GCMSHA256)
    #expect(answer.alpn == ["sip"])
    let exchange = try server[2].read(ServerKeyExchangeECDHE.self)
    #expect(exchange.namedCurve == .x25519)
    #expect(exchange.publicKey.count == 32)
    #expect(exchange.signed.scheme == .rsaPSSRSAESHA256)
    #expect(exchange.signed.signature.count == 256)
    #expect(try client[1].read(ClientKeyExchangeECDHE.self).publicKey.count == 32)
    #expect(types(server).last == .newSessionTicket)
    #expect(try server[4].read(NewSessionTicket.self).ticketLifetimeHint == 7200)
  }

  @Test func dhe() throws {
    let session = CapturedSession.dhe
    let server = try session.messages(session.server)
    let exchange = try server[2].read(ServerKeyExchangeDHE.self)
    #expect(exchange.g == [2])
    #expect(exchange.p.count == 256)
    #expect(try server[0].read(ServerHello.self).cipherSuite == .dheRSAAES128CBCSHA256)
  }

  @Test func ecdsaWithClientCertificate() throws {
    let session = CapturedSession.ecdsa
    let client = try session.messages(session.client)
    let server = try session.messages(session.server)
    #expect(types(client) == [.clientHello, .certificate, .clientKeyExchange, .certificateVerify])
    let request = try server[3].read(CertificateRequest.self)
    #expect(request.certificateTypes == [.rsaSign, .dssSign, .ecdsaSign])
    #expect(request.supportedSignatureAlgorithms.contains(.ecdsaSecp256r1SHA256))
    #expect(
      try client[3].read(CertificateVerify.self).signed.scheme == .ecdsaSecp256r1SHA256)
    #expect(
      try client[1].read(CertificateMessage.self).certificateList
        == server[1].read(CertificateMessage.self).certificateList)
  }

  @Test("TLS 1.3 hellos are hellos, with extensions of their own")
  func tls13() throws {
    let session = CapturedSession.tls13
    let server = try session.messages(session.server)
    let answer = try server[0].read(ServerHello.self)
    #expect(answer.cipherSuite == .aes256GCMSHA384)
    #expect(answer[SelectedVersion.self] == SelectedVersion(.tls13))
    let hello = try session.messages(session.client)[0].read(ClientHello.self)
    #expect(hello.keyShares?.map(\.group) == [.x25519])
    #expect(hello.pskKeyExchangeModes == [.pskDHEKE])
    #expect(hello.extensions?.allSatisfy { $0.type.name != nil } == true)
  }
}
