import Bytes
import CryptoPrimitives
import Knowledge
import TLSKeys
import TLSWire
import X509

// A server's answer in TLS 1.2: its whole flight (RFC 5246 §7.3).
extension ExpectingClientHello {
  func receive12(
    _ hello: ClientHello, _ version: ProtocolVersion, _ exchange: inout Exchange
  ) throws(HandshakeFailure) -> any HandshakeState {
    try hello.checkPointFormats()
    exchange.decide(.version(version))
    exchange.records.version = version
    try exchange.verifyRenegotiationInfo(hello)
    try exchange.checkExtendedMasterSecretStays(hello.has(.extendedMasterSecret))
    if let found = try findSession(hello, version, &exchange) {
      return try resume(found, hello, &exchange)
    }
    let choice = try ServerChoice(hello, version, configuration)
    announce(choice, &exchange)
    let handshake = ServerHandshake12(configuration, hello, choice, exchange)
    try sendServerHello(hello, choice, handshake, &exchange)
    if let identity = choice.identity {
      try exchange.send(CertificateMessage(chain: identity.chain.map(\.der)))
      if let status = identity.status(for: hello) { try exchange.send(status) }
    }
    try sendServerKeyExchange(choice, &exchange)
    // Only a server that shows a certificate may ask for one (RFC 5246 §7.4.4, RFC 4279 §2).
    let asks = configuration.clientAuthentication != .off && choice.identity != nil
    if asks { try exchange.send(configuration.wrappedValue.certificateRequest(in: version)) }
    try exchange.send(ServerHelloDone())
    exchange.fixRules()
    exchange.privateKeys[.serverPrivateKey] = choice.identity?.key
    if asks {
      return ExpectingClientCertificate(handshake: handshake)
    }
    return ExpectingClientKeyExchange(handshake: handshake)
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
    let random = exchange.makeServerRandom(
      negotiated: choice.version, best: configuration.acceptedVersions.max())
    var extensions = choice.helloExtensions(
      answering: hello, renegotiated: exchange.renegotiatedConnection)
    try exchange.limitRecords(own: configuration.recordSizeLimit, peer: hello)
    if hello.has(.recordSizeLimit) {
      extensions.append(recordSizeLimit: configuration.recordSizeLimit)
    }
    if choice.identity?.status(for: hello) != nil { extensions.append(CertificateStatusPromise()) }
    if handshake.promisesTicket { extensions.append(SessionTicket([])) }
    try exchange.send(
      ServerHello(
        legacyVersion: choice.version, random: random, legacySessionIDEcho: handshake.sessionID,
        cipherSuite: choice.suite, legacyCompressionMethod: .null,
        extensions: extensions.isEmpty ? nil : extensions))
  }
}

extension Exchange {
  /// Makes the server's random (RFC 5246 §7.4.1.3), with a sign in it where the server could have
  /// done better.
  mutating func makeServerRandom(
    negotiated: ProtocolVersion, best: ProtocolVersion?
  ) -> [UInt8] {
    let random = DowngradeSentinel.mark(
      freshBytes("server_random", 32), negotiated: negotiated, best: best ?? negotiated)
    generate(
      Generated(
        source: RFCSection(5246, "7.4.1.3"), publicPart: .init(.serverRandom, random)))
    return random
  }
}
