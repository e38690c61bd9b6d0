import Bytes
import CryptoPrimitives
import Knowledge
import TLSKeys
import TLSWire

/// Before the first message: the client makes its offer (RFC 5246 §7.4.1.2, RFC 8446 §4.1.2).
struct StartingClient: Sendable, Codable {
  let configuration: Boxed<ClientConfiguration>

  func start(_ exchange: inout Exchange) throws(HandshakeFailure) -> any HandshakeState {
    if configuration.sendsSSL2Hello, !exchange.renegotiation.isUnderWay {
      return try startWithSSL2Hello(&exchange)
    }
    // Out of its box once: all of it is copied for whatever is not just one of its fields.
    let offering = configuration.wrappedValue
    let random = makeRandom(offering, &exchange)
    let key = OfferedKey.choose(offering)
    var hello = try makeHello(offering, random, &exchange)
    if configuration.grease {
      hello = Grease(random: exchange.random.substream("grease")).applied(to: hello)
    }
    if let offer = configuration.injected["offer"] {
      hello = try decoding { () throws(WireError) in
        try ByteReader.read(ClientHello.self, from: offer)
      }
    }
    let earlyData = key.map { $0.takes(configuration.earlyData) } ?? false
    if earlyData, !hello.has(.earlyData) { hello.extensions?.append(EarlyDataIndication()) }
    if let key {
      exchange.decide(.offeredKey(key.kind))
      try exchange.useEarlyRules(key.kind, key.suite)
      try exchange.begin(with: key.secret)
      try exchange.bind(&hello, to: key)
    }
    let version = exchange.records.version
    if !exchange.renegotiation.isUnderWay { exchange.records.version = .tls10 }
    let sent = try exchange.send(hello)
    exchange.records.version = version
    if earlyData, let key { try sendEarlyData(key, hello, &exchange) }
    return ExpectingServerHello(
      configuration: configuration,
      offer: try decoding { () throws(WireError) in try sent.read(ClientHello.self) }, key: key,
      sendsEarlyData: earlyData, isRenegotiation: exchange.renegotiation.isUnderWay)
  }

  private func makeRandom(
    _ offering: ClientConfiguration, _ exchange: inout Exchange
  ) -> [UInt8] {
    let random = exchange.freshBytes("client_random", 32)
    exchange.generate(
      Generated(
        source: offering.offers13
          ? RFCSection(9846, "4.2.2") : RFCSection(5246, "7.4.1.2"),
        publicPart: .init(.clientRandom, random)))
    return random
  }

  private func makeHello(
    _ offering: ClientConfiguration, _ random: [UInt8], _ exchange: inout Exchange
  ) throws(HandshakeFailure) -> ClientHello {
    ClientHello(
      legacyVersion: min(.tls12, offering.offeredVersions.first ?? .tls12), random: random,
      legacySessionID: sessionID(offering, exchange), cipherSuites: offering.offeredSuites,
      legacyCompressionMethods: [.null],
      extensions: offering.helloExtensions(
        shares: try makeShares(offering, &exchange),
        renegotiated: exchange.renegotiation.verifyData[.client]))
  }

  /// In compatibility mode "this field MUST be non-empty" (RFC 8446 §4.1.2): to boxes on the way it
  /// looks as if a session of TLS 1.2 were resumed.
  private func sessionID(_ offering: ClientConfiguration, _ exchange: Exchange) -> [UInt8] {
    if let session = offering.resumption12 {
      // With a ticket goes an identifier of the client's own making, by which it sees whether the
      // server took the ticket (RFC 5077 §3.4).
      return session.ticket.isEmpty ? session.sessionID : exchange.freshBytes("session_id", 32)
    }
    guard offering.offers13, offering.middleboxCompatibility else { return [] }
    return exchange.freshBytes("session_id", 32)
  }

  private func makeShares(
    _ offering: ClientConfiguration, _ exchange: inout Exchange
  ) throws(HandshakeFailure) -> [KeyShareEntry] {
    let groups = offering.sharedGroups
    return try groups.map { (group) throws(HandshakeFailure) in
      try exchange.makeShare(of: group, among: groups.count)
    }
  }

  /// Application data in the first flight, under a key that the pre-shared one alone gives
  /// (RFC 8446 §2.3): anyone who copies it can send it again.
  private func sendEarlyData(
    _ key: OfferedKey, _ hello: ClientHello, _ exchange: inout Exchange
  ) throws(HandshakeFailure) {
    try exchange.deriveEarlyKeys()
    try exchange.sendCompatibilityChangeCipherSpec(when: !hello.legacySessionID.isEmpty)
    try exchange.install(for: .client, .early, suite: key.suite)
    try exchange.sendApplicationData(configuration.earlyData)
  }
}
