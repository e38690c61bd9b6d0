public import Knowledge
public import TLSWire

/// How TLS 1.0 to 1.2 get from a key exchange to the keys of the records, as rules.
///
/// The endpoints derive by these rules, the eavesdropper tries them with what it has, and the
/// closure predicts from them: there is one list.
public struct KeySchedule12: Hashable, Sendable, Codable {
  /// TLS 1.2 or one of its predecessors, which differ in the hash and in the IVs.
  public var version: ProtocolVersion
  public var suite: CipherSuiteParameters
  /// Whether the master secret covers the handshake (RFC 7627).
  public var extendedMasterSecret: Bool
  /// The Diffie-Hellman group; nil with RSA key exchange, and before it is known.
  public var agreement: KeyAgreement?

  /// Whether the master secret is that of an earlier session.
  public var isResumed: Bool
  /// Whether a ticket that holds the master secret passed in the open.
  public var hasTicket: Bool

  public init(
    version: ProtocolVersion = .tls12, suite: CipherSuiteParameters, extendedMasterSecret: Bool,
    agreement: KeyAgreement?, isResumed: Bool = false, hasTicket: Bool = false
  ) {
    self.version = version
    self.suite = suite
    self.extendedMasterSecret = extendedMasterSecret
    self.agreement = agreement
    self.isResumed = isResumed
    self.hasTicket = hasTicket
  }

  /// Every rule of this session.
  public var rules: [Rule] {
    (isResumed ? [] : preMasterSecretRules + masterSecretRules)
      + (hasTicket ? ticketRules : []) + (isResumed ? [earlierMasterSecretRule] : [])
      + keyBlockRules + Side.allCases.flatMap { finishedRules($0) + [applicationDataRule($0)] }
  }

  /// The hash of PRF and Finished: before TLS 1.2 MD5 and SHA-1 together, whatever the suite
  /// (RFC 2246 §5, §7.4.9).
  public var hash: String {
    version.isLegacy ? PseudorandomFunction.legacyHash : suite.prfHash.rawValue
  }

  /// A section that has the same number in the document of each version.
  private func section(_ number: String) -> RFCSection {
    switch version {
    case .tls10: RFCSection(2246, number)
    case .tls11: RFCSection(4346, number)
    default: RFCSection(5246, number)
    }
  }

  private var preMasterSecretRules: [Rule] {
    switch suite.keyExchange {
    case .rsa:
      [
        Rule(
          .preMasterSecret,
          .rsaDecryption(
            of: .encryptedPreMasterSecret, key: .serverPrivateKey, offeredVersion: .offeredVersion),
          section("7.4.7.1"))
      ]
    case .psk:
      [
        Rule(.otherSecret, .zeros(asLongAs: .preSharedKey), RFCSection(4279, "2")),
        sharedKeyRule(RFCSection(4279, "2")),
      ]
    case .dhePSK: agreementRules(giving: .otherSecret) + [sharedKeyRule(RFCSection(4279, "3"))]
    case .ecdhePSK: agreementRules(giving: .otherSecret) + [sharedKeyRule(RFCSection(5489, "2"))]
    case .dheRSA, .ecdheRSA, .ecdheECDSA, .dhAnonymous, .ecdhAnonymous:
      agreementRules(giving: .preMasterSecret)
    }
  }

  /// With a pre-shared key the pre-master secret has two parts; whoever lacks one lacks it.
  private func sharedKeyRule(_ source: RFCSection) -> Rule {
    Rule(.preMasterSecret, .lengthPrefixed([.otherSecret, .preSharedKey]), source)
  }

  private func agreementRules(giving secret: ValueName) -> [Rule] {
    guard let agreement else { return [] }
    let source =
      suite.keyExchange.isFiniteField ? section("8.1.2") : RFCSection(8422, "5.10")
    return Side.allCases.flatMap { side in
      [
        Rule(
          secret,
          .keyAgreement(
            agreement, privateKey: .ephemeralPrivate(side),
            peerPublicKey: .ephemeralPublic(side.other)),
          source),
        Rule(
          .ephemeralPublic(side), .publicKey(agreement, of: .ephemeralPrivate(side)), source),
      ]
    }
  }

  private var masterSecretRules: [Rule] {
    guard extendedMasterSecret else {
      return [
        masterSecretRule(
          "master secret", [.clientRandom, .serverRandom], section("8.1"))
      ]
    }
    return [
      Rule(.sessionHash, .hash(hash, of: .sessionMessages), RFCSection(7627, "3")),
      masterSecretRule("extended master secret", [.sessionHash], RFCSection(7627, "4")),
    ]
  }

