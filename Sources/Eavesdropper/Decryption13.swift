import Bytes
import CryptoPrimitives
import Knowledge
import TLSKeys
import TLSWire

/// One try at a recording of TLS 1.3, with everything that the attacker holds.
///
/// Reading and deriving take turns: the keys of the handshake open its messages, and those lead to
/// the keys of what follows (RFC 8446 §7.1).
struct Decryption13 {
  @Boxed private(set) var session: RecordedSession
  var evaluator: Evaluator
  private(set) var derivations: [Derivation] = []
  var using: [Leak] = []
  /// The tickets that the server gave, and the key that each stands for.
  private(set) var tickets: [[UInt8]: [UInt8]] = [:]
  private var streams: [Side: Stream] = [:]
  /// Generations of each side's keys that are thought of; the next of one that opened something.
  private var generations: [Side: Int] = [.client: 0, .server: 0]
  /// The last of them that is in use: something opened under it, or a KeyUpdate announced it.
  private var used: [Side: Int] = [:]
  let thief: Eavesdropper
  let name: String?
  /// Leaks that can be of use, and those of them that contradict the wire.
  private(set) var useful = UsefulLeaks([])
  var contradicted = Contradicted.none

  /// One direction's records and how far they could be read.
  private struct Stream {
    var protection: RecordProtection13?
    var epoch = Epoch.handshake
    var handshakes = HandshakeReader()
  }

  /// - Parameter name: by which the attacker filed the recording: what was stolen from that session
  ///   is tried first.
  init(
    _ session: RecordedSession, _ thief: Eavesdropper, named name: String? = nil,
    preSharedKey: [UInt8]? = nil
  ) {
    _session = Boxed(wrappedValue: session)
    self.thief = thief
    self.name = name
    evaluator = Evaluator(session.facts.values)
    evaluator.values[.preSharedKey] = preSharedKey
    evaluator.values[.binder] = nil
    for (side, number) in thief.held.traffic.generations {
      generations[side] = max(generations[side] ?? 0, number)
    }
    guard let table else { return }
    useful = thief.held.useful(for: table)
    takeLeaks(table)
  }

  // MARK: Deriving

  private var table: RuleTable? {
    guard var schedule = session.facts.schedule13 else { return nil }
    schedule.keyUpdates = generations
    return RuleTable.of(.tls13(schedule))
  }

  mutating func derive() {
    for (name, value) in session.facts.values where name != .binder {
      evaluator.values[name] = value
    }
    guard let table else { return }
    derivations += evaluator.derive(by: table).derived
  }
}

// MARK: Reading

