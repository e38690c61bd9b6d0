import Bytes
import TLSKeys
import TLSWire

// HelloRetryRequest: the server asks for a second ClientHello (RFC 8446 §4.1.4).
extension ServerHandshake13 {
  /// A HelloRetryRequest that was sent.
  struct Retry: Sendable, Codable {
    var hello: ClientHello
    /// The group for which it asked for a key.
    var group: NamedGroup?
    var suite: CipherSuite
    var cookie: [UInt8]
  }

  /// Asks for a key in the right group, and for a cookie back.
  func askAgain(
    _ hello: ClientHello, _ choice: ServerChoice13, _ exchange: inout Exchange
  ) throws(HandshakeFailure) -> any HandshakeState {
    guard retry == nil else { throw .misbehaving(.illegalParameter("key_share")) }
    let group = choice.lacksShare ? choice.group : nil
    exchange.decide(.retry(group))
    let cookie = exchange.freshBytes("cookie", 32)
    var extensions: [Extension] = [Extension(SelectedVersion(.tls13))]
    if let group { extensions.append(SelectedGroup(group)) }
    extensions.append(Cookie(cookie))
    try exchange.send(
      ServerHello(
        legacyVersion: .tls12, random: ServerHello.helloRetryRandom,
        legacySessionIDEcho: hello.legacySessionID, cipherSuite: choice.suite,
        extensions: extensions))
    try exchange.sendCompatibilityChangeCipherSpec(when: !hello.legacySessionID.isEmpty)
    // "If the server sends a HelloRetryRequest, the client's early data is ignored" (§4.2.10).
    if hello.has(.earlyData) {
      exchange.earlyDataRefusal = .retry
      exchange.records.bytesToPassOver = Self.ignoredEarlyData
    }
    var next = self
    next.retry = Retry(hello: hello, group: group, suite: choice.suite, cookie: cookie)
    return ExpectingSecondClientHello(handshake: next)
  }
}

extension ServerHandshake13.Retry {
  /// "The client MUST send the same ClientHello without modification, except as follows"
  /// (RFC 8446 §4.1.2): the key share, early data, the cookie, the binders, padding.
  func check(_ second: ClientHello, _ choice: ServerChoice13) throws(HandshakeFailure) {
    guard Self.unchanging(second) == Self.unchanging(hello), !second.has(.earlyData),
      choice.suite == suite
    else { throw .misbehaving(.illegalParameter("client_hello other than the first")) }
    guard second.cookie == cookie else { throw .misbehaving(.illegalParameter("cookie")) }
    let shares = second.keyShares ?? []
    guard group.map({ shares.map(\.group) == [$0] }) ?? (shares == hello.keyShares ?? []) else {
      throw .misbehaving(.illegalParameter("key_share"))
    }
    // Keys that do not fit the suite may go, none may come.
    let offered = Set(hello.offeredPSKs?.identities.map(\.identity) ?? [])
    let kept = second.offeredPSKs?.identities.map(\.identity) ?? []
    guard offered.isSuperset(of: kept) else {
      throw .misbehaving(.illegalParameter("pre_shared_key"))
    }
  }

  private static func unchanging(_ hello: ClientHello) -> ClientHello {
    let mayChange: [ExtensionType] = [.keyShare, .earlyData, .cookie, .preSharedKey, .padding]
    var hello = hello
    hello.extensions?.removeAll { mayChange.contains($0.type) }
    return hello
  }
}

/// A HelloRetryRequest is out; the second ClientHello is to come.
struct ExpectingSecondClientHello: HandshakeState {
  static let transitions = Transitions(
    .server, in: .expectingSecondClientHello,
    .on(.clientHello, to: .expectingClientCertificate13, .expectingClientFinished13))

  let handshake: ServerHandshake13

  func receive(
    _ message: Message.Content, _ exchange: inout Exchange
  ) throws(HandshakeFailure) -> any HandshakeState {
    try handshake.receive(message.read(ClientHello.self), &exchange)
  }
}
