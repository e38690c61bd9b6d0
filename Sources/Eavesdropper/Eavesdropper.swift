public import Bytes
import CryptoPrimitives
import Knowledge
public import Network
import TLSKeys
import TLSWire

/// The passive attacker: wire bytes and leaked secrets in, plaintext or the missing secret out,
/// from nothing else. It shares no code path with the endpoints but the rules.
public struct Eavesdropper: Sendable {
  /// Everything the attacker holds.
  public let held: LeakSet

  public init(_ held: LeakSet) { self.held = held }

  public init(leaks: [Leak]) { self.init(LeakSet(leaks)) }

  /// Another recording, taken apart already.
  public struct Other {
    public var flow: Flow
    @Boxed public var session: RecordedSession
    /// The tickets in it, for who holds the same secrets: the same for every recording that asks.
    public var tickets: (Eavesdropper) -> GivenTickets?

    public init(
      flow: Flow, session: RecordedSession, tickets: @escaping (Eavesdropper) -> GivenTickets?
    ) {
      self.flow = flow
      self.session = session
      self.tickets = tickets
    }
  }

  /// The other recordings in their order; asked for where a session resumes an earlier one.
  public typealias Others = () -> any Sequence<Other>

  /// Tries everything that the attacker holds on one recording.
  ///
  /// - Parameter recordings: all that were made: one that resumes an earlier session opens if that
  ///   one does.
  public func attempt(_ recording: Recording, among recordings: [Recording] = []) -> Attempt {
    let session = RecordedSession(recording)
    return attempt(session) {
      recordings.lazy.map { recording in
        let other = RecordedSession(recording)
        return Other(flow: recording.flow, session: other) { thief in
          other == session ? nil : thief.tickets(in: other)
        }
      }
    }
  }

  /// The same for a recording that was taken apart before.
  ///
  /// - Parameters:
  ///   - name: by which the attacker filed it: what was stolen from that session is tried first.
  ///   - others: all other recordings.
  public func attempt(
    _ session: RecordedSession, named name: String? = nil, among others: Others
  ) -> Attempt {
    if session.facts.version == .tls13 { return attempt13(session, named: name, others) }
    return attempt(session, earlier: earlierSecret(of: session, others))
  }

  /// Further handshakes on one connection that are followed: nobody makes so many.
  private static let mostHandshakes = 32

  /// - Parameter number: how many handshakes went before on the same connection.
  private func attempt(
    _ session: RecordedSession, earlier: EarlierSecret?, number: Int = 0
  ) -> Attempt {
    guard !session.protected.isEmpty else { return .nothingProtected }
    guard let schedule = session.facts.schedule12 else {
      return .sealed(
        Attempt.Sealed(missing: [], tried: [], misfits: [], fault: session.fault))
    }
    if let found = session.unencrypted(schedule.suite) {
      return .opened(following(found.opened, found.next, nil, number + 1))
    }
    let relevant = relevant(for: schedule)
    // Many stolen ephemeral keys are told apart by their public halves; one is tried in earnest.
    let isSingle = !relevant.contains { $0.name == .preSharedKey }
    var misfits: [Leak] = []
    var best: [Derivation]?
    for combination in combinations(of: relevant) {
      if isSingle, let leak = combination.first,
        Work12.contradicts(leak, of: held, session, schedule)
      {
        misfits.append(leak)
        continue
      }
      var work = Work12(session, schedule, combination, earlier, of: held)
      work.derive()
      if let found = work.open() {
        return .opened(following(found.opened, found.next, work, number + 1))
      }
      work.blameSecrets()
      misfits += work.misfits.filter { !misfits.contains($0) }
      if work.derivations.count > best?.count ?? 0 { best = work.derivations }
    }
    if best == nil {
      var work = Work12(session, schedule, [], earlier, of: held)
      work.derive()
      best = work.derivations
    }
    let known = Set(session.facts.values.keys).union([
      .protectedRecords(.client), .protectedRecords(.server),
    ])
    return .sealed(
      Attempt.Sealed(
        missing: Closure(of: known, under: schedule.rules).missing(
          for: .applicationData(.client)),
        tried: best ?? [], misfits: misfits, fault: session.fault))
  }

  /// Goes on with a further handshake on the same connection: it was read under the keys of the one
  /// before, and may itself resume the session of that one.
  private func following(
    _ opened: Attempt.Opened, _ next: RecordedSession?, _ work: Work12?, _ number: Int
  ) -> Attempt.Opened {
    guard let next else { return opened }
    var all = opened
    guard number < Self.mostHandshakes else {
      all.damaged += next.protected.count
      return all
    }
    var earlier: EarlierSecret?
    if let work, next.facts.resumes(work.session.facts),
      let secret = work.evaluator.values[.masterSecret]
    {
      earlier = EarlierSecret(value: secret, using: opened.using, origin: nil)
    }
    let later = attempt(next, earlier: earlier, number: number)
    all.later = [later]
    if case .opened(let more) = later {
      all.plaintexts = (opened.plaintexts + more.plaintexts).sorted { $0.time < $1.time }
      all.using += more.using.filter { !opened.using.contains($0) }
      all.damaged += more.damaged
    } else {
      all.damaged += next.protected.count
    }
    return all
  }

  /// The master secret of the session that a recording resumes, if that one is recorded and opens.
  private func earlierSecret(of session: RecordedSession, _ others: Others) -> EarlierSecret? {
    guard session.facts.isResumed else { return nil }
    for other in others() where session.facts.resumes(other.session.facts) {
      guard let schedule = other.session.facts.schedule12 else { continue }
      for combination in combinations(of: relevant(for: schedule)) {
        var work = Work12(other.session, schedule, combination, nil, of: held)
        work.derive()
        guard let found = work.open(), let secret = work.evaluator.values[.masterSecret] else {
          continue
        }
        return EarlierSecret(
          value: secret, using: found.opened.using,
          origin: Attempt.Earlier(flow: other.flow, by: work.path(to: .masterSecret)))
      }
    }
    return nil
  }

  /// The leaks that a key schedule can use.
  private func relevant(for schedule: KeySchedule12) -> [Leak] {
    let useful = Set(schedule.rules.flatMap(\.inputs))
    return held.leaks.filter { useful.contains($0.name) }
  }

  /// The sets of leaks to try together: one at a time, but a pre-shared key with each of the others,
  /// because an ephemeral key may be needed beside it; at least one set, the empty one.
  private func combinations(of relevant: [Leak]) -> [[Leak]] {
    let sharedKeys = relevant.filter { $0.name == .preSharedKey }.map { [$0] }
    let others = relevant.filter { $0.name != .preSharedKey }.map { [$0] }
    guard !sharedKeys.isEmpty, !others.isEmpty else {
      return relevant.isEmpty ? [[]] : sharedKeys + others
    }
    return sharedKeys.flatMap { key in others.map { key + $0 } }
  }
}

extension RecordedSession {
  /// What the records say whose suite does not encrypt: no key is needed, and none is used.
  ///
  /// - Returns: nil when the suite encrypts.
  fileprivate func unencrypted(
    _ suite: CipherSuiteParameters
  ) -> (opened: Attempt.Opened, next: RecordedSession?)? {
    guard !suite.cipher.encrypts else { return nil }
    let unsealing = Unsealing(self) { entry in
      RecordProtection.readUnencrypted(entry.record, suite: suite)
    }
    guard !unsealing.plaintexts.isEmpty else { return nil }
    return (
      Attempt.Opened(
        plaintexts: unsealing.plaintexts, by: [], using: [], damaged: unsealing.damaged),
      unsealing.next
    )
  }
}
