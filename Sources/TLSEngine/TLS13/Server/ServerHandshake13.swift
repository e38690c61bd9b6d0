import Bytes
import CryptoPrimitives
import Knowledge
import TLSKeys
import TLSWire
import X509

/// What a server of TLS 1.3 does with a ClientHello: asks for another one, or answers with its
/// whole flight (RFC 8446 §2).
struct ServerHandshake13: Sendable, Codable {
  let configuration: Boxed<ServerConfiguration>
  /// The HelloRetryRequest that was sent, if one was.
  var retry: Retry?

  func receive(
    _ hello: ClientHello, _ exchange: inout Exchange
  ) throws(HandshakeFailure) -> any HandshakeState {
    guard hello.legacyVersion == .tls12 else {
      throw .misbehaving(.legacyVersion(hello.legacyVersion))
    }
    guard hello.legacyCompressionMethods == [.null] else {
      throw .misbehaving(.illegalParameter("legacy_compression_methods"))
    }
    try hello.checkPlaces(.clientHello)
    try hello.checkRecordSizeLimit()
    let choice = try ServerChoice13(hello, configuration)
    try retry?.check(hello, choice)
    exchange.records.bytesToPassOver = 0
    if retry == nil { exchange.decide(.version(.tls13)) }
    if choice.lacksShare || (retry == nil && configuration.retries && choice.group != nil) {
      return try askAgain(hello, choice, &exchange)
    }
    announce(choice, &exchange)
    if let share = choice.share { try exchange.checkShare(share) }
    let earlyData = try verify(choice.key, of: hello, choice, &exchange)
    try sendServerHello(hello, choice, &exchange)
    try sendFlight(hello, choice, earlyData: earlyData, &exchange)
    return try startReading(hello, choice, earlyData: earlyData, &exchange)
  }

  private func announce(_ choice: ServerChoice13, _ exchange: inout Exchange) {
    exchange.decide(.suite(choice.suite))
    if let key = choice.key {
      exchange.decide(.preSharedKey(key.kind, withDiffieHellman: key.usesDiffieHellman))
    }
    if let group = choice.group { exchange.decide(.group(group)) }
    if let proof = choice.proof { exchange.decide(.signatureScheme(proof.scheme)) }
    if let name = choice.applicationProtocol { exchange.decide(.applicationProtocol(name)) }
  }

  // MARK: The pre-shared key

  /// Verifies the binder of the key that is taken, and gets the keys of early data if that is taken
  /// too.
  ///
  /// - Returns: whether it is.
  private func verify(
    _ key: AcceptedKey?, of hello: ClientHello, _ choice: ServerChoice13,
    _ exchange: inout Exchange
  ) throws(HandshakeFailure) -> Bool {
    guard let key else {
      if hello.has(.earlyData) {
        exchange.earlyDataRefusal = configuration.earlyDataLimit > 0 ? .noKey : .off
      }
      return false
    }
    try exchange.useEarlyRules(key.kind, choice.suite)
    if let secret = key.secret {
      try exchange.begin(with: secret)
    } else {
      try exchange.openTicket(configuration.ticketKey, hello.offeredPSKs, at: key.place)
      try exchange.derive(.earlySecret)
    }
    try exchange.verifyBinder(of: hello, at: key.place)
    // A second ClientHello has none (RFC 8446 §4.1.2).
    guard hello.has(.earlyData) else { return false }
    exchange.earlyDataRefusal = key.refusalOfEarlyData(hello, choice, configuration)
    guard exchange.earlyDataRefusal == nil else { return false }
    try exchange.deriveEarlyKeys()
    return true
  }

  // MARK: The flight

