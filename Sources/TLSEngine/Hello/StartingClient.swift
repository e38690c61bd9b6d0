import CryptoPrimitives
import Knowledge
import TLSKeys
import TLSWire

/// Before the first message: the client makes its offer (RFC 5246 §7.4.1.2).
struct StartingClient: Sendable, Codable {
  let configuration: ClientConfiguration

  func start(_ exchange: inout Exchange) throws(HandshakeFailure) -> ConnectionState {
    let random = exchange.random.substream("client_random").bytes(32)
    exchange.generate(
      Generated(
        source: RFCSection(5246, "7.4.1.2"), publicPart: .init(.clientRandom, random)))
    let hello = ClientHello(
      legacyVersion: .tls12, random: random, legacySessionID: [],
      cipherSuites: configuration.suites, legacyCompressionMethods: [.null],
      extensions: configuration.helloExtensions)
    exchange.records.version = .tls10
    try exchange.send(hello)
    exchange.records.version = .tls12
    return .expectingServerHello(
      ExpectingServerHello(configuration: configuration, offer: hello))
  }
}

extension ClientConfiguration {
  /// The extensions of the ClientHello, in the order in which they are sent.
  var helloExtensions: [Extension] {
    var extensions: [Extension] = []
    if let serverName { extensions.append(.serverName(serverName)) }
    if suites.contains(where: \.usesEllipticCurves) {
      extensions.append(.ecPointFormats([.uncompressed]))
    }
    if suites.contains(where: { $0.parameters?.keyExchange.isEphemeral == true }) {
      extensions.append(.supportedGroups(groups))
    }
    if sessionTicket { extensions.append(.sessionTicket([])) }
    if encryptThenMAC { extensions.append(.encryptThenMAC) }
    if extendedMasterSecret { extensions.append(.extendedMasterSecret) }
    extensions.append(.signatureAlgorithms(signatureSchemes))
    if !applicationProtocols.isEmpty { extensions.append(.alpn(applicationProtocols)) }
    extensions.append(.renegotiationInfo([]))
    return extensions
  }
}

extension CipherSuite {
  var usesEllipticCurves: Bool {
    switch parameters?.keyExchange {
    case .ecdheRSA, .ecdheECDSA: true
    case .rsa, .dheRSA, nil: false
    }
  }
}
