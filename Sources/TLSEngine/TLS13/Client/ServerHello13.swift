import Bytes
import Knowledge
import TLSKeys
import TLSWire

// The server's choice of TLS 1.3 (RFC 8446 §4.1.3, §4.1.4).
extension ExpectingServerHello {
  func receive13(
    _ hello: ServerHello, _ exchange: inout Exchange
  ) throws(HandshakeFailure) -> ConnectionState {
    try checkChoice13(hello)
    if hello.isHelloRetryRequest { return try answerRetry(hello, &exchange) }
    exchange.decide(.suite(hello.cipherSuite))
    try acceptShare(hello, &exchange)
    try exchange.deriveHandshakeKeys()
    try exchange.install(for: .server, .handshake)
    try exchange.install(for: .client, .handshake)
    return .expectingEncryptedExtensions(
      ExpectingEncryptedExtensions(configuration: configuration, offer: offer))
  }

  /// What must hold of a ServerHello and of a HelloRetryRequest alike.
  private func checkChoice13(_ hello: ServerHello) throws(HandshakeFailure) {
    func refuse(_ field: String) -> HandshakeFailure { .misbehaving(.illegalParameter(field)) }
    guard hello.legacyVersion == .tls12 else { throw refuse("legacy_version") }
    // "A client which receives a legacy_session_id_echo field that does not match what it sent in
    // the ClientHello MUST abort the handshake with an illegal_parameter alert" (RFC 8446 §4.1.3).
    guard hello.legacySessionIDEcho == offer.legacySessionID else {
      throw refuse("legacy_session_id_echo")
    }
    guard hello.legacyCompressionMethod == .null else { throw refuse("legacy_compression_method") }
    guard offer.cipherSuites.contains(hello.cipherSuite), hello.cipherSuite.parameters13 != nil
    else { throw refuse("cipher_suite \(hello.cipherSuite.label)") }
    let allowed: [ExtensionType] =
      hello.isHelloRetryRequest
      ? [.supportedVersions, .keyShare, .cookie] : [.supportedVersions, .keyShare, .preSharedKey]
    for entry in hello.extensions ?? [] where !allowed.contains(entry.type) {
      throw refuse("\(entry.type.label) in this message")
    }
    // "Upon receiving the ServerHello, clients MUST check that the cipher suite supplied in the
    // ServerHello is the same as that in the HelloRetryRequest" (RFC 8446 §4.1.4).
    if let retry, retry.cipherSuite != hello.cipherSuite {
      throw refuse("cipher_suite \(hello.cipherSuite.label)")
    }
  }

  private func acceptShare(
    _ hello: ServerHello, _ exchange: inout Exchange
  ) throws(HandshakeFailure) {
    guard let share = hello.serverShare else {
      throw .misbehaving(.missingExtension(.keyShare))
    }
    guard offer.keyShares?.contains(where: { $0.group == share.group }) == true else {
      throw .misbehaving(.illegalParameter("key_share \(share.group.label)"))
    }
    exchange.decide(.group(share.group))
    try exchange.checkShare(share)
    exchange.fixRules()
    try exchange.settleShare(of: share.group)
  }

  // MARK: HelloRetryRequest

  /// Makes a second ClientHello, the same but for what the server asked for (RFC 8446 §4.1.2).
  private func answerRetry(
    _ request: ServerHello, _ exchange: inout Exchange
  ) throws(HandshakeFailure) -> ConnectionState {
    // "If a client receives a second HelloRetryRequest in the same connection …, it MUST abort the
    // handshake with an unexpected_message alert" (RFC 8446 §4.1.4).
    guard retry == nil else {
      throw .misbehaving(
        .unexpectedMessage(
          expected: [.handshake(.serverHello)], found: .handshake(.serverHello)))
    }
    exchange.decide(.retry(request.selectedGroup))
    var hello = offer
    var extensions = offer.extensions ?? []
    if let group = request.selectedGroup {
      try replaceShare(with: group, in: &extensions, &exchange)
    } else if request.cookie == nil {
      // "Clients MUST abort the handshake with an illegal_parameter alert if the HelloRetryRequest
      // would not result in any change in the ClientHello" (RFC 8446 §4.1.4).
      throw .misbehaving(.illegalParameter("hello_retry_request that changes nothing"))
    }
    if let cookie = request.cookie { extensions.append(.cookie(cookie)) }
    hello.extensions = extensions
    try exchange.sendCompatibilityChangeCipherSpec(when: !offer.legacySessionID.isEmpty)
    let sent = try exchange.send(hello)
    return .expectingServerHello(
      ExpectingServerHello(
        configuration: configuration,
        offer: try decoding { () throws(WireError) in try sent.read(ClientHello.self) },
        retry: request))
  }

  private func replaceShare(
    with group: NamedGroup, in extensions: inout [Extension], _ exchange: inout Exchange
  ) throws(HandshakeFailure) {
    guard offer.supportedGroups?.contains(group) == true,
      offer.keyShares?.contains(where: { $0.group == group }) == false
    else { throw .misbehaving(.illegalParameter("selected_group \(group.label)")) }
    exchange.erase(
      [.ephemeralPrivate(.client)]
        + (offer.keyShares ?? []).map { .offeredPrivate($0.group.label) })
    let share = try exchange.makeShare(of: group, among: 1)
    extensions = extensions.map { $0.type == .keyShare ? .keyShares([share]) : $0 }
  }
}
