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
    let choice = try ServerChoice(hello, configuration)
    announce(choice, &exchange)
    try sendServerHello(hello, choice, &exchange)
    try exchange.send(
      CertificateMessage(
        certificateList: choice.identity.chain.map { CertificateEntry(data: $0.der) }))
    try sendServerKeyExchange(choice, &exchange)
    try exchange.send(ServerHelloDone())
    exchange.fixRules()
    exchange.privateKeys[.serverPrivateKey] = choice.identity.key
    return .expectingClientKeyExchange(ExpectingClientKeyExchange())
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
    _ hello: ClientHello, _ choice: ServerChoice, _ exchange: inout Exchange
  ) throws(HandshakeFailure) {
    let random = exchange.random.substream("server_random").bytes(32)
    exchange.generate(
      Generated(
        source: RFCSection(5246, "7.4.1.3"), publicPart: .init(.serverRandom, random)))
    let extensions = choice.helloExtensions(answering: hello)
    try exchange.send(
      ServerHello(
        legacyVersion: .tls12, random: random, legacySessionIDEcho: [],
        cipherSuite: choice.suite, legacyCompressionMethod: .null,
        extensions: extensions.isEmpty ? nil : extensions))
  }
}
