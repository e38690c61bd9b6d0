import CryptoPrimitives
import Knowledge
import TLSKeys
import TLSWire
import X509

// A server's answer in TLS 1.2: its whole flight (RFC 5246 §7.3).
extension ExpectingClientHello {
  func receive12(
    _ hello: ClientHello, _ exchange: inout Exchange
  ) throws(HandshakeFailure) -> ConnectionState {
    try hello.checkPointFormats()
    exchange.decide(.version(.tls12))
    if let info = hello.renegotiatedConnection, !info.isEmpty {
      throw .misbehaving(.renegotiationMismatch)
    }
    if let found = try findSession(hello, &exchange) { return try resume(found, hello, &exchange) }
    let choice = try ServerChoice(hello, configuration)
    announce(choice, &exchange)
    let handshake = ServerHandshake12(configuration, hello, choice, exchange)
    try sendServerHello(hello, choice, handshake, &exchange)
    try exchange.send(
      CertificateMessage(
        certificateList: choice.identity.chain.map { CertificateEntry(data: $0.der) }))
    try sendServerKeyExchange(choice, &exchange)
    try exchange.send(ServerHelloDone())
    exchange.fixRules()
    exchange.privateKeys[.serverPrivateKey] = choice.identity.key
    return .expectingClientKeyExchange(ExpectingClientKeyExchange(handshake: handshake))
  }

  private func announce(_ choice: ServerChoice, _ exchange: inout Exchange) {
    exchange.decide(.suite(choice.suite))
    if let group = choice.group { exchange.decide(.group(group)) }
    if let scheme = choice.scheme { exchange.decide(.signatureScheme(scheme)) }
    if choice.encryptThenMAC { exchange.decide(.encryptThenMAC(true)) }
    if configuration.extendedMasterSecret {
      exchange.decide(.extendedMasterSecret(choice.extendedMasterSecret))
    }
    if let name = choice.applicationProtocol { exchange.decide(.applicationProtocol(name)) }
  }

  private func sendServerHello(
    _ hello: ClientHello, _ choice: ServerChoice, _ handshake: ServerHandshake12,
    _ exchange: inout Exchange
  ) throws(HandshakeFailure) {
    let random = exchange.makeServerRandom()
    var extensions = choice.helloExtensions(answering: hello)
    if handshake.promisesTicket { extensions.append(.sessionTicket([])) }
    try exchange.send(
      ServerHello(
        legacyVersion: .tls12, random: random, legacySessionIDEcho: handshake.sessionID,
        cipherSuite: choice.suite, legacyCompressionMethod: .null,
        extensions: extensions.isEmpty ? nil : extensions))
  }
}

extension Exchange {
  /// Makes the server's random (RFC 5246 §7.4.1.3).
  mutating func makeServerRandom() -> [UInt8] {
    let random = freshBytes("server_random", 32)
    generate(
      Generated(
        source: RFCSection(5246, "7.4.1.3"), publicPart: .init(.serverRandom, random)))
    return random
  }
}
