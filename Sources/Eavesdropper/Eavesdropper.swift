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
    if session.facts.version == .tls13 { return attempt13(session, among: recordings) }
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
      var work = Work12(session, schedule, combination, earlier)
      work.derive()
      if let opened = work.open() { return .opened(opened) }
      work.blameSharedKey()
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
        var work = Work12(other, schedule, combination, nil)
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

  /// The sets of leaks to try together: one at a time, but a pre-shared key with each of the others,
  /// because an ephemeral key may be needed beside it; at least one set, the empty one.
  private func combinations(for schedule: KeySchedule12) -> [[Leak]] {
    let useful = Set(schedule.rules.flatMap(\.inputs))
    let relevant = leaks.filter { useful.contains($0.name) }
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