extension Decryption13 {
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
        if lacksKey(entry) { keyless.append(entry.sender) }
        continue
      }
      plaintexts.append(
        Plaintext(sender: entry.sender, time: entry.time, type: inner.type, bytes: inner.content))
      if inner.type == .handshake { learn(inner.content, from: entry.sender) }
    }
    guard !plaintexts.isEmpty else { return nil }
    let unused = unusedNames
    return Attempt.Opened(
      plaintexts: plaintexts, by: derivations.filter { !unused.contains($0.name) }, using: using,
      damaged: unopened, keyless: keyless)
  }

  /// Secrets and keys of generations that were only tried: no KeyUpdate led to them (RFC 9846 §7.2).
  private var unusedNames: Set<ValueName> {
    var names: Set<ValueName> = []
    for (side, last) in generations {
      let first = (used[side] ?? 0) + 1
      for number in first..<max(first, last + 1) {
        names.insert(.applicationTrafficSecret(side, number))
        names.insert(.recordKey(side, .application(number)))
        names.insert(.recordIV(side, .application(number)))
      }
    }
    return names
  }

  /// Whether a record that did not open may be under a key that is not known: otherwise it was changed.
  private func lacksKey(_ entry: RecordedSession.ProtectedRecord) -> Bool {
    let stream = streams[entry.sender]
    guard !entry.isEarly else { return stream?.protection == nil }
    // It may be early data behind the server's answer, if nothing of the client's has opened.
    if entry.sender == .client, stream?.protection == nil, session.offersEarlyData { return true }
    return epochs(from: stream?.epoch ?? .handshake, of: entry.sender).contains {
      protection(of: entry.sender, $0) == nil
    }
  }

  /// Under the keys that opened the record before, or under the next that are known.
  private mutating func open(
    _ entry: RecordedSession.ProtectedRecord
  ) -> RecordProtection13.Inner? {
    if entry.isEarly { return openEarly(entry) }
    // The server may answer while early data is on its way: what comes first in the client's direction counts
    // (RFC 8446 §2.3).
    if entry.sender == .client, streams[.client]?.protection == nil,
      let inner = openEarly(entry)
    {
      return inner
    }
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
    for leak in trafficLeaks(TrafficLeaks.Kind(side: side, number: number)) {
      guard var protection = protection(of: side, epoch, by: leak),
        (try? protection.unprotect(record)) != nil
      else { continue }
      evaluator.values[leak.name] = leak.value
      using.append(leak)
      derive()
      return self.protection(of: side, epoch)
    }
    return nil
  }

  /// What was stolen from this session comes first; what is known to be another's is left out.
  private func trafficLeaks(_ kind: TrafficLeaks.Kind) -> [Leak] {
    let own = thief.held.traffic.own(name, kind)
    return own + thief.strays.leaks[kind, default: []].filter { leak in !own.contains(leak) }
  }

  /// Whether a traffic secret of the handshake, or of early data, opens a record: the first under its keys is
  /// among the first of its side.
  func opensRecord(_ leak: Leak) -> Bool {
    let kinds: [(ValueName, Side, Epoch)] = [
      (.handshakeTrafficSecret(.client), .client, .handshake),
      (.handshakeTrafficSecret(.server), .server, .handshake),
      (.earlyTrafficSecret, .client, .early),
    ]
    guard let (_, side, epoch) = kinds.first(where: { $0.0 == leak.name }),
      let protection = protection(of: side, epoch, by: leak)
    else { return false }
    let records = session.protected.lazy.filter { $0.sender == side }.prefix(Self.mostTried)
    return records.contains { entry in
      var trial = protection
      return (try? trial.unprotect(entry.record)) != nil
    }
  }

  /// Records of early data may stand before those of the handshake.
  private static let mostTried = 16

  private func protection(
    of side: Side, _ epoch: Epoch, by leak: Leak
  ) -> RecordProtection13? {
    guard let table else { return nil }
    var trial = self
    trial.evaluator = Evaluator([leak.name: leak.value])
    for name: ValueName in [.recordKey(side, epoch), .recordIV(side, epoch)] {
      guard let rule = table.rules.first(where: { $0.output == name && $0.inputs == [leak.name] })
      else { return nil }
      trial.evaluator.values[name] = try? trial.evaluator.value(of: rule.formula)
    }
    return trial.protection(of: side, epoch)
  }

  /// Takes in what the messages of an opened record say.
  private mutating func learn(_ content: [UInt8], from sender: Side) {
    var reader = streams[sender]?.handshakes ?? HandshakeReader()
    reader.append(content)
    while let message = try? reader.next() {
      try? session.learn(message, from: sender)
      derive()
      if message.type == .keyUpdate { keysUpdated(by: sender) }
      if let ticket = try? message.read(NewSessionTicket13.self) {
        tickets[ticket.ticket] = evaluator.values[.ticketSecret]
      }
    }
    streams[sender]?.handshakes = reader
  }

  /// The keys in use are followed by others (RFC 9846 §4.7.3).
  private mutating func keysUpdated(by sender: Side) {
    guard case .application(let number)? = streams[sender]?.epoch else { return }
    used[sender] = max(used[sender] ?? 0, number + 1)
  }
}

extension Leak {
  /// Whose traffic secret it is, and of which generation; nil for everything else.
  var trafficSecret: (side: Side, number: Int)? {
    for side in Side.allCases {
      let prefix = ValueName.applicationTrafficSecret(side).rawValue.dropLast()
      if name.rawValue.hasPrefix(prefix), let number = Int(name.rawValue.dropFirst(prefix.count)),
        (0..<1000).contains(number)
      {
        return (side, number)
      }
    }
    return nil
  }
}
