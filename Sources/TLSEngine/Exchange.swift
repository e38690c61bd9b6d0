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
  var facts = WireFacts()
  var effects: [Effect] = []
  /// Messages that wait for others to share their record; nil: each has its own.
  private var joined: [UInt8]?
  /// The rules of the negotiated key exchange; nil before.
  private var rules: RuleSet?
  /// What will be spoken inside, once that is decided.
  private(set) var applicationProtocol: String?
  /// What a client remembers to resume this session by.
  var resumableSessions: [ResumableSession] = []
  /// Key objects, so that no key is imported twice.
  var privateKeys: [ValueName: PrivateKey] = [:]
  var keyPairs: [ValueName: KeyPair] = [:]
  /// Where ephemeral keys come from that outlive the connection, as they should not.
  private let reusedEphemeral: RandomStream?
  /// Sessions that a server is to keep.
  var sessionsToKeep: [SessionState] = []
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
    let message =
      injected["message/\(made.type.label)"].map { HandshakeMessage(type: made.type, body: $0) }
      ?? made
    try observe(message, from: side)
    try transmit(.handshake(message), joining(message), .handshake)
    return message
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

// MARK: Values

extension Exchange {
  /// Says that a choice was made.
  mutating func decide(_ decision: Decision) {
    if case .applicationProtocol(let name) = decision { applicationProtocol = name }
    effects.append(.decided(decision))
  }

  /// Takes in values that random numbers gave.
  mutating func generate(_ generated: Generated) {
    for part in [generated.publicPart, generated.secretPart].compactMap({ $0 }) {
      facts.note(part.value, as: part.name)
    }
    effects.append(.generated(generated))
  }

  /// Makes an ephemeral key pair known to this side.
  mutating func generate(_ pair: KeyPair, source: RFCSection) {
    keyPairs[.ephemeralPrivate(side)] = pair
    generate(
      Generated(
        source: source,
        publicPart: .init(.ephemeralPublic(side), pair.publicKey),
        secretPart: .init(.ephemeralPrivate(side), pair.privateKey)))
  }

  /// Takes a secret out of memory that is older than this connection.
  mutating func recall(_ name: ValueName, _ value: [UInt8]) {
    facts.note(value, as: name)
    effects.append(.recalled(Generated.Named(name, value)))
  }

  /// Fixes the rules by hand, before suite and group are known.
  mutating func use(_ rules: RuleSet) { self.rules = rules }

  /// Fixes the rules, now that suite and group are known.
  mutating func fixRules() {
    rules = facts.schedule.map(RuleSet.whole)
  }

  /// Derives a value by the first rule whose inputs are there.
  mutating func derive(_ name: ValueName) throws(HandshakeFailure) {
    do throws(Evaluator.Failure) {
      try evaluate(name)
    } catch {
      switch error {
      case .missing(let input): throw .internalError("\(name) needs \(input)")
      case .doesNotFit(let key): throw .internalError("\(key) does not fit")
      case .unusable(let input, let why): throw .misbehaving(.illegalParameter("\(input): \(why)"))
      case .crypto(let error): throw .misbehaving(.illegalParameter("\(name): \(error.reason)"))
      }
    }
  }

  /// Derives a value and leaves it to the caller what a failure means.
  mutating func evaluate(_ name: ValueName) throws(Evaluator.Failure) {
    let ways = rules.map { RuleBook.of($0).ways(to: name) } ?? []
    guard let rule = ways.first(where: { $0.inputs.allSatisfy(has) }) else {
      throw .missing(ways.first?.inputs.first { !has($0) } ?? name)
    }
    var evaluator = Evaluator(facts.values)
    evaluator.privateKeys = privateKeys
    evaluator.keyPairs = keyPairs
    let value = try evaluator.value(of: rule.formula)
    facts.note(value, as: name)
    effects.append(.derived(Derivation(rule: rule, value: value)))
  }

