public import Bytes
public import Knowledge
public import TLSWire

/// What the handshake messages of one session say, to whoever sees them pass.
///
/// Endpoints keep it as they send and receive, the eavesdropper builds it from a recording, the
/// screens from a session's history: what is on the wire is extracted in this one place.
public struct WireFacts: Hashable, Sendable, Codable {
  /// The values that the messages carry.
  public internal(set) var values: KnownValues = [:]
  /// All handshake messages so far, as they were sent (RFC 5246 §7.4.9).
  @Hexadecimal public private(set) var transcript: [UInt8] = []
  public private(set) var version: ProtocolVersion?
  public private(set) var suite: CipherSuite?
  /// Both sides sent extended_master_secret, or encrypt_then_mac.
  public private(set) var extendedMasterSecret = false
  public private(set) var encryptThenMAC = false
  /// The handshake takes the secret of an earlier session over (RFC 5246 §7.3, RFC 5077 §3.1).
  public internal(set) var isResumed = false
  /// The session identifier in the ClientHello.
  var offeredSessionID: [UInt8] = []
  /// The Diffie-Hellman group, once the server named it.
  public internal(set) var agreement: KeyAgreement?
  /// The named group, where there is one.
  public internal(set) var group: NamedGroup?
  /// The host name the client asked for.
  public private(set) var serverName: String?
  /// The server's certificates, DER, its own first.
  public private(set) var certificates: [[UInt8]] = []
  /// The public keys that the client offered in its last ClientHello (RFC 8446 §4.2.8).
  public internal(set) var clientShares: [KeyShareEntry] = []
  /// What became of a pre-shared key that the client offered.
  public internal(set) var preSharedKey = KeySchedule13.PreSharedKeyUse.none
  /// The server asked for another ClientHello.
  public internal(set) var wasRetried = false
  /// How often each side has changed its keys since the handshake.
  public internal(set) var keyUpdates: [Side: Int] = [:]
  /// The messages of the whole handshake, where a certificate may be asked for after it
  /// (RFC 8446 §4.4).
  @Hexadecimal var handshakeMessages: [UInt8] = []
  /// How many Finished messages were seen.
  var finishedCount = 0

  public init() {}

  /// Makes room for what a handshake brings, so that its values need not move as they become more.
  public mutating func reserveValues() { values.reserveCapacity(40) }

  /// The suite's parts; nil before the ServerHello, and for a suite that is not one of ours.
  public var parameters: CipherSuiteParameters? { suite?.parameters }

  /// The key schedule, once the ServerHello has decided it.
  public var schedule: KeySchedule? {
    version == .tls13 ? schedule13.map(KeySchedule.tls13) : schedule12.map(KeySchedule.tls12)
  }

  /// The key schedule of TLS 1.2, where that is the version.
  public var schedule12: KeySchedule12? {
    guard version != .tls13, let parameters else { return nil }
    return KeySchedule12(
      version: version ?? .tls12, suite: parameters, extendedMasterSecret: extendedMasterSecret,
      agreement: agreement, isResumed: isResumed, hasTicket: values[.ticket] != nil)
  }

  /// The key schedule of TLS 1.3, where that is the version.
  public var schedule13: KeySchedule13? {
    guard version == .tls13, let parameters = suite?.parameters13 else { return nil }
    return KeySchedule13(
      suite: parameters, agreement: agreement, preSharedKey: preSharedKey,
      choosesAmongShares: clientShares.count(where: { !$0.group.isGrease }) > 1,
      keyUpdates: keyUpdates)
  }

  /// Takes in the next handshake message, in the order of the wire.
  ///
  /// - Throws: `WireError` when the message can't be read; it is part of the transcript all the
  ///   same.
  public mutating func observe(
    _ message: HandshakeMessage, from sender: Side
  ) throws(WireError) {
    // "This message MUST NOT be included in the message hashes" (RFC 5246 §7.4.1.1).
    guard message.type != .helloRequest else { return }
    guard !isHandshake13Over else {
      try observeAfterHandshake(message, from: sender)
      return
    }
    if message.type == .certificateVerify { values[.signedMessages] = transcript }
    transcript += message.bytes
    if sender == .server { try observeResumption(message) }
    switch message.type {
    case .clientHello: observe(try message.read(ClientHello.self))
    case .serverHello: observe(try message.read(ServerHello.self), message)
    case .certificate where certificates.isEmpty && sender == .server:
      certificates = try chain(in: message)
    case .serverKeyExchange: try observeServerKeyExchange(message)
    case .clientKeyExchange: try observeClientKeyExchange(message)
    case .finished where version == .tls13: observeFinished13()
    default: break
    }
  }

  private func chain(in message: HandshakeMessage) throws(WireError) -> [[UInt8]] {
    version == .tls13
      ? try message.read(CertificateMessage13.self).certificateList.map(\.data)
      : try message.read(CertificateMessage.self).certificateList.map(\.data)
  }

