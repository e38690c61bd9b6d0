import Bytes
import CryptoPrimitives
import Knowledge
import TLSKeys
import TLSWire

// The key schedule of TLS 1.2 and before as both sides walk it (RFC 5246 §8.1, §6.3).
extension Exchange {
  /// Whether TLS 1.0 or 1.1 was negotiated.
  var isLegacy: Bool { facts.version?.isLegacy == true }

  /// The schedule that was negotiated.
  ///
  /// - Throws: `internalError` before that.
  private var schedule12: KeySchedule12 {
    get throws(HandshakeFailure) {
      guard let schedule = facts.schedule12 else {
        throw .internalError("no suite was negotiated")
      }
      return schedule
    }
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
    let schedule = try schedule12
    for sender in Side.allCases {
      for name in schedule.recordKeys(of: sender) { try derive(name) }
    }
  }

  /// The master secret of the session that is resumed, and the keys that follow from it with the
  /// new randoms (RFC 5246 §6.3).
  mutating func takeOverMasterSecret() throws(HandshakeFailure) {
    try derive(.masterSecret)
    erase(.earlierMasterSecret, .ticketState)
    try deriveRecordKeys()
  }

  /// Protects what `sender` sends from here on.
  mutating func install(for sender: Side) throws(HandshakeFailure) {
    let schedule = try schedule12
    guard let suite = facts.suite,
      let keys = RecordProtection.Keys(of: sender, under: schedule, from: facts.values)
    else { throw .internalError("no keys for what the \(sender.rawValue) sends") }
    let protection = RecordProtection(
      version: schedule.version, suite: schedule.suite, encryptThenMAC: facts.encryptThenMAC,
      keys: keys)
    install(
      .tls12(protection), for: sender, suite: suite, names: schedule.recordKeys(of: sender))
  }

  /// Puts this side's keys to use; the Finished is the first message under them (RFC 5246 §7.4.9).
  mutating func changeKeysAndFinish() throws(HandshakeFailure) {
    try sendChangeCipherSpec()
    try install(for: side)
    try send(Finished(verifyData: deriveVerifyData(of: side)))
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
}

// MARK: The key exchange

extension Exchange {
  /// An ephemeral key in the negotiated group.
  func makeEphemeralKey(random: RandomStream) throws(CryptoError) -> KeyPair {
    switch facts.agreement {
    case .named(let name):
      guard let group = Group(rawValue: name) else { break }
      return try group.makeKey(random: random)
    case .finiteField(let prime, let generator):
      guard let p = facts.values[prime], let g = facts.values[generator] else { break }
      return try FiniteFieldGroup(prime: p, generator: g).makeKey(random: random)
    case nil: break
    }
    throw CryptoError(operation: "key agreement", reason: "no such group", kind: .badInput)
  }

  /// In a finite field 1 < y < p - 1 must hold of a peer's public value y (RFC 7919 §3 and §4): the
  /// others give the secret away.
  func checkPublicNumber(of sender: Side) throws(HandshakeFailure) {
    guard case .finiteField(let prime, let generator) = facts.agreement else { return }
    let field = FiniteFieldGroup(prime: try known(prime), generator: try known(generator))
    guard field.contains(try known(.ephemeralPublic(sender))) else {
      throw .misbehaving(.publicValueOutOfRange)
    }
  }

  /// What is signed of a ServerKeyExchange: its parameters and both randoms, which tie the ephemeral
  /// key to this handshake (RFC 5246 §7.4.3).
  func signedContent(of parameters: [UInt8]) throws(HandshakeFailure) -> [UInt8] {
    try known(.clientRandom) + known(.serverRandom) + parameters
  }
}
