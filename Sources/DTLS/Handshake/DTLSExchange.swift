import Bytes
import CryptoPrimitives
import Knowledge
import TLSKeys
import TLSWire
import X509

/// The messages of one end: what came, what is to be sent, and what follows from it.
struct DTLSExchange: Hashable, Sendable, Codable {
  let configuration: DTLSConfiguration
  var awaiting: DTLSStep
  /// What is to be sent next.
  var outgoing = Flight()
  /// The number of the next message that is sent.
  var nextSequence: UInt16 = 0
  /// The epoch in which the next message is sent.
  var epoch: UInt16 = 0
  /// All messages so far, as hashes and signatures cover them.
  @Hexadecimal var transcript: [UInt8] = []
  var secrets = DTLSSecrets()
  var checks: [Check] = []

  var suite: CipherSuite?
  var group: NamedGroup?
  var profile: SRTPProfile?
  var extendedMasterSecret = false
  var peerCertificate: Certificate?
  /// What a client said, to say it again with a cookie.
  var hello: DTLSClientHello?
  var certificateRequest: CertificateRequest?

  init(_ configuration: DTLSConfiguration) {
    self.configuration = configuration
    awaiting = configuration.role == .client ? .start : .clientHello
  }

  var role: Side { configuration.role }

  /// Takes the next message of the peer.
  mutating func receive(_ message: DTLSMessage) throws(DTLSFailure) {
    // "This message MUST NOT be included in the message hashes", and a client may ignore it
    // (RFC 5246 §7.4.1.1).
    if message.type == .helloRequest, role == .client { return }
    guard awaiting.expected.contains(message.type) else {
      throw .unexpectedMessage(expected: awaiting.expected, found: message.type)
    }
    let earlier = transcript
    transcript += message.bytes
    switch message.type {
    case .helloVerifyRequest: try receiveCookie(try read(message))
    case .serverHello: try receiveServerHello(try read(message))
    case .certificateRequest: try receiveCertificateRequest(try read(message))
    case .serverKeyExchange: try receiveServerKeyExchange(try read(message))
    case .serverHelloDone: try receiveServerHelloDone(try read(message))
    case .clientHello: try receiveClientHello(try read(message))
    case .clientKeyExchange: try receiveClientKeyExchange(try read(message))
    case .certificateVerify: try receiveCertificateVerify(try read(message), earlier)
    case .certificate: try receiveCertificate(try read(message))
    default: try receiveFinished(try read(message), earlier)
    }
  }

  private func read<Body: HandshakeBody>(_ message: DTLSMessage) throws(DTLSFailure) -> Body {
    do throws(WireError) {
      return try message.read()
    } catch {
      throw .malformed(error)
    }
  }

  /// Adds a message to the flight.
  mutating func send(_ body: some HandshakeBody) throws(DTLSFailure) {
    let message: DTLSMessage
    do throws(WireError) {
      message = try DTLSMessage(body, sequence: nextSequence)
    } catch {
      throw .internalError("\(error)")
    }
    nextSequence &+= 1
    transcript += message.bytes
    outgoing.items.append(.message(message, epoch: epoch))
  }
}

// MARK: Keys

extension DTLSExchange {
  private var schedule: KeySchedule12 {
    get throws(DTLSFailure) {
      guard let parameters = suite?.parameters, let group else {
        throw .internalError("no suite or group")
      }
      return KeySchedule12(
        suite: parameters, extendedMasterSecret: extendedMasterSecret,
        agreement: .named(group.label))
    }
  }

  /// A key pair of this end in the group that was chosen.
  mutating func makeEphemeralKey() throws(DTLSFailure) -> [UInt8] {
    guard let group, let known = Group(rawValue: group.label) else {
      throw .internalError("no group")
    }
    do throws(CryptoError) {
      let pair = try known.makeKey(random: configuration.random.substream("ephemeral"))
      secrets[.ephemeralPrivate(role)] = pair.privateKey
      secrets[.ephemeralPublic(role)] = pair.publicKey
      return pair.publicKey
    } catch {
      throw .internalError("\(error)")
    }
  }

  /// From the key exchange to the keys of the records, once the transcript ends with the
  /// ClientKeyExchange (RFC 5246 §8.1, §6.3, RFC 7627 §4).
  mutating func deriveKeys() throws(DTLSFailure) {
    let schedule = try schedule
    try secrets.derive(.preMasterSecret, by: schedule)
    if extendedMasterSecret {
      secrets[.sessionMessages] = transcript
      try secrets.derive(.sessionHash, by: schedule)
    }
    try secrets.derive(.masterSecret, by: schedule)
    try secrets.derive(.keyBlock, by: schedule)
    for side in Side.allCases {
      for name in schedule.recordKeys(of: side) { try secrets.derive(name, by: schedule) }
    }
    if let profile {
      for rule in SRTPKeys.rules(profile, hash: schedule.hash) { try secrets.derive(rule) }
    }
  }

  /// The keys of what a side sends; nil before they are derived.
  func recordKeys(of side: Side) -> EpochKeys? {
    guard let key = secrets[.writeKey(side)], let iv = secrets[.writeIV(side)] else { return nil }
    return EpochKeys(key: key, fixedIV: iv)
  }

  /// From here on this end's messages are protected; the first is the Finished (RFC 5246 §7.4.9).
  mutating func changeKeysAndFinish() throws(DTLSFailure) {
    outgoing.items.append(.changeCipherSpec)
    epoch = 1
    try send(Finished(verifyData: try verifyData(of: role, transcript)))
  }

  private mutating func verifyData(
    of side: Side, _ messages: [UInt8]
  ) throws(DTLSFailure) -> [UInt8] {
    let schedule = try schedule
    secrets[.finishedMessages(side)] = messages
    try secrets.derive(.finishedHash(side), by: schedule)
    return try secrets.derive(.verifyData(side), by: schedule)
  }

  private mutating func receiveFinished(
    _ finished: Finished, _ earlier: [UInt8]
  ) throws(DTLSFailure) {
    let expected = try verifyData(of: role.other, earlier)
    let fits = constantTimeEqual(expected, finished.verifyData)
    checks.append(
      Check(
        .finished, fits ? .passed : .failed(.init(reason: "mismatch")), RFCSection(5246, "7.4.9"),
        compared: [.init("expected", expected), .init("found", finished.verifyData)]))
    guard fits else { throw .finishedMismatch }
    if role == .server { try changeKeysAndFinish() }
    awaiting = role == .server ? .serverDone : .clientDone
  }
}