  private func masterSecretRule(
    _ label: String, _ seeds: [ValueName], _ source: RFCSection
  ) -> Rule {
    Rule(
      .masterSecret,
      .pseudorandomFunction(
        hash: hash, secret: .preMasterSecret, label: label, seeds: seeds, count: 48),
      source)
  }

  /// A resumed session has the master secret of the session before (RFC 5246 §7.3).
  private var earlierMasterSecretRule: Rule {
    Rule(.masterSecret, .concatenation([.earlierMasterSecret]), RFCSection(5246, "7.3"))
  }

  /// A ticket holds the master secret, for whoever has the key of the tickets: that of the session
  /// in which it was given out, and of every session that it resumes.
  private var ticketRules: [Rule] {
    [
      Rule(.ticketState, .ticketDecryption(of: .ticket, key: .ticketKey), RFCSection(5077, "4")),
      Rule(
        .masterSecret,
        .slice(of: .ticketState, offset: SessionState.secretOffset, count: 48),
        RFCSection(5077, "4")),
    ]
  }

  /// The key block and its parts, in the order of RFC 5246 §6.3: MAC keys, keys, IVs.
  private var keyBlockRules: [Rule] {
    let parts: [(name: (Side) -> ValueName, count: Int)] = [
      (ValueName.writeMACKey, suite.mac?.keyLength ?? 0),
      (ValueName.writeKey, suite.cipher.keyLength),
      (ValueName.writeIV, suite.cipher.fixedIVLength(in: version)),
    ]
    var offset = 0
    var slices: [Rule] = []
    for part in parts where part.count > 0 {
      for side in Side.allCases {
        slices.append(
          Rule(
            part.name(side), .slice(of: .keyBlock, offset: offset, count: part.count),
            section("6.3")))
        offset += part.count
      }
    }
    let block = Rule(
      .keyBlock,
      .pseudorandomFunction(
        hash: hash, secret: .masterSecret, label: "key expansion",
        seeds: [.serverRandom, .clientRandom], count: offset),
      section("6.3"))
    return [block] + slices
  }

  private func finishedRules(_ side: Side) -> [Rule] {
    [
      Rule(
        .finishedHash(side), .hash(hash, of: .finishedMessages(side)), section("7.4.9")),
      Rule(
        .verifyData(side),
        .pseudorandomFunction(
          hash: hash, secret: .masterSecret, label: "\(side.rawValue) finished",
          seeds: [.finishedHash(side)], count: 12),
        section("7.4.9")),
    ]
  }

  private func applicationDataRule(_ side: Side) -> Rule {
    let number =
      switch suite.cipher.mode {
      case .aead: "6.2.3.3"
      case .cbc: "6.2.3.2"
      case .null: "6.2.3.1"
      }
    // Whoever sees a record that is not encrypted reads it without any key.
    let keys = suite.cipher.encrypts ? recordKeys(of: side) : []
    return Rule(
      .applicationData(side), .decryption(of: .protectedRecords(side), keys: keys),
      section(number))
  }

  /// The parts of the key block that protect what `side` sends.
  public func recordKeys(of side: Side) -> [ValueName] {
    var names: [ValueName] = []
    names.reserveCapacity(3)
    if hasMACKey { names.append(.writeMACKey(side)) }
    if hasKey { names.append(.writeKey(side)) }
    if hasIV { names.append(.writeIV(side)) }
    return names
  }

  fileprivate var hasMACKey: Bool { suite.mac != nil }
  fileprivate var hasKey: Bool { suite.cipher.encrypts }
  fileprivate var hasIV: Bool { suite.cipher.fixedIVLength(in: version) > 0 }
}

extension RecordProtection.Keys {
  /// The keys for what `side` sends; a part that the suite does not have is empty. Nil where one is
  /// missing.
  public init?(of side: Side, under schedule: KeySchedule12, from values: KnownValues) {
    guard let macKey = schedule.hasMACKey ? values[.writeMACKey(side)] : [],
      let key = schedule.hasKey ? values[.writeKey(side)] : [],
      let fixedIV = schedule.hasIV ? values[.writeIV(side)] : []
    else { return nil }
    self.init(macKey: macKey, key: key, fixedIV: fixedIV)
  }
}

extension KeySchedule12 {
  /// Of what tells most schedules apart: a book of rules is looked up by this in every handshake.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(version)
    hasher.combine(suite.cipher)
    hasher.combine(extendedMasterSecret)
    hasher.combine(isResumed)
    hasher.combine(hasTicket)
  }
}
