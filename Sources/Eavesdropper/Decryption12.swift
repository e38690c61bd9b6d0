import Bytes
import CryptoPrimitives
import Knowledge
import Network
import TLSKeys
import TLSWire

/// A master secret that comes from another recording.
struct EarlierSecret {
  var value: [UInt8]
  var using: [Leak]
  /// Nil where it is an earlier handshake of the same connection.
  var origin: Attempt.Earlier?
}

/// One try at a recording of TLS 1.2 or before, with one set of leaks.
struct Decryption12 {
  @Boxed private(set) var session: RecordedSession
  let schedule: KeySchedule12
  private let table: RuleTable
  let leaks: [Leak]
  private let held: LeakSet
  var evaluator: Evaluator
  var derivations: [Derivation] = []
  var misfits: [Leak] = []
  let earlier: EarlierSecret?

  /// - Parameter held: the set to which the leaks belong.
  init(
    _ session: RecordedSession, _ schedule: KeySchedule12, _ leaks: [Leak],
    _ earlier: EarlierSecret?, of held: LeakSet
  ) {
    self.earlier = earlier
    self.held = held
    _session = Boxed(wrappedValue: session)
    self.schedule = schedule
    table = RuleTable.of(.tls12(schedule))
    self.leaks = leaks
    evaluator = Evaluator(session.facts.values)
    evaluator.values[.earlierMasterSecret] = earlier?.value
    for leak in leaks {
      evaluator.values[leak.name] = leak.value
      if leak.name == .serverPrivateKey {
        evaluator.privateKeys[leak.name] = held.privateKey(leak)
      }
    }
  }

  /// Applies the rules until nothing new comes. A leak that contradicts the wire is set aside.
  mutating func derive() {
    for leak in leaks where contradicts(leak) {
      evaluator.values[leak.name] = nil
      misfits.append(leak)
    }
    let (derived, failed) = evaluator.derive(by: table)
    derivations += derived
    for inputs in failed {
      misfits += leaks.filter { inputs.contains($0.name) && !misfits.contains($0) }
    }
  }

  /// An ephemeral private key belongs to this session when its public half is the one on the wire.
  private func contradicts(_ leak: Leak) -> Bool {
    guard let half = table.halves[leak.name], let shown = session.facts.values[half.shown] else {
      return false
    }
    return held.publicHalf(of: leak.value, half.agreement, session.facts.values) != shown
  }

  /// Opens every record that opens.
  ///
  /// - Returns: what they say, and the further handshake among them if there is one; nil when none
  ///   opens, be it for want of keys or because they are not the right ones.
  func open() -> (opened: Attempt.Opened, next: RecordedSession?)? {
    var protections = Side.allCases.reduce(into: [Side: RecordProtection]()) { table, side in
      table[side] = protection(of: side)
    }
    guard protections.count == Side.allCases.count else { return nil }
    let unsealing = Unsealing(session) { entry in
      guard let bytes = try? protections[entry.sender]?.unprotect(entry.record) else {
        protections[entry.sender]?.passOver(entry.record)
        return nil
      }
      return bytes
    }
    guard !unsealing.plaintexts.isEmpty else { return nil }
    let own = leaks.filter { leak in
      !misfits.contains(leak) && derivations.contains { $0.rule.inputs.contains(leak.name) }
    }
    return (
      Attempt.Opened(
        plaintexts: unsealing.plaintexts, by: derivations,
        using: own + (earlier?.using ?? []).filter { !own.contains($0) },
        damaged: unsealing.damaged, earlier: usesEarlier ? earlier?.origin : nil), unsealing.next
    )
  }

  /// A pre-shared key or a master secret fits any session until the records say otherwise: where
  /// keys came out and nothing opens, it was another one.
  mutating func blameSecrets() {
    guard Side.allCases.allSatisfy({ protection(of: $0) != nil }) else { return }
    misfits += leaks.filter { [.preSharedKey, .masterSecret].contains($0.name) }
  }

  private var usesEarlier: Bool {
    derivations.contains { $0.rule.inputs.contains(.earlierMasterSecret) }
  }

  private func protection(of side: Side) -> RecordProtection? {
    guard
      let keys = RecordProtection.Keys(of: side, under: schedule, from: evaluator.values)
    else { return nil }
    return RecordProtection(
      version: schedule.version, suite: schedule.suite,
      encryptThenMAC: session.facts.encryptThenMAC, keys: keys)
  }
}
