import Bytes
import CryptoPrimitives
import TLSKeys
import TLSWire
import X509

// The server's side, in the order of the messages.
extension DTLSExchange {
  /// What the server takes of an offer.
  private struct Choice {
    var suite: CipherSuite
    var group: NamedGroup
    var scheme: SignatureScheme
    var profile: SRTPProfile?
  }

  /// Chooses, and sends the server's flight.
  mutating func receiveClientHello(_ hello: DTLSClientHello) throws(DTLSFailure) {
    let choice = try choose(from: hello)
    secrets[.clientRandom] = hello.random
    secrets[.serverRandom] = configuration.random.substream("random").bytes(32)
    suite = choice.suite
    group = choice.group
    profile = choice.profile
    extendedMasterSecret =
      configuration.extendedMasterSecret && hello.has(.extendedMasterSecret)
    try sendServerHello(answering: hello)
    try send(CertificateMessage(chain: configuration.identity.chain.map(\.der)))
    try sendServerKeyExchange(choice)
    if configuration.requestsCertificate {
      try send(
        CertificateRequest(
          certificateTypes: [.ecdsaSign, .rsaSign],
          supportedSignatureAlgorithms: configuration.signatureSchemes, certificateAuthorities: []))
    }
    try send(ServerHelloDone())
    awaiting = configuration.requestsCertificate ? .clientCertificate : .clientKeyExchange
  }

  private func choose(from hello: DTLSClientHello) throws(DTLSFailure) -> Choice {
    // Later versions have smaller numbers; DTLS 1.3 is offered in an extension.
    guard hello.clientVersion.major == 0xfe, hello.clientVersion <= .dtls12 else {
      throw .version(hello.clientVersion)
    }
    guard hello.compressionMethods.contains(.null) else {
      throw .illegalParameter("compression_methods")
    }
    guard hello.renegotiatedConnection?.isEmpty != false else { throw .renegotiationMismatch }
    let kind = configuration.identity.key.kind
    guard
      let suite = configuration.suites.first(where: {
        hello.cipherSuites.contains($0) && Self.fits($0, kind)
      })
    else { throw .noCommonSuite }
    // A client that names no group leaves the choice to the server (RFC 8422 §4); this one has every
    // stack.
    let offered = hello.supportedGroups ?? [.secp256r1]
    guard let group = configuration.groups.first(where: offered.contains) else {
      throw .noCommonGroup
    }
    let accepted = hello.signatureSchemes ?? []
    guard let scheme = schemes(for: kind).first(where: accepted.contains) else {
      throw .noCommonSignatureScheme
    }
    return Choice(
      suite: suite, group: group, scheme: scheme, profile: try chooseProfile(hello))
  }

  private func chooseProfile(_ hello: DTLSClientHello) throws(DTLSFailure) -> SRTPProfile? {
    guard !configuration.profiles.isEmpty else { return nil }
    let offered = hello[UseSRTP.self]?.profiles ?? []
    guard let profile = configuration.profiles.first(where: offered.contains) else {
      throw .noCommonProfile
    }
    return profile
  }

  private static func fits(_ suite: CipherSuite, _ kind: KeyKind) -> Bool {
    switch (suite.parameters?.keyExchange, kind) {
    case (.ecdheECDSA, .ec), (.ecdheRSA, .rsa): true
    default: false
    }
  }

  private mutating func sendServerHello(answering hello: DTLSClientHello) throws(DTLSFailure) {
    guard let suite, let random = secrets[.serverRandom] else {
      throw .internalError("no choice")
    }
    var extensions: [Extension] = []
    if extendedMasterSecret { extensions.append(ExtendedMasterSecret()) }
    if hello.has(.renegotiationInfo) || hello.cipherSuites.contains(.emptyRenegotiationInfoSCSV) {
      extensions.append(RenegotiationInfo())
    }
    if hello.has(.ecPointFormats) { extensions.append(ECPointFormats([.uncompressed])) }
    if let profile {
      var answer = UseSRTP()
      answer.profiles = [profile]
      extensions.append(answer)
    }
    try send(
      ServerHello(
        legacyVersion: .dtls12, random: random, cipherSuite: suite,
        extensions: extensions.isEmpty ? nil : extensions))
  }

  private mutating func sendServerKeyExchange(_ choice: Choice) throws(DTLSFailure) {
    let parameters = ServerECDHParams(
      namedCurve: choice.group, publicKey: try makeEphemeralKey())
    let content = try signedContent(of: parameters)
    try send(
      ServerKeyExchangeECDHE(
        params: parameters, signed: try sign(content, choice.scheme, "server_key_exchange")))
  }

  mutating func receiveClientKeyExchange(_ body: ClientKeyExchangeECDHE) throws(DTLSFailure) {
    secrets[.ephemeralPublic(.client)] = body.publicKey
    try deriveKeys()
    awaiting = configuration.requestsCertificate ? .certificateVerify : .clientFinished
  }
}
