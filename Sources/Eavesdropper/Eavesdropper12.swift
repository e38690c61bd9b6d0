import CryptoPrimitives
import Knowledge
import TLSKeys
import TLSWire

// Recordings of TLS 1.2 and before.
extension Eavesdropper {
  /// Further handshakes on one connection that are followed: nobody makes so many.
  private static let mostHandshakes = 32

  /// - Parameters:
  ///   - number: how many handshakes went before on the same connection.
  ///   - before: those of them that may be resumed.
  func attempt12(
    _ session: RecordedSession, earlier: EarlierSecret?, number: Int = 0,
    after before: [Resumable] = []
  ) -> Attempt {
    guard !session.protected.isEmpty else { return .nothingProtected }
    guard let schedule = session.facts.schedule12 else {
      return .sealed(
        Attempt.Sealed(missing: [], tried: [], misfits: [], fault: session.fault))
    }
    if let found = session.unencrypted(schedule.suite) {
      return .opened(following(found.opened, found.next, before, number + 1))
    }
    var search = LeakSearch12(session, schedule, earlier, of: held)
    if let found = search.open() {
      let known = before + [Resumable(found.decryption, found.opened)].compactMap(\.self)
      return .opened(following(found.opened, found.next, known, number + 1))
    }
    return .sealed(
      Attempt.Sealed(
        missing: Missing.secrets(of: session, under: .tls12(schedule)), tried: search.derivations,
        misfits: search.misfits, fault: session.fault))
  }

  /// Goes on with a further handshake on the same connection: it was read under the keys of the one
  /// before, and may itself resume the session of any before it.
  private func following(
    _ opened: Attempt.Opened, _ next: RecordedSession?, _ before: [Resumable], _ number: Int
  ) -> Attempt.Opened {
    guard let next else { return opened }
    var all = opened
    guard number < Self.mostHandshakes else {
      all.damaged += next.protected.count
      return all
    }
    let earlier = before.last { next.facts.resumes($0.facts) }?.secret
    let later = attempt12(next, earlier: earlier, number: number, after: before)
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
  func earlierSecret(of session: RecordedSession, _ others: Others) -> EarlierSecret? {
    guard session.facts.isResumed else { return nil }
    for other in others() where session.facts.resumes(other.session.facts) {
      guard let given = other.given(self), let secret = given.masterSecret else { continue }
      return EarlierSecret(
        value: secret, using: given.using,
        origin: Attempt.Earlier(flow: other.flow, by: given.by))
    }
    return nil
  }

  /// The master secret of a session that resumes none; nil where the recording does not open.
  func masterSecret(of session: RecordedSession) -> Given? {
    guard let schedule = session.facts.schedule12 else { return nil }
    var search = LeakSearch12(session, schedule, nil, of: held)
    guard let found = search.open(), let secret = found.decryption.evaluator.values[.masterSecret]
    else {
      return nil
    }
    return Given(
      masterSecret: secret, using: found.opened.using,
      by: found.decryption.derivations.path(to: .masterSecret))
  }
}

/// A full handshake that opened, whose session a later one on the same connection may take up.
struct Resumable {
  let facts: WireFacts
  let secret: EarlierSecret

  /// Nil where it resumes a session itself, or gave no master secret.
  init?(_ decryption: Decryption12, _ opened: Attempt.Opened) {
    facts = decryption.session.facts
    guard !facts.isResumed, let master = decryption.evaluator.values[.masterSecret] else {
      return nil
    }
    secret = EarlierSecret(value: master, using: opened.using, origin: nil)
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
