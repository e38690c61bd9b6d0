import Bytes
import CryptoPrimitives
import Knowledge
public import Network
import TLSKeys
import TLSWire

/// The passive attacker: wire bytes and leaked secrets in, plaintext or the missing secret out,
/// from nothing else. It shares no code path with the endpoints but the rules.
public struct Eavesdropper: Sendable {
  /// Everything the attacker holds.
  public var leaks: [Leak]

  public init(leaks: [Leak]) {
    self.leaks = leaks
  }

  /// Tries everything that the attacker holds on one recording.
  ///
  /// - Parameter recordings: all that were made: one that resumes an earlier session opens if that
  ///   one does.
  public func attempt(_ recording: Recording, among recordings: [Recording] = []) -> Attempt {
    let session = RecordedSession(recording)
    return attempt(session, earlier: earlierSecret(of: session, among: recordings))
  }

  private func attempt(_ session: RecordedSession, earlier: EarlierSecret?) -> Attempt {
    guard !session.protected.isEmpty else { return .nothingProtected }
    guard let schedule = session.facts.schedule12 else {
      return .sealed(
        Attempt.Sealed(missing: [], tried: [], misfits: [], fault: session.fault))
    }
    if let opened = session.unencrypted(schedule.suite) { return .opened(opened) }
    var misfits: [Leak] = []
    var best: [Derivation] = []
    for combination in combinations(for: schedule) {
      var work = Work(session, schedule, combination, earlier)
      work.derive()
      if let opened = work.open() { return .opened(opened) }
      misfits += work.misfits.filter { !misfits.contains($0) }
      if work.derivations.count > best.count { best = work.derivations }
    }
    let known = Set(session.facts.values.keys).union([
      .protectedRecords(.client), .protectedRecords(.server),
    ])
    return .sealed(
      Attempt.Sealed(
        missing: Closure(of: known, under: schedule.rules).missing(
          for: .applicationData(.client)),
        tried: best, misfits: misfits, fault: session.fault))
  }

  /// The master secret of the session that a recording resumes, if that one is recorded and opens.
  private func earlierSecret(
    of session: RecordedSession, among recordings: [Recording]
  ) -> EarlierSecret? {
    guard session.facts.isResumed else { return nil }
    for recording in recordings {
      let other = RecordedSession(recording)
      guard session.facts.resumes(other.facts), let schedule = other.facts.schedule12 else {
        continue
      }
      for combination in combinations(for: schedule) {
        var work = Work(other, schedule, combination, nil)
        work.derive()
        guard let opened = work.open(), let secret = work.evaluator.values[.masterSecret] else {
          continue
        }
        return EarlierSecret(
          value: secret, using: opened.using,
          origin: Attempt.Earlier(flow: recording.flow, by: work.path(to: .masterSecret)))
      }
    }
    return nil
  }

  /// The sets of leaks to try together: of those with one name, one at a time; at least one set,
  /// the empty one.
  private func combinations(for schedule: KeySchedule12) -> [[Leak]] {
    let useful = Set(schedule.rules.flatMap(\.inputs))
    let relevant = leaks.filter { useful.contains($0.name) }
    return relevant.isEmpty ? [[]] : relevant.map { [$0] }
  }
}

extension RecordedSession {
  /// What the records say whose suite does not encrypt: no key is needed, and none is used.
  ///
  /// - Returns: nil when the suite encrypts.
  fileprivate func unencrypted(_ suite: CipherSuiteParameters) -> Attempt.Opened? {
    guard !suite.cipher.encrypts else { return nil }
    let plaintexts = protected.compactMap { entry in
      RecordProtection.readUnencrypted(entry.record, suite: suite).map {
        Plaintext(sender: entry.sender, time: entry.time, type: entry.record.type, bytes: $0)
      }
    }
    guard !plaintexts.isEmpty else { return nil }
    return Attempt.Opened(
      plaintexts: plaintexts, by: [], using: [], damaged: protected.count - plaintexts.count)
  }
}

/// A master secret that comes from another recording.
private struct EarlierSecret {
  var value: [UInt8]
  var using: [Leak]
  var origin: Attempt.Earlier
}

