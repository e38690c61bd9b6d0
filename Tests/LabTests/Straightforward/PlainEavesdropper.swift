import Bytes
import CryptoPrimitives
import Knowledge
import Network
import TLSKeys
import TLSWire

@testable import Eavesdropper

/// The eavesdropper at its plainest, to hold the real one against: every leak is tried in earnest on
/// every recording, which is taken apart anew each time.
struct PlainEavesdropper: Sendable {
  /// Everything the attacker holds.
  var leaks: [Leak]

  /// By what the recordings are filed: traffic secrets that were stolen there are tried first.
  var names: [Flow: String] = [:]

  init(leaks: [Leak]) {
    self.leaks = leaks
  }

  /// Tries everything that the attacker holds on one recording.
  ///
  /// - Parameter recordings: all that were made: one that resumes an earlier session opens if that
  ///   one does.
  func attempt(_ recording: Recording, among recordings: [Recording] = []) -> Attempt {
    let session = RecordedSession(recording)
    if session.facts.version == .tls13 {
      return attempt13(session, names[recording.flow], among: recordings)
    }
    return attempt(session, earlier: earlierSecret(of: session, among: recordings))
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
    var misfits: [Leak] = []
    var best: [Derivation] = []
    // What the session before left comes first: a master secret of another one would stand in its way.
    for combination in (earlier == nil ? [] : [[]]) + combinations(for: schedule) {
      var work = PlainWork12(session, schedule, combination, earlier)
      work.derive()
      if let found = work.open() {
        return .opened(following(found.opened, found.next, work, number + 1))
      }
      work.blameSecrets()
      misfits += work.misfits.filter { !misfits.contains($0) }
      if work.derivations.count > best.count { best = work.derivations }
    }
    let known = Set(session.facts.values.keys).union([
      .protectedRecords(.client), .protectedRecords(.server),
    ])
    return .sealed(
      Attempt.Sealed(
        missing: Closure(of: known, under: schedule.rules).missing(
          for: .applicationData(.client), kept: .keptBetweenSessions),
        tried: best, misfits: misfits, fault: session.fault))
  }

  /// Goes on with a further handshake on the same connection: it was read under the keys of the one
  /// before, and may itself resume the session of that one.
  private func following(
    _ opened: Attempt.Opened, _ next: RecordedSession?, _ work: PlainWork12?, _ number: Int
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
        var work = PlainWork12(other, schedule, combination, nil)
        work.derive()
        guard let found = work.open(), let secret = work.evaluator.values[.masterSecret] else {
          continue
        }
        return EarlierSecret(
          value: secret, using: found.opened.using,
          origin: Attempt.Earlier(
            flow: recording.flow, by: work.derivations.path(to: .masterSecret)))
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
