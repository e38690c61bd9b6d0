import CryptoPrimitives
import Knowledge
import TLSKeys
import TLSWire
import X509

/// What a server of TLS 1.3 does with a ClientHello: asks for another one, or answers with its
/// whole flight (RFC 8446 §2).
struct ServerHandshake13: Sendable, Codable {
  let configuration: ServerConfiguration
  /// The first ClientHello and what it was answered, where it was not enough.
  var retry: Retry?

  /// A HelloRetryRequest that was sent.
  struct Retry: Sendable, Codable {
    var hello: ClientHello
    var choice: ServerChoice13
    var cookie: [UInt8]
  }

  func receive(
    _ hello: ClientHello, _ exchange: inout Exchange
  ) throws(HandshakeFailure) -> ConnectionState {
    guard hello.legacyVersion == .tls12 else {
      throw .misbehaving(.illegalParameter("legacy_version"))
    }
    guard hello.legacyCompressionMethods == [.null] else {
      throw .misbehaving(.illegalParameter("legacy_compression_methods"))
    }
    let choice = try ServerChoice13(hello, configuration)
    try checkAgainstRetry(hello, choice)
    if retry == nil { exchange.decide(.version(.tls13)) }
    guard let share = choice.share, retry != nil || !configuration.retries else {
      return try askAgain(hello, choice, &exchange)
    }
    announce(choice, &exchange)
    try exchange.checkShare(share)
    try sendServerHello(hello, choice, share, &exchange)
    return try sendFlight(hello, choice, &exchange)
  }

  private func announce(_ choice: ServerChoice13, _ exchange: inout Exchange) {
    exchange.decide(.suite(choice.suite))
    exchange.decide(.group(choice.group))
    exchange.decide(.signatureScheme(choice.scheme))
    if let name = choice.applicationProtocol { exchange.decide(.applicationProtocol(name)) }
  }

  // MARK: HelloRetryRequest

  /// Asks for a second ClientHello with a key in the right group and a cookie (RFC 8446 §4.1.4).
  private func askAgain(
    _ hello: ClientHello, _ choice: ServerChoice13, _ exchange: inout Exchange
  ) throws(HandshakeFailure) -> ConnectionState {
    guard retry == nil else { throw .misbehaving(.illegalParameter("key_share")) }
    exchange.decide(.retry(choice.share == nil ? choice.group : nil))
    let cookie = exchange.freshBytes("cookie", 32)
    var extensions: [Extension] = [.selectedVersion(.tls13)]
    if choice.share == nil { extensions.append(.selectedGroup(choice.group)) }
    extensions.append(.cookie(cookie))
    try exchange.send(
      ServerHello(
        legacyVersion: .tls12, random: ServerHello.helloRetryRandom,
        legacySessionIDEcho: hello.legacySessionID, cipherSuite: choice.suite,
        extensions: extensions))
    try exchange.sendCompatibilityChangeCipherSpec(when: !hello.legacySessionID.isEmpty)
    var next = self
    next.retry = Retry(hello: hello, choice: choice, cookie: cookie)
    return .expectingSecondClientHello(ExpectingSecondClientHello(handshake: next))
  }

  /// "The client MUST send the same ClientHello without modification, except as follows"
  /// (RFC 8446 §4.1.2): the key share, early data, the cookie, the binders, padding.
  private func checkAgainstRetry(
    _ hello: ClientHello, _ choice: ServerChoice13
  ) throws(HandshakeFailure) {
    guard let retry else { return }
    let mayChange: [ExtensionType] = [.keyShare, .earlyData, .cookie, .preSharedKey, .padding]
    func rest(_ hello: ClientHello) -> ClientHello {
      var hello = hello
      hello.extensions?.removeAll { mayChange.contains($0.type) }
      return hello
    }
    guard rest(hello) == rest(retry.hello), choice.suite == retry.choice.suite,
      !hello.has(.earlyData)
    else { throw .misbehaving(.illegalParameter("client_hello other than the first")) }
    guard hello.cookie == retry.cookie else { throw .misbehaving(.illegalParameter("cookie")) }
    if retry.choice.share == nil {
      guard hello.keyShares?.map(\.group) == [retry.choice.group] else {
        throw .misbehaving(.illegalParameter("key_share"))
      }
    }
  }

  // MARK: The flight

  private func sendServerHello(
    _ hello: ClientHello, _ choice: ServerChoice13, _ share: KeyShareEntry,
    _ exchange: inout Exchange
  ) throws(HandshakeFailure) {
    let random = exchange.freshBytes("server_random", 32)
    exchange.generate(
      Generated(source: RFCSection(8446, "4.1.3"), publicPart: .init(.serverRandom, random)))
    let own = try exchange.answerShare(share)
    try exchange.send(
      ServerHello(
        legacyVersion: .tls12, random: random, legacySessionIDEcho: hello.legacySessionID,
        cipherSuite: choice.suite, extensions: [.selectedVersion(.tls13), .keyShare(own)]))
    try exchange.sendCompatibilityChangeCipherSpec(
      when: !hello.legacySessionID.isEmpty && retry == nil)
    try exchange.deriveHandshakeKeys()
    try exchange.install(for: .server, .handshake)
    try exchange.install(for: .client, .handshake)
  }

  private func sendFlight(
    _ hello: ClientHello, _ choice: ServerChoice13, _ exchange: inout Exchange
  ) throws(HandshakeFailure) -> ConnectionState {
    var answers: [Extension] = []
    if let name = choice.applicationProtocol { answers.append(.alpn([name])) }
    try exchange.send(EncryptedExtensions(extensions: answers))
    if configuration.clientAuthentication != .off {
      try exchange.send(configuration.certificateRequest(context: []))
    }
    try exchange.send(CertificateMessage13(chain: choice.identity.chain.map(\.der)))
    try exchange.sendCertificateVerify(choice.scheme, choice.identity.key)
    try exchange.send(Finished(verifyData: exchange.deriveVerifyData(of: .server)))
    try exchange.deriveApplicationKeys()
    try exchange.install(for: .server, .application(0))
    guard configuration.clientAuthentication == .off else {
      return .expectingClientCertificate13(
        ExpectingClientCertificate13(configuration: configuration, offer: hello))
    }
    return .expectingClientFinished13(
      ExpectingClientFinished13(configuration: configuration, offer: hello))
  }
}

extension ServerConfiguration {
  /// What a client is asked for (RFC 8446 §4.3.2).
  func certificateRequest(context: [UInt8]) -> CertificateRequest13 {
    var extensions: [Extension] = [.signatureAlgorithms(signatureSchemes)]
    let names = clientTrust?.roots.map { DistinguishedName(data: $0.subjectDER) } ?? []
    if !names.isEmpty { extensions.append(.certificateAuthorities(names)) }
    return CertificateRequest13(requestContext: context, extensions: extensions)
  }
}

/// A HelloRetryRequest is out; the second ClientHello is to come (RFC 8446 §4.1.4).
struct ExpectingSecondClientHello: HandshakeState {
  static let name = StateName.expectingSecondClientHello
  let handshake: ServerHandshake13

  func receive(
    _ message: Message.Content, _ exchange: inout Exchange
  ) throws(HandshakeFailure) -> ConnectionState {
    try handshake.receive(message.read(ClientHello.self), &exchange)
  }
}