/// One try: one recording with one set of leaks.
private struct Work {
  let session: RecordedSession
  let schedule: KeySchedule12
  let leaks: [Leak]
  var evaluator: Evaluator
  var derivations: [Derivation] = []
  var misfits: [Leak] = []
  let earlier: EarlierSecret?

  init(
    _ session: RecordedSession, _ schedule: KeySchedule12, _ leaks: [Leak],
    _ earlier: EarlierSecret?
  ) {
    self.earlier = earlier
    self.session = session
    self.schedule = schedule
    self.leaks = leaks
    evaluator = Evaluator(session.facts.values)
    evaluator.values[.earlierMasterSecret] = earlier?.value
    for leak in leaks { evaluator.values[leak.name] = leak.value }
  }

  /// Applies the rules until nothing new comes. A leak that contradicts the wire is set aside.
  mutating func derive() {
    for leak in leaks where contradicts(leak) {
      evaluator.values[leak.name] = nil
      misfits.append(leak)
    }
    var progress = true
    while progress {
      progress = false
      for rule in schedule.rules where evaluator.values[rule.output] == nil {
        guard rule.inputs.allSatisfy({ evaluator.values[$0] != nil }) else { continue }
        do throws(Evaluator.Failure) {
          let value = try evaluator.value(of: rule.formula)
          evaluator.values[rule.output] = value
          derivations.append(Derivation(rule: rule, value: value))
          progress = true
        } catch {
          misfits += leaks.filter { rule.inputs.contains($0.name) && !misfits.contains($0) }
        }
      }
    }
  }

  /// An ephemeral private key belongs to this session when its public half is the one on the wire.
  private func contradicts(_ leak: Leak) -> Bool {
    for rule in schedule.rules {
      guard case .publicKey(_, leak.name) = rule.formula,
        let onTheWire = session.facts.values[rule.output]
      else { continue }
      return (try? evaluator.value(of: rule.formula)) != onTheWire
    }
    return false
  }

  /// Opens every record that opens.
  ///
  /// - Returns: nil when none does, be it for want of keys or because they are not the right ones.
  func open() -> Attempt.Opened? {
    var protections = Side.allCases.reduce(into: [Side: RecordProtection]()) { table, side in
      table[side] = protection(of: side)
    }
    guard protections.count == Side.allCases.count else { return nil }
    var plaintexts: [Plaintext] = []
    var damaged = 0
    for entry in session.protected {
      guard let bytes = try? protections[entry.sender]?.unprotect(entry.record) else {
        protections[entry.sender]?.passOver(entry.record)
        damaged += 1
        continue
      }
      plaintexts.append(
        Plaintext(sender: entry.sender, time: entry.time, type: entry.record.type, bytes: bytes))
    }
    guard !plaintexts.isEmpty else { return nil }
    let own = leaks.filter { !misfits.contains($0) }
    return Attempt.Opened(
      plaintexts: plaintexts, by: derivations,
      using: own + (earlier?.using ?? []).filter { !own.contains($0) }, damaged: damaged,
      earlier: usesEarlier ? earlier?.origin : nil)
  }

  private var usesEarlier: Bool {
    derivations.contains { $0.rule.inputs.contains(.earlierMasterSecret) }
  }

  /// The derivations that lead to a value, each after those that it needs.
  func path(to name: ValueName) -> [Derivation] {
    var needed: Set<ValueName> = [name]
    var path: [Derivation] = []
    for derivation in derivations.reversed() where needed.contains(derivation.name) {
      needed.formUnion(derivation.rule.inputs)
      path.append(derivation)
    }
    return path.reversed()
  }

  private func protection(of side: Side) -> RecordProtection? {
    var parts: [ValueName: [UInt8]] = [:]
    for name in schedule.recordKeys(of: side) {
      guard let value = evaluator.values[name] else { return nil }
      parts[name] = value
    }
    return RecordProtection(
      version: schedule.version, suite: schedule.suite,
      encryptThenMAC: session.facts.encryptThenMAC,
      keys: .init(
        macKey: parts[.writeMACKey(side)] ?? [], key: parts[.writeKey(side)] ?? [],
        fixedIV: parts[.writeIV(side)] ?? []))
  }
}