  /// Whether a value is at hand, be it as bytes or as a key object.
  private func has(_ name: ValueName) -> Bool {
    facts.values[name] != nil || privateKeys[name] != nil
  }

  /// Drops what only a handshake needs.
  mutating func forgetHandshake() {
    facts.forgetMessages()
    rules = nil
    privateKeys = [:]
    keyPairs = [:]
  }

  /// Forgets secrets, those of them that are there.
  mutating func erase(_ names: ValueName...) { erase(names) }

  mutating func erase(_ names: [ValueName]) {
    var held: [ValueName] = []
    for name in names where facts.values[name] != nil {
      facts.forget(name)
      keyPairs[name] = nil
      held.append(name)
    }
    if !held.isEmpty { effects.append(.erased(held)) }
  }

  /// "Servers and clients MUST forget any session-identifiers, keys, and secrets associated with a
  /// failed connection" (RFC 5246 §7.2.2).
  mutating func forgetSecrets() {
    recallHandshakeInForce()
    let own: [ValueName] = keepsEphemeral ? [] : [.ephemeralPrivate(side)]
    erase(own + Self.secrets + (facts.schedule13?.secrets ?? []))
    forgetHandshake()
    records.forgetKeys()
  }

  /// The secrets of TLS 1.2 and before, but for ephemeral keys.
  static let secrets: [ValueName] =
    [
      .preSharedKey, .otherSecret, .preMasterSecret, .masterSecret, .earlierMasterSecret,
      .ticketState, .keyBlock,
    ]
    + [ValueName.writeMACKey, ValueName.writeKey, ValueName.writeIV].flatMap { name in
      Side.allCases.map { name($0) }
    }

  /// Everything from the pre-master secret to the keys of the records (RFC 5246 §8.1, §6.3).
  mutating func deriveKeys() throws(HandshakeFailure) {
    if facts.extendedMasterSecret { try derive(.sessionHash) }
    try derive(.masterSecret)
    // "The pre_master_secret should be deleted from memory once the master_secret has been
    // computed" (RFC 5246 §8.1).
    erase(.preMasterSecret)
    try deriveRecordKeys()
  }

  /// The keys of the records, from the master secret and both randoms (RFC 5246 §6.3).
  mutating func deriveRecordKeys() throws(HandshakeFailure) {
    try derive(.keyBlock)
    let schedule = facts.schedule12
    for sender in Side.allCases {
      for name in schedule?.recordKeys(of: sender) ?? [] { try derive(name) }
    }
  }

  /// Computes what `sender`'s Finished must hold at this point of the handshake.
  mutating func deriveVerifyData(of sender: Side) throws(HandshakeFailure) -> [UInt8] {
    facts.beginFinished(of: sender)
    if facts.version == .tls13 { try derive(.finishedKey(sender)) }
    try derive(.finishedHash(sender))
    try derive(.verifyData(sender))
    return facts.values[.verifyData(sender)] ?? []
  }

  /// Protects what `sender` sends from here on.
  mutating func install(for sender: Side) throws(HandshakeFailure) {
    guard let schedule = facts.schedule12, let suite = facts.suite else {
      throw .internalError("no suite was negotiated")
    }
    func value(_ name: ValueName) -> [UInt8] { facts.values[name] ?? [] }
    let protection = RecordProtection(
      version: schedule.version, suite: schedule.suite, encryptThenMAC: facts.encryptThenMAC,
      keys: .init(
        macKey: value(.writeMACKey(sender)), key: value(.writeKey(sender)),
        fixedIV: value(.writeIV(sender))))
    if sender == side {
      records.startWriting(with: .tls12(protection))
    } else {
      records.startReading(with: .tls12(protection))
    }
    effects.append(
      .install(
        InstalledKeys(
          sender: sender, forWriting: sender == side, suite: suite,
          names: schedule.recordKeys(of: sender))))
  }
}
