import Bytes
import CryptoPrimitives
import Knowledge
import TLSKeys
import TLSWire

/// What both sides of a connection do alike: send, derive, install, erase. It holds the values of
/// this connection and the effects of the input that is being handled.
struct Exchange: Sendable, Codable {
  let side: Side
  var random: RandomStream
  var records: RecordLayer
  private var boxedFacts = Boxed(wrappedValue: WireFacts())
  var effects: [Effect] = []
  /// Messages that wait for others to share their record; nil: each has its own.
  private var joined: [UInt8]?
  /// The rules of the negotiated key exchange; nil before.
  var rules: RuleSet?
  /// The book of those rules, once it was looked up; not saved.
  var book: RuleBook?
  /// What will be spoken inside, once that is decided.
  var applicationProtocol: String?
  /// What a client remembers to resume this session by.
  var resumableSessions: [ResumableSession] = []
  /// Key objects, so that no key is imported twice.
  var privateKeys: [ValueName: PrivateKey] = [:]
  var keyPairs: [ValueName: KeyPair] = [:]
  /// Where ephemeral keys come from that outlive the connection, as they should not.
  private let reusedEphemeral: RandomStream?
  /// Sessions that a server is to keep.
  var sessionsToKeep: [SessionState] = []
  /// Why a server did not take the client's early data, if it did not.
  var earlyDataRefusal: EarlyDataRefusal?
  /// What ties a further handshake on the connection to those before.
  var renegotiation = Renegotiation()
  /// Values that take the place of random ones, by their label.
  let injected: [String: [UInt8]]

  init(
    side: Side, random: RandomStream, reusedEphemeral: RandomStream? = nil,
    injected: [String: [UInt8]] = [:]
  ) {
    self.side = side
    self.random = random
    self.reusedEphemeral = reusedEphemeral
    self.injected = injected
    records = RecordLayer(random: random.substream("records"))
    facts.reserveValues()
  }

  /// What is known of the session. Handed out where it lies: a getter would copy all of it for each
  /// of its parts.
  var facts: WireFacts {
    _read { yield boxedFacts.wrappedValue }
    _modify { yield &boxedFacts.wrappedValue }
  }

  /// The suite's parts.
  ///
  /// - Throws: `internalError` before a suite was negotiated.
  var suite: CipherSuiteParameters {
    get throws(HandshakeFailure) {
      guard let parameters = facts.parameters else {
        throw .internalError("no suite was negotiated")
      }
      return parameters
    }
  }

  /// Whether this side's ephemeral key outlives the connection.
  var keepsEphemeral: Bool { reusedEphemeral != nil }

  /// The stream for an ephemeral key in a group.
  func ephemeralRandom(_ group: String) -> RandomStream {
    reusedEphemeral?.substream(group) ?? random.substream("ephemeral")
  }

  /// Random bytes for a purpose.
  func freshBytes(_ label: String, _ count: Int) -> [UInt8] {
    injected[label] ?? random.substream(label).bytes(count)
  }

  private enum CodingKeys: String, CodingKey {
    case boxedFacts = "facts"
    case side, random, records, effects, joined, rules, applicationProtocol
    case resumableSessions, privateKeys, keyPairs, reusedEphemeral, sessionsToKeep, renegotiation
    case injected, earlyDataRefusal
  }

  /// Makes room for the effects of most messages at once.
  mutating func expectEffects() { effects.reserveCapacity(16) }

  mutating func takeEffects() -> [Effect] {
    defer { effects = [] }
    return effects
  }
}

// MARK: Messages

extension Exchange {
  /// Sends a handshake message and takes it into the transcript.
  @discardableResult
  mutating func send(
    _ body: some HandshakeBody
  ) throws(HandshakeFailure) -> HandshakeMessage {
    let made = try decoding { () throws(WireError) in try HandshakeMessage.making(body) }
    guard let forged = forged(made.type) else { return try send(made, known: made.known(as: body)) }
    return try send(forged, known: forged.readOnce)
  }

  /// The whole message that takes the place of one of that type, if one does.
  private func forged(_ type: HandshakeType) -> HandshakeMessage? {
    guard !injected.isEmpty else { return nil }
    return injected["message/\(type.label)"].map { HandshakeMessage(type: type, body: $0) }
  }

  /// - Parameter known: the same message, for the facts and for this side; the effect keeps its bytes
  ///   alone.
  private mutating func send(
    _ message: HandshakeMessage, known: HandshakeMessage
  ) throws(HandshakeFailure) -> HandshakeMessage {
    try observe(known, from: side)
    try transmit(.handshake(message), joining(message), .handshake)
    return known
  }

  /// Puts the messages that follow into one record, up to a Finished (RFC 8446 §5.1).
  mutating func joinMessages() { joined = [] }

  /// What goes onto the wire with a message: nothing as long as others are to share its record.
  private mutating func joining(_ message: HandshakeMessage) -> [UInt8] {
    guard let before = joined else { return message.bytes }
    guard message.type == .finished else {
      joined = before + message.bytes
      return []
    }
    joined = nil
    return before + message.bytes
  }

  mutating func sendChangeCipherSpec() throws(HandshakeFailure) {
    try transmit(.changeCipherSpec, [1], .changeCipherSpec)
  }

  mutating func sendAlert(_ alert: Alert) throws(HandshakeFailure) {
    let bytes = [alert.level.rawValue, alert.description.rawValue]
    try transmit(.alert(alert), bytes, .alert)
  }

  mutating func sendApplicationData(_ data: [UInt8]) throws(HandshakeFailure) {
    try transmit(.applicationData(data), data, .applicationData)
  }

  /// Takes a handshake message into facts and transcript.
  mutating func observe(
    _ message: HandshakeMessage, from sender: Side
  ) throws(HandshakeFailure) {
    try decoding { () throws(WireError) in try facts.observe(message, from: sender) }
  }

  private mutating func transmit(
    _ content: Message.Content, _ bytes: [UInt8], _ type: ContentType
  ) throws(HandshakeFailure) {
    let isProtected = records.protects(type)
    let output = bytes.isEmpty ? [] : try records.write(bytes, type: type)
    effects.append(
      .send(Message(sender: side, content: content, records: output, isProtected: isProtected)))
  }
}
