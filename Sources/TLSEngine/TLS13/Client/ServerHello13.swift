import Bytes
import Knowledge
import TLSKeys
import TLSWire

// The server's choice of TLS 1.3 (RFC 8446 §4.1.3, §4.1.4).
extension ExpectingServerHello {
  func receive13(
    _ hello: ServerHello, _ exchange: inout Exchange
  ) throws(HandshakeFailure) -> any HandshakeState {
    try checkChoice13(hello)
    if hello.isHelloRetryRequest { return try answerRetry(hello, &exchange) }
    exchange.decide(.suite(hello.cipherSuite))
    let usesKey = try acceptKey(hello, &exchange)
    if hello.serverShare != nil || !usesKey {
      try acceptShare(hello, &exchange)
    } else {
      exchange.eraseShares(of: offer)
    }
    try exchange.deriveHandshakeKeys()
    try exchange.install(for: .server, .handshake)
    // Early data goes on until the server has said whether it takes it.
    if !sendsEarlyData { try exchange.install(for: .client, .handshake) }
    return ExpectingEncryptedExtensions(
      client: Client13(configuration: configuration, offer: offer, usesKey: usesKey),
      sendsEarlyData: sendsEarlyData)
  }

  /// What must hold of a ServerHello and of a HelloRetryRequest alike.
  private func checkChoice13(_ hello: ServerHello) throws(HandshakeFailure) {
    func refuse(_ field: String) -> HandshakeFailure { .misbehaving(.illegalParameter(field)) }
    guard hello.legacyVersion == .tls12 else {
      throw .misbehaving(.legacyVersion(hello.legacyVersion))
    }
    // "A client which receives a legacy_session_id_echo field that does not match what it sent in
    // the ClientHello MUST abort the handshake with an illegal_parameter alert" (RFC 8446 §4.1.3).
    guard hello.legacySessionIDEcho == offer.legacySessionID else {
      throw refuse("legacy_session_id_echo")
    }
    guard hello.legacyCompressionMethod == .null else { throw refuse("legacy_compression_method") }
    guard offer.cipherSuites.contains(hello.cipherSuite), hello.cipherSuite.parameters13 != nil
    else { throw refuse("cipher_suite \(hello.cipherSuite.label)") }
    try hello.checkPlaces(hello.isHelloRetryRequest ? .helloRetryRequest : .serverHello13)
    // "Upon receiving the ServerHello, clients MUST check that the cipher suite supplied in the
    // ServerHello is the same as that in the HelloRetryRequest" (RFC 8446 §4.1.4).
    if let retry, retry.cipherSuite != hello.cipherSuite {
      throw refuse("cipher_suite \(hello.cipherSuite.label)")
    }
  }

  /// The server takes the pre-shared key, or does not.
  private func acceptKey(
    _ hello: ServerHello, _ exchange: inout Exchange
  ) throws(HandshakeFailure) -> Bool {
    guard let place = hello.selectedIdentity else { return false }
    // "Clients MUST verify that the server's selected_identity is within the range supplied by the
    // client, that the server selected a cipher suite indicating a Hash associated with the PSK, and
    // that a server key_share extension is present if required" (RFC 8446 §4.2.11).
    guard place == 0, let key,
      key.suite.parameters13?.hash == hello.cipherSuite.parameters13?.hash
    else { throw .misbehaving(.illegalParameter("selected_identity \(place)")) }
    let mode: PSKKeyExchangeMode = hello.serverShare == nil ? .pskKE : .pskDHEKE
    guard configuration.pskModes.contains(mode) else {
      throw .misbehaving(.illegalParameter("pre_shared_key with \(mode.label)"))
    }
    exchange.decide(.preSharedKey(key.kind, withDiffieHellman: mode == .pskDHEKE))
    return true
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
  ) throws(HandshakeFailure) -> any HandshakeState {
    // "If a client receives a second HelloRetryRequest in the same connection …, it MUST abort the
    // handshake with an unexpected_message alert" (RFC 8446 §4.1.4).
    guard retry == nil else { throw .misbehaving(.secondHelloRetryRequest) }
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
    // Early data ends with the first ClientHello (RFC 8446 §4.1.2).
    extensions.removeAll { $0.type == .earlyData }
    if let cookie = request.cookie { extensions.append(Cookie(cookie)) }
    hello.extensions = extensions
    try rebind(&hello, request, &exchange)
    if sendsEarlyData {
      exchange.records.stopWriting()
    } else {
      try exchange.sendCompatibilityChangeCipherSpec(when: !offer.legacySessionID.isEmpty)
    }
    let sent = try exchange.send(hello)
    return ExpectingServerHello(
      configuration: configuration,
      offer: try decoding { () throws(WireError) in try sent.read(ClientHello.self) },
      key: hello.has(.preSharedKey) ? key : nil, retry: request)
  }

  /// Binds the key to the second ClientHello, if it goes with the suite that the server named
  /// (RFC 8446 §4.1.4).
  private func rebind(
    _ hello: inout ClientHello, _ request: ServerHello, _ exchange: inout Exchange
  ) throws(HandshakeFailure) {
    guard let key else { return }
    guard key.suite.parameters13?.hash == request.cipherSuite.parameters13?.hash else {
      hello.extensions?.removeAll { $0.type == .preSharedKey }
      return
    }
    try exchange.bind(&hello, to: key)
  }

  private func replaceShare(
    with group: NamedGroup, in extensions: inout [Extension], _ exchange: inout Exchange
  ) throws(HandshakeFailure) {
    guard offer.supportedGroups?.contains(group) == true,
      offer.keyShares?.contains(where: { $0.group == group }) == false
    else { throw .misbehaving(.illegalParameter("selected_group \(group.label)")) }
    exchange.eraseShares(of: offer)
    let share = try exchange.makeShare(of: group, among: 1)
    extensions = extensions.map { $0.type == .keyShare ? Extension(ClientKeyShares([share])) : $0 }
  }
}
