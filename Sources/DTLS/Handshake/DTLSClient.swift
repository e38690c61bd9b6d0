import Bytes
import CryptoPrimitives
import Knowledge
import TLSKeys
import TLSWire
import X509

// The client's side, in the order of the messages.
extension DTLSExchange {
  /// The first flight.
  mutating func sendClientHello() throws(DTLSFailure) {
    let random = configuration.random.substream("random").bytes(32)
    secrets[.clientRandom] = random
    var extensions: [Extension] = []
    if configuration.extendedMasterSecret { extensions.append(ExtendedMasterSecret()) }
    extensions.append(RenegotiationInfo())
    extensions.append(SupportedGroups(configuration.groups))
    extensions.append(ECPointFormats([.uncompressed]))
    extensions.append(SignatureAlgorithms(configuration.signatureSchemes))
    if !configuration.profiles.isEmpty {
      var offer = UseSRTP()
      offer.profiles = configuration.profiles
      extensions.append(offer)
    }
    let hello = DTLSClientHello(
      random: random, cipherSuites: configuration.suites, extensions: extensions)
    self.hello = hello
    try send(hello)
    awaiting = .cookieOrServerHello
  }

  /// The same hello again with the cookie. "The initial ClientHello and HelloVerifyRequest are not
  /// included in the calculation of the handshake_messages" (RFC 6347 §4.2.1).
  mutating func receiveCookie(_ request: HelloVerifyRequest) throws(DTLSFailure) {
    guard var hello else { throw .internalError("no hello") }
    hello.cookie = request.cookie
    self.hello = hello
    transcript = []
    try send(hello)
    awaiting = .serverHello
  }

  mutating func receiveServerHello(_ answer: ServerHello) throws(DTLSFailure) {
    guard answer.legacyVersion == .dtls12 else { throw .version(answer.legacyVersion) }
    guard configuration.suites.contains(answer.cipherSuite) else {
      throw .illegalParameter("cipher_suite \(answer.cipherSuite.label)")
    }
    guard answer.legacyCompressionMethod == .null else {
      throw .illegalParameter("compression_method \(answer.legacyCompressionMethod.label)")
    }
    for type in answer.extensions?.map(\.type) ?? [] where hello?.has(type) != true {
      throw .unsolicitedExtension(type)
    }
    guard answer.renegotiatedConnection?.isEmpty != false else { throw .renegotiationMismatch }
    secrets[.serverRandom] = answer.random
    suite = answer.cipherSuite
    extendedMasterSecret = answer.has(.extendedMasterSecret)
    try receiveProfile(answer[UseSRTP.self])
    awaiting = .serverCertificate
  }

  /// The server's answer has one profile of those that were offered, and no identifier of a key that
  /// was not offered either (RFC 5764 §4.1.1, §4.1.3).
  private mutating func receiveProfile(_ chosen: UseSRTP?) throws(DTLSFailure) {
    guard let chosen else {
      guard configuration.profiles.isEmpty else { throw .noCommonProfile }
      return
    }
    guard chosen.profiles.count == 1, let profile = chosen.profiles.first,
      configuration.profiles.contains(profile)
    else {
      throw .illegalParameter(
        "use_srtp " + chosen.profiles.map(\.label).joined(separator: ", "))
    }
    guard chosen.masterKeyIdentifier.isEmpty else { throw .illegalParameter("srtp_mki") }
    self.profile = profile
  }

  mutating func receiveServerKeyExchange(_ body: ServerKeyExchangeECDHE) throws(DTLSFailure) {
    guard configuration.groups.contains(body.namedCurve), body.namedCurve.isCurve12 else {
      throw .illegalParameter("named_curve \(body.namedCurve.label)")
    }
    try verify(
      body.signed, of: try signedContent(of: body.params), in: .serverKeyExchange,
      .serverKeyExchangeSignature, RFCSection(5246, "7.4.3"))
    group = body.namedCurve
    secrets[.ephemeralPublic(.server)] = body.publicKey
    awaiting = .certificateRequestOrDone
  }

  mutating func receiveCertificateRequest(_ body: CertificateRequest) throws(DTLSFailure) {
    certificateRequest = body
    awaiting = .serverHelloDone
  }

  /// The client's flight: its certificate if asked, its key, its proof, and the change of keys.
  mutating func receiveServerHelloDone(_ body: ServerHelloDone) throws(DTLSFailure) {
    let scheme = certificateRequest.flatMap(schemeForRequest)
    if certificateRequest != nil {
      // "If no suitable certificate is available, the client MUST send a certificate message
      // containing no certificates." (RFC 5246 §7.4.6)
      let chain = scheme == nil ? [] : configuration.identity.chain.map(\.der)
      try send(CertificateMessage(chain: chain))
    }
    try send(ClientKeyExchangeECDHE(publicKey: try makeEphemeralKey()))
    try deriveKeys()
    if let scheme {
      secrets[.signedMessages] = transcript
      try send(
        CertificateVerify(signed: try sign(transcript, scheme, "certificate_verify")))
    }
    try changeKeysAndFinish()
    awaiting = .serverFinished
  }

  private func schemeForRequest(_ request: CertificateRequest) -> SignatureScheme? {
    schemes(for: configuration.identity.key.kind).first {
      request.supportedSignatureAlgorithms.contains($0)
    }
  }
}