  private func sendServerHello(
    _ hello: ClientHello, _ choice: ServerChoice13, _ exchange: inout Exchange
  ) throws(HandshakeFailure) {
    let random = exchange.freshBytes("server_random", 32)
    exchange.generate(
      Generated(source: RFCSection(9846, "4.2.3"), publicPart: .init(.serverRandom, random)))
    var extensions: [Extension] = []
    if let share = choice.share {
      extensions.append(try exchange.answerShare(share))
    }
    if let key = choice.key {
      extensions.append(SelectedIdentity(UInt16(clamping: key.place)))
    }
    extensions.append(SelectedVersion(.tls13))
    try exchange.send(
      ServerHello(
        legacyVersion: .tls12, random: random, legacySessionIDEcho: hello.legacySessionID,
        cipherSuite: choice.suite, extensions: extensions))
    try exchange.sendCompatibilityChangeCipherSpec(
      when: !hello.legacySessionID.isEmpty && retry == nil)
    try exchange.deriveHandshakeKeys()
    try exchange.install(for: .server, .handshake)
  }

  private func sendFlight(
    _ hello: ClientHello, _ choice: ServerChoice13, earlyData: Bool, _ exchange: inout Exchange
  ) throws(HandshakeFailure) {
    var answers: [Extension] = []
    if let name = choice.applicationProtocol {
      answers.append(ApplicationLayerProtocolNegotiation([name]))
    }
    try exchange.limitRecords(
      own: configuration.recordSizeLimit, peer: hello, reading: !earlyData)
    if hello.has(.recordSizeLimit) {
      answers.append(recordSizeLimit: configuration.recordSizeLimit)
    }
    if hello.has(.earlyData) { exchange.decide(.earlyData(earlyData)) }
    if earlyData { answers.append(EarlyDataIndication()) }
    if configuration.joinsMessages { exchange.joinMessages() }
    try exchange.send(EncryptedExtensions(extensions: answers))
    if let proof = choice.proof {
      if configuration.clientAuthentication != .off {
        try exchange.send(configuration.wrappedValue.certificateRequest(context: []))
      }
      var message = CertificateMessage13(chain: proof.identity.chain.map(\.der))
      if let status = proof.identity.status(for: hello), !message.certificateList.isEmpty {
        message.certificateList[0].extensions = [
          Extension(CertificateStatus(response: status.response))
        ]
      }
      try exchange.send(message)
      try exchange.sendCertificateVerify(proof.scheme, proof.identity.key)
    }
    try exchange.send(Finished(verifyData: exchange.deriveVerifyData(of: .server)))
    try exchange.deriveApplicationKeys()
    try exchange.install(for: .server, .application(0))
  }

  /// What comes next from the client: early data, its certificate, or its Finished.
  private func startReading(
    _ hello: ClientHello, _ choice: ServerChoice13, earlyData: Bool, _ exchange: inout Exchange
  ) throws(HandshakeFailure) -> any HandshakeState {
    if earlyData {
      try exchange.install(for: .client, .early)
      return ExpectingEndOfEarlyData(configuration: configuration, offer: hello)
    }
    // "The server then ignores early data by attempting to deprotect received records …,
    // discarding records which fail deprotection (up to the configured max_early_data_size)"
    // (RFC 8446 §4.2.10).
    if hello.has(.earlyData) { exchange.records.bytesToPassOver = Self.ignoredEarlyData }
    try exchange.install(for: .client, .handshake)
    guard choice.proof == nil || configuration.clientAuthentication == .off else {
      return ExpectingClientCertificate13(configuration: configuration, offer: hello)
    }
    return ExpectingClientFinished13(configuration: configuration, offer: hello)
  }

  /// How much early data is passed over that is not taken, in bytes of records.
  static let ignoredEarlyData = 1 << 16
}

extension ServerConfiguration {
  /// What a client is asked for (RFC 8446 §4.3.2).
  func certificateRequest(context: [UInt8]) -> CertificateRequest13 {
    var extensions: [Extension] = [Extension(SignatureAlgorithms(signatureSchemes))]
    let names = clientTrust?.roots.map { DistinguishedName(data: $0.subjectDER) } ?? []
    if !names.isEmpty { extensions.append(CertificateAuthorities(names)) }
    return CertificateRequest13(requestContext: context, extensions: extensions)
  }
}

extension Identity {
  /// The authority's word, for a client that asks for it (RFC 6066 §8).
  func status(for hello: ClientHello) -> CertificateStatus? {
    hello.asksForStatus ? stapledResponse.map(CertificateStatus.init(response:)) : nil
  }
}
