import Bytes
import CryptoPrimitives
import Knowledge
import Network
import TLSKeys
import TLSWire

@testable import Eavesdropper

/// One try at a recording of TLS 1.3, with everything that the attacker holds.
///
/// Reading and deriving take turns: the keys of the handshake open its messages, and those lead to
/// the keys of what follows (RFC 8446 §7.1).
struct PlainWork13 {
  private(set) var session: RecordedSession
  private(set) var evaluator: Evaluator
  private(set) var derivations: [Derivation] = []
  private(set) var using: [Leak] = []
  private(set) var misfits: [Leak] = []
  /// The tickets that the server gave, and the key that each stands for.
  private(set) var tickets: [[UInt8]: [UInt8]] = [:]
  private var streams: [Side: Stream] = [:]
  /// Generations of each side's keys that are thought of; the next of one that opened something.
  private var generations: [Side: Int] = [.client: 0, .server: 0]
  /// The last of them that is in use: something opened under it, or a KeyUpdate announced it.
  private var used: [Side: Int] = [:]
  private let trafficLeaks: [Leak]
  /// What the session is called, where somebody keeps names.
  private let name: String?

  /// One direction's records and how far they could be read.
  private struct Stream {
    var protection: RecordProtection13?
    var epoch = Epoch.handshake
    var handshakes = HandshakeReader()
  }

  init(
    _ session: RecordedSession, _ name: String?, leaks: [Leak], preSharedKey: [UInt8]? = nil
  ) {
    self.session = session
    self.name = name
    evaluator = Evaluator(session.facts.values)
    evaluator.values[.preSharedKey] = preSharedKey
    evaluator.values[.binder] = nil
    let isOwn = { (leak: Leak) in name.map { leak.origin == .session($0) } ?? false }
    let all = leaks.filter { $0.trafficSecret != nil }
    trafficLeaks = all.filter(isOwn) + all.filter { !isOwn($0) }
    for leak in trafficLeaks {
      guard let (side, number) = leak.trafficSecret else { continue }
      generations[side] = max(generations[side] ?? 0, number)
    }
    for leak in leaks where leak.trafficSecret == nil { tryOut(leak) }
  }

  /// Takes a leak that fits this session; one that contradicts the wire is set aside.
  private mutating func tryOut(_ leak: Leak) {
    guard evaluator.values[leak.name] == nil,
      rules.contains(where: { $0.inputs.contains(leak.name) })
    else { return }
    var trial = self
    trial.evaluator.values[leak.name] = leak.value
    if trial.contradicts(leak) {
      misfits.append(leak)
    } else {
      evaluator.values[leak.name] = leak.value
      using.append(leak)
    }
  }

  /// An ephemeral key belongs to the public half on the wire, a pre-shared key to the binder, a
  /// ticket key to the ticket.
  private mutating func contradicts(_ leak: Leak) -> Bool {
    if let rule = rules.first(where: { rule in
      if case .publicKey(_, leak.name) = rule.formula { true } else { false }
    }) {
      return (try? evaluator.value(of: rule.formula)) != session.facts.values[rule.output]
    }
    if leak.name == .ephemeralPrivate(.server), session.facts.agreement == .hybrid {
      return isOfAnotherSession(leak) || !fitsHybrid(leak.value)
    }
    if let (side, epoch) = Self.handshakeSecrets[leak.name] {
      return leak.origin != name.map(Leak.Origin.session) && !opensRecord(side, epoch)
    }
    guard leak.name == .preSharedKey || leak.name == .ticketKey else {
      return isOfAnotherSession(leak)
    }
    derive()
    return evaluator.values[.binder] != session.facts.values[.binder]
  }

  private static let handshakeSecrets: [ValueName: (Side, Epoch)] = [
    .handshakeTrafficSecret(.client): (.client, .handshake),
    .handshakeTrafficSecret(.server): (.server, .handshake),
    .earlyTrafficSecret: (.client, .early),
  ]

  /// Whether any record opens under the keys of a secret that was taken on trial.
  private mutating func opensRecord(_ side: Side, _ epoch: Epoch) -> Bool {
    derive()
    guard let protection = protection(of: side, epoch) else { return false }
    return session.protected.contains { entry in
      var trial = protection
      return entry.sender == side && (try? trial.unprotect(entry.record)) != nil
    }
  }

  /// Values in the middle of a schedule have the same names in all sessions.
  private func isOfAnotherSession(_ leak: Leak) -> Bool {
    guard let name, case .session(let origin) = leak.origin else { return false }
    return origin != name
  }

  /// Of the server's half of the hybrid only the curve's part can be held against the wire.
  private func fitsHybrid(_ value: [UInt8]) -> Bool {
    guard value.count == 64, let shown = session.facts.values[.ephemeralPublic(.server)],
      let pair = try? KeyPair.make(group: .x25519, privateKey: Array(value.suffix(32)))
    else { return false }
    return pair.publicKey == Array(shown.suffix(32))
  }

  // MARK: Deriving

  private var rules: [Rule] {
    guard var schedule = session.facts.schedule13 else { return [] }
    schedule.keyUpdates = generations
    return schedule.rules
  }

  private mutating func derive() {
    for (name, value) in session.facts.values where name != .binder {
      evaluator.values[name] = value
    }
    var progress = true
    let rules = rules
    while progress {
      progress = false
      for rule in rules where evaluator.values[rule.output] == nil {
        guard rule.inputs.allSatisfy({ evaluator.values[$0] != nil }),
          let value = try? evaluator.value(of: rule.formula)
        else { continue }
        evaluator.values[rule.output] = value
        derivations.append(Derivation(rule: rule, value: value))
        progress = true
      }
    }
  }
}