  /// Takes in a hello in the form of SSL 2.0; its bytes, without the length in front, are the first
  /// of the transcript (RFC 5246 §E.2).
  public mutating func observe(ssl2Hello bytes: [UInt8], _ hello: SSL2ClientHello) {
    transcript += bytes
    observe(hello.clientHello)
  }

  /// Fixes what `side`'s Finished covers: everything so far (RFC 5246 §7.4.9).
  public mutating func beginFinished(of side: Side) {
    values[.finishedMessages(side)] = transcript
  }

  /// Takes in a value that is not part of a handshake message.
  public mutating func note(_ value: [UInt8], as name: ValueName) {
    values[name] = value
  }

  /// Drops a value.
  public mutating func forget(_ name: ValueName) {
    values[name] = nil
  }

  /// Drops the messages, which nobody needs after the handshake.
  public mutating func forgetMessages() {
    transcript = []
    for name in Self.messageValues { values[name] = nil }
  }

  /// Stretches of the transcript.
  private static let messageValues: [ValueName] = [
    .finishedMessages(.client), .finishedMessages(.server),
    .sessionMessages, .signedMessages, .binderMessages, .clientHelloMessages, .helloMessages,
    .serverFinishedMessages, .clientFinishedMessages,
  ]

  /// Keeps the messages of the handshake, to the client's Finished, beyond its end.
  public mutating func keepTranscript(_ messages: [UInt8]) { handshakeMessages = messages }

  /// Begins the transcript anew, or goes on with it.
  mutating func setTranscript(_ messages: [UInt8]) { transcript = messages }

  /// Begins the transcript anew with the first ClientHello's hash in its place: what a
  /// HelloRetryRequest does (RFC 8446 §4.4.1).
  mutating func restartTranscript(with hash: [UInt8], then rest: [UInt8]) {
    transcript = HandshakeMessage(type: .messageHash, body: hash).bytes + rest
  }
}

// MARK: The messages

extension WireFacts {
  private mutating func observe(_ hello: ClientHello) {
    values[.clientRandom] = hello.random
    values[.offeredVersion] = [
      UInt8(hello.legacyVersion.rawValue >> 8), UInt8(hello.legacyVersion.rawValue & 0xff),
    ]
    serverName = hello.serverName
    observeOfferedSession(hello)
    observeOffer13(hello)
  }

  private mutating func observe(_ hello: ServerHello, _ message: HandshakeMessage) {
    values[.serverRandom] = hello.random
    version = hello.version
    suite = hello.cipherSuite
    guard version != .tls13 else {
      if preSharedKey == .none { values[.ticket] = nil }
      observeChoice13(hello, message)
      return
    }
    observeChosenSession(hello)
    extendedMasterSecret = hello.has(.extendedMasterSecret)
    encryptThenMAC = hello.has(.encryptThenMAC)
  }

  private mutating func observeServerKeyExchange(_ message: HandshakeMessage) throws(WireError) {
    guard let exchange = parameters?.keyExchange else { return }
    switch exchange {
    case .ecdheRSA, .ecdheECDSA, .ecdhePSK, .ecdhAnonymous:
      let params = try message.readServerECDH(exchange, in: version).params
      group = params.namedCurve
      agreement = .named(params.namedCurve.label)
      values[.ephemeralPublic(.server)] = params.publicKey
    case .dheRSA, .dhePSK, .dhAnonymous:
      let params = try message.readServerDH(exchange, in: version).params
      agreement = .finiteField(prime: .dhPrime, generator: .dhGenerator)
      values[.dhPrime] = params.p
      values[.dhGenerator] = params.g
      values[.ephemeralPublic(.server)] = params.publicKey
    case .rsa, .psk: break
    }
  }

  private mutating func observeClientKeyExchange(_ message: HandshakeMessage) throws(WireError) {
    values[.sessionMessages] = transcript
    switch parameters?.keyExchange {
    case .ecdheRSA, .ecdheECDSA, .ecdhAnonymous:
      values[.ephemeralPublic(.client)] = try message.read(ClientKeyExchangeECDHE.self).publicKey
    case .dheRSA, .dhAnonymous:
      values[.ephemeralPublic(.client)] = try message.read(ClientKeyExchangeDHE.self).publicKey
    case .psk: values[.pskIdentity] = try message.read(ClientKeyExchangePSK.self).identity
    case .dhePSK:
      let body = try message.read(ClientKeyExchangeWithIdentity<ClientKeyExchangeDHE>.self)
      values[.pskIdentity] = body.identity
      values[.ephemeralPublic(.client)] = body.share.publicKey
    case .ecdhePSK:
      let body = try message.read(ClientKeyExchangeWithIdentity<ClientKeyExchangeECDHE>.self)
      values[.pskIdentity] = body.identity
      values[.ephemeralPublic(.client)] = body.share.publicKey
    case .rsa:
      values[.encryptedPreMasterSecret] =
        try message.read(ClientKeyExchangeRSA.self).encryptedPreMasterSecret
    case nil: break
    }
  }
}
