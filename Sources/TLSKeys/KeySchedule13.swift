public import Knowledge
public import TLSWire

/// The key schedule of TLS 1.3 (RFC 8446 §7.1) as rules: three secrets in a chain, each the way to
/// the next and to the values of its time. There is no way back up.
public struct KeySchedule13: Hashable, Sendable, Codable {
  public var suite: CipherSuiteParameters13
  /// The Diffie-Hellman group; nil with a pre-shared key alone.
  public var agreement: KeyAgreement?
  public var preSharedKey: PreSharedKeyUse
  /// Whether the client offered keys in several groups, one of which became its ephemeral key.
  public var choosesAmongShares: Bool
  /// How often each side has changed its keys since the handshake (RFC 8446 §4.6.3).
  public var keyUpdates: [Side: Int]

  /// What became of the pre-shared key that the client offered.
  public enum PreSharedKeyUse: Hashable, Sendable, Codable {
    case none
    /// The server did not take it, or has not answered yet: it opens early data and nothing more.
    case offered(PreSharedKeyKind)
    /// It begins the chain.
    case accepted(PreSharedKeyKind)

    /// Where the key comes from.
    public var kind: PreSharedKeyKind? {
      switch self {
      case .none: nil
      case .offered(let kind), .accepted(let kind): kind
      }
    }
  }

  public init(
    suite: CipherSuiteParameters13, agreement: KeyAgreement?,
    preSharedKey: PreSharedKeyUse = .none, choosesAmongShares: Bool = false,
    keyUpdates: [Side: Int] = [:]
  ) {
    self.suite = suite
    self.agreement = agreement
    self.preSharedKey = preSharedKey
    self.choosesAmongShares = choosesAmongShares
    self.keyUpdates = keyUpdates
  }

  /// Every rule of this session.
  public var rules: [Rule] {
    sharedSecretRules + earlyRules + chain + handshakeRules + applicationRules
      + Side.allCases.flatMap { side in
        recordRules(.handshakeTrafficSecret(side), side, .handshake)
          + finishedRules(side) + generationRules(side)
      } + readingRules + [ticketSecretRule]
  }

  static let source = RFCSection(9846, "7.1")
  var hash: String { suite.hash.rawValue }

  /// The first secret of the chain: with a key that was offered and not taken it begins anew.
  private var beginning: ValueName {
    if case .offered = preSharedKey { .earlySecretWithoutKey } else { .earlySecret }
  }

  /// Early secret, handshake secret, master secret, and the steps between them.
  private var chain: [Rule] {
    var first = [Rule(.noMessagesHash, .hash(hash, of: .noMessages), Self.source)]
    if case .accepted = preSharedKey {
    } else {
      first.append(
        Rule(beginning, .extract(hash: hash, salt: nil, secret: nil), Self.source))
    }
    return first + [
      secret(.earlyDerived, from: beginning, "derived", .noMessagesHash),
      Rule(
        .handshakeSecret,
        .extract(hash: hash, salt: .earlyDerived, secret: agreement == nil ? nil : .sharedSecret),
        Self.source),
      secret(.handshakeDerived, from: .handshakeSecret, "derived", .noMessagesHash),
      Rule(
        .masterSecret, .extract(hash: hash, salt: .handshakeDerived, secret: nil), Self.source),
    ]
  }

  private var handshakeRules: [Rule] {
    [Rule(.helloHash, .hash(hash, of: .helloMessages), RFCSection(9846, "4.1"))]
      + Side.allCases.map { side in
        secret(
          .handshakeTrafficSecret(side), from: .handshakeSecret, "\(side.initial) hs traffic",
          .helloHash)
      }
  }

  private var applicationRules: [Rule] {
    [
      Rule(
        .serverFinishedHash, .hash(hash, of: .serverFinishedMessages), RFCSection(9846, "4.1")),
      Rule(
        .clientFinishedHash, .hash(hash, of: .clientFinishedMessages), RFCSection(9846, "4.1")),
      secret(.exporterMasterSecret, from: .masterSecret, "exp master", .serverFinishedHash),
      secret(.resumptionMasterSecret, from: .masterSecret, "res master", .clientFinishedHash),
    ]
      + Side.allCases.map { side in
        secret(
          .applicationTrafficSecret(side), from: .masterSecret, "\(side.initial) ap traffic",
          .serverFinishedHash)
      }
  }