// MARK: Reading

extension PlainWork13 {
  /// Opens every record that opens.
  ///
  /// - Returns: nil when none does.
  mutating func open() -> Attempt.Opened? {
    derive()
    var plaintexts: [Plaintext] = []
    var unopened = 0
    var keyless: [Side] = []
    for entry in session.protected {
      guard let inner = open(entry) else {
        unopened += 1
        let stream = streams[entry.sender] ?? Stream()
        let isFirst = entry.sender == .client && stream.protection == nil
        let isKeyless =
          entry.isEarly
          ? stream.protection == nil
          : isFirst && session.offersEarlyData
            || epochs(from: stream.epoch, of: entry.sender).contains {
              protection(of: entry.sender, $0) == nil
            }
        if isKeyless { keyless.append(entry.sender) }
        continue
      }
      plaintexts.append(
        Plaintext(sender: entry.sender, time: entry.time, type: inner.type, bytes: inner.content))
      if inner.type == .handshake { learn(inner.content, from: entry.sender) }
    }
    guard !plaintexts.isEmpty else { return nil }
    let by = derivations.filter { !isOfUnusedGeneration($0.name) }
    return Attempt.Opened(
      plaintexts: plaintexts, by: by, using: using, damaged: unopened, keyless: keyless)
  }

  /// Whether it belongs to keys that were thought of, and that no KeyUpdate led to.
  private func isOfUnusedGeneration(_ name: ValueName) -> Bool {
    Side.allCases.contains { side in
      let numbers = (used[side] ?? 0) + 1..<max((used[side] ?? 0) + 1, (generations[side] ?? 0) + 1)
      return numbers.contains { number in
        [
          .applicationTrafficSecret(side, number), .recordKey(side, .application(number)),
          .recordIV(side, .application(number)),
        ].contains(name)
      }
    }
  }

  /// Under the keys that opened the record before, or under the next that are known.
  private mutating func open(
    _ entry: RecordedSession.ProtectedRecord
  ) -> RecordProtection13.Inner? {
    if entry.isEarly { return openEarly(entry) }
    let isFirst = entry.sender == .client && streams[.client]?.protection == nil
    if isFirst, let inner = openEarly(entry) { return inner }
    var stream = streams[entry.sender] ?? Stream()
    defer { streams[entry.sender] = stream }
    if let inner = try? stream.protection?.unprotect(entry.record) { return inner }
    for epoch in epochs(from: stream.epoch, of: entry.sender) {
      guard var protection = protection(of: entry.sender, epoch, opening: entry.record) else {
        continue
      }
      guard let inner = try? protection.unprotect(entry.record) else { continue }
      stream.protection = protection
      stream.epoch = epoch
      if case .application(let number) = epoch {
        used[entry.sender] = max(used[entry.sender] ?? 0, number)
        generations[entry.sender] = max(generations[entry.sender] ?? 0, number + 1)
        derive()
      }
      return inner
    }
    return nil
  }

  private mutating func openEarly(
    _ entry: RecordedSession.ProtectedRecord
  ) -> RecordProtection13.Inner? {
    var stream = streams[.client] ?? Stream(epoch: .early)
    defer { streams[.client] = stream }
    if stream.protection == nil { stream.protection = protection(of: .client, .early) }
    return try? stream.protection?.unprotect(entry.record)
  }

  /// The epochs that can come after this one, it included.
  private func epochs(from epoch: Epoch, of side: Side) -> [Epoch] {
    let last = generations[side] ?? 0
    switch epoch {
    case .early, .handshake: return [.handshake] + (0...last).map(Epoch.application)
    case .application(let number):
      return number < last ? (number + 1...last).map(Epoch.application) : []
    }
  }

  private func protection(of side: Side, _ epoch: Epoch) -> RecordProtection13? {
    guard let suite = session.facts.schedule13?.suite,
      let key = evaluator.values[.recordKey(side, epoch)],
      let iv = evaluator.values[.recordIV(side, epoch)]
    else { return nil }
    return RecordProtection13(algorithm: AEADAlgorithm(suite.cipher), key: key, iv: iv)
  }

  /// The same; where the keys can't be derived, with whichever stolen traffic secret opens the
  /// record.
  private mutating func protection(
    of side: Side, _ epoch: Epoch, opening record: Record
  ) -> RecordProtection13? {
    if let known = protection(of: side, epoch) { return known }
    guard case .application(let number) = epoch else { return nil }
    for leak in trafficLeaks
    where leak.trafficSecret?.side == side && leak.trafficSecret?.number == number {
      var trial = self
      trial.evaluator.values[leak.name] = leak.value
      trial.derive()
      guard var protection = trial.protection(of: side, epoch),
        (try? protection.unprotect(record)) != nil
      else { continue }
      evaluator.values[leak.name] = leak.value
      using.append(leak)
      derive()
      return self.protection(of: side, epoch)
    }
    return nil
  }

  /// Takes in what the messages of an opened record say.
  private mutating func learn(_ content: [UInt8], from sender: Side) {
    var reader = streams[sender]?.handshakes ?? HandshakeReader()
    reader.append(content)
    while let message = try? reader.next() {
      try? session.learn(message, from: sender)
      if message.type == .keyUpdate, case .application(let number)? = streams[sender]?.epoch {
        used[sender] = max(used[sender] ?? 0, number + 1)
      }
      derive()
      if let ticket = try? message.read(NewSessionTicket13.self) {
        tickets[ticket.ticket] = evaluator.values[.ticketSecret]
      }
    }
    streams[sender]?.handshakes = reader
  }
}
