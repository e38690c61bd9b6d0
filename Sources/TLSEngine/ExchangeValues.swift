import Bytes
import CryptoPrimitives
import Knowledge
import TLSKeys
import TLSWire

// What an end of a connection knows: made, derived, put to use, forgotten.
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
  mutating func use(_ rules: RuleSet) {
    self.rules = rules
    book = nil
  }

  /// Fixes the rules, now that suite and group are known.
  mutating func fixRules() {
    rules = facts.schedule.map(RuleSet.whole)
    book = nil
  }

  /// A value that must be there by now.
  ///
  /// - Throws: `internalError` when it is not: an empty one never stands for it.
  func known(_ name: ValueName) throws(HandshakeFailure) -> [UInt8] {
    guard let value = facts.values[name] else { throw .internalError("\(name) is missing") }
    return value
  }

  /// Derives a value by the first rule whose inputs are there.
  @discardableResult
  mutating func derive(_ name: ValueName) throws(HandshakeFailure) -> [UInt8] {
    do throws(Evaluator.Failure) {
      return try evaluate(name)
    } catch {
      switch error {
      case .missing(let input): throw .internalError("\(name) needs \(input)")
      case .doesNotFit(let key): throw .internalError("\(key) does not fit")
      case .unusable(let input, let why): throw .misbehaving(.illegalParameter("\(input): \(why)"))
      case .crypto(let error): throw .misbehaving(.illegalParameter("\(name): \(error.reason)"))
      }
    }
  }

  /// Takes in a value that had to be computed by its rule before the rules were fixed.
  mutating func derive(
    _ name: ValueName, computed value: [UInt8]
  ) throws(HandshakeFailure) {
    guard let way = ways(to: name).first else { throw .internalError("no rule gives \(name)") }
    note(value, by: way.rule)
  }

  /// Derives a value and leaves it to the caller what a failure means.
  @discardableResult
  mutating func evaluate(_ name: ValueName) throws(Evaluator.Failure) -> [UInt8] {
    var missing: ValueName?
    for way in ways(to: name) {
      guard let input = firstMissing(of: way.inputs) else {
        let value = try value(of: way.rule.formula)
        note(value, by: way.rule)
        return value
      }
      missing = missing ?? input
    }
    throw .missing(missing ?? name)
  }

  /// The rules that give a value, in the order in which they are tried.
  private mutating func ways(to name: ValueName) -> [RuleBook.Way] {
    if book == nil { book = rules.map(RuleBook.of) }
    return book?.steps(to: name) ?? []
  }

  private mutating func note(_ value: [UInt8], by rule: Rule) {
    facts.note(value, as: rule.output)
    effects.append(.derived(Derivation(rule: rule, value: value)))
  }

  /// The evaluator ends here: whoever held the values longer would make the next note a copy of all
  /// of them.
  private func value(of formula: Formula) throws(Evaluator.Failure) -> [UInt8] {
    var evaluator = Evaluator(facts.values)
    evaluator.privateKeys = privateKeys
    evaluator.keyPairs = keyPairs
    return try evaluator.value(of: formula)
  }

  /// The first value that is at hand neither as bytes nor as a key object.
  private func firstMissing(of names: [ValueName]) -> ValueName? {
    for name in names where facts.values[name] == nil && privateKeys[name] == nil { return name }
    return nil
  }

  /// Puts keys to use for what `sender` sends from here on.
  mutating func install(
    _ protection: RecordLayer.Protection, for sender: Side, suite: CipherSuite, names: [ValueName]
  ) {
    if sender == side {
      records.startWriting(with: protection)
    } else {
      records.startReading(with: protection)
    }
    effects.append(
      .install(
        InstalledKeys(sender: sender, forWriting: sender == side, suite: suite, names: names)))
  }

  /// Drops what only a handshake needs.
  mutating func forgetHandshake() {
    facts.forgetMessages()
    rules = nil
    book = nil
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
}
