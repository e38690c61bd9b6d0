import Bytes
import CryptoPrimitives
import Knowledge
import Network
import TLSKeys
import TLSWire

@testable import Eavesdropper

// Recordings of TLS 1.3.
extension PlainEavesdropper {
  func attempt13(
    _ session: RecordedSession, _ name: String?, among recordings: [Recording]
  ) -> Attempt {
    guard !session.protected.isEmpty else { return .nothingProtected }
    let earlier = earlierKey(of: session, among: recordings)
    var work = PlainWork13(session, name, leaks: leaks, preSharedKey: earlier?.value)
    if var opened = work.open() {
      if let earlier {
        opened.earlier = earlier.origin
        opened.using += earlier.using.filter { !opened.using.contains($0) }
      }
      return .opened(opened)
    }
    let missing = session.facts.schedule13.map { schedule in
      Closure(of: session.publicNames, under: schedule.rules).missing(
        for: .applicationData(.client), kept: .keptBetweenSessions)
    }
    return .sealed(
      Attempt.Sealed(
        missing: missing ?? [], tried: work.derivations,
        misfits: leaks.filter { work.misfits.contains($0) }, fault: session.fault))
  }

  /// The pre-shared key of a resumed session, where the session that gave the ticket is recorded and
  /// opens far enough.
  private func earlierKey(
    of session: RecordedSession, among recordings: [Recording]
  ) -> EarlierSecret? {
    guard session.facts.preSharedKey.kind == .resumption,
      let ticket = session.facts.values[.ticket]
    else { return nil }
    for recording in recordings {
      let other = RecordedSession(recording)
      guard other.facts.version == .tls13, other != session else { continue }
      var work = PlainWork13(other, names[recording.flow], leaks: leaks)
      guard work.open() != nil, let key = work.tickets[ticket] else { continue }
      return EarlierSecret(
        value: key, using: work.using,
        origin: Attempt.Earlier(flow: recording.flow, by: work.derivations.path(to: .ticketSecret)))
    }
    return nil
  }
}