  /// The keys of each generation of application data, and the way to the next (RFC 8446 §7.2).
  private func generationRules(_ side: Side) -> [Rule] {
    (0...(keyUpdates[side] ?? 0)).flatMap { generationRules(side, $0) }
  }

  /// The same of one generation.
  func generationRules(_ side: Side, _ number: Int) -> [Rule] {
    let own: ValueName = .applicationTrafficSecret(side, number)
    var rules: [Rule] = []
    if number > 0 {
      rules = [
        Rule(
          own,
          .expandLabel(
            hash: hash, secret: .applicationTrafficSecret(side, number - 1),
            label: "traffic upd", context: nil, count: suite.hash.length),
          RFCSection(9846, "7.2"))
      ]
    }
    return rules + recordRules(own, side, .application(number)) + [
      Rule(
        .applicationData(side),
        .decryption(
          of: .protectedRecords(side), keys: recordKeys(of: side, in: .application(number))),
        RFCSection(9846, "5.2"))
    ]
  }

  /// Derive-Secret (RFC 8446 §7.1): the context is the hash of the messages so far.
  func secret(
    _ output: ValueName, from secret: ValueName, _ label: String, _ context: ValueName
  ) -> Rule {
    Rule(
      output,
      .expandLabel(
        hash: hash, secret: secret, label: label, context: context, count: suite.hash.length),
      Self.source)
  }

  /// Key and IV of one direction (RFC 8446 §7.3).
  func recordRules(_ secret: ValueName, _ side: Side, _ epoch: Epoch) -> [Rule] {
    func part(_ name: ValueName, _ label: String, _ count: Int) -> Rule {
      Rule(
        name, .expandLabel(hash: hash, secret: secret, label: label, context: nil, count: count),
        RFCSection(9846, "7.3"))
    }
    return [
      part(.recordKey(side, epoch), "key", suite.cipher.keyLength),
      part(.recordIV(side, epoch), "iv", suite.cipher.nonceLength),
    ]
  }

  /// Key and content of a Finished (RFC 8446 §4.4.4).
  private func finishedRules(_ side: Side) -> [Rule] {
    let source = RFCSection(9846, "4.5.3")
    return [
      Rule(
        .finishedKey(side),
        .expandLabel(
          hash: hash, secret: .handshakeTrafficSecret(side), label: "finished", context: nil,
          count: suite.hash.length), source),
      Rule(.finishedHash(side), .hash(hash, of: .finishedMessages(side)), source),
      Rule(
        .verifyData(side),
        .hmac(hash: hash, key: .finishedKey(side), of: .finishedHash(side)), source),
    ]
  }

  /// The names of the keys that protect what `side` sends in an epoch.
  public func recordKeys(of side: Side, in epoch: Epoch) -> [ValueName] {
    [.recordKey(side, epoch), .recordIV(side, epoch)]
  }
}

/// A stretch of one direction's records with keys of its own (RFC 8446 §7.3).
public enum Epoch: Hashable, Sendable, Codable {
  /// The client's data before the server's answer.
  case early
  case handshake
  /// After so many updates of the keys.
  case application(Int)

  /// The word in the names of its keys.
  public var word: String {
    switch self {
    case .early: "early"
    case .handshake: "handshake"
    case .application(0): "application"
    case .application(let number): "application_\(number)"
    }
  }
}

extension Side {
  /// The letter by which labels of the key schedule tell the sides apart.
  fileprivate var initial: String { self == .client ? "c" : "s" }
}

extension KeySchedule13 {
  /// Every value of this session that must not get about; of keys that were updated, the last ones,
  /// because each generation goes when the next one comes.
  public var secrets: [ValueName] {
    let first = KeySchedule13(
      suite: suite, agreement: agreement, preSharedKey: preSharedKey,
      choosesAmongShares: choosesAmongShares)
    return RuleBook.of(.whole(.tls13(first))).secrets
      + Side.allCases.flatMap { side -> [ValueName] in
        guard let number = keyUpdates[side], number > 0 else { return [] }
        return [.applicationTrafficSecret(side, number)]
          + recordKeys(of: side, in: .application(number))
      }
  }
}
