public import Knowledge
import Network
import TLSKeys
import TLSWire

// Recordings of TLS 1.3.
extension Eavesdropper {
  func attempt13(_ session: RecordedSession, named name: String?, _ others: Others) -> Attempt {
    guard !session.protected.isEmpty else { return .nothingProtected }
    let earlier = earlierKey(of: session, others)
    var decryption = Decryption13(session, self, named: name, preSharedKey: earlier?.value)
    if var opened = decryption.open() {
      if let earlier {
        opened.earlier = earlier.origin
        opened.using += earlier.using.filter { !opened.using.contains($0) }
      }
      return .opened(opened)
    }
    let missing = session.facts.schedule13.map { schedule in
      Missing.secrets(of: session, under: .tls13(schedule))
    }
    return .sealed(
      Attempt.Sealed(
        missing: missing ?? [], tried: decryption.derivations, misfits: decryption.misfits,
        fault: session.fault))
  }

  /// The tickets that were given out in a recording, with the key that each stands for; nil where
  /// it does not open.
  func tickets(in session: RecordedSession, named name: String?) -> Given? {
    var decryption = Decryption13(session, self, named: name)
    guard decryption.open() != nil else { return nil }
    return Given(
      keys: decryption.tickets, using: decryption.using,
      by: decryption.derivations.path(to: .ticketSecret))
  }

  /// The pre-shared key of a resumed session, where the session that gave the ticket is recorded and
  /// opens far enough.
  private func earlierKey(of session: RecordedSession, _ others: Others) -> EarlierSecret? {
    guard session.facts.preSharedKey.kind == .resumption,
      let ticket = session.facts.values[.ticket]
    else { return nil }
    for other in others() where other.session.facts.version == .tls13 {
      guard let given = other.given(self), let key = given.keys[ticket] else { continue }
      return EarlierSecret(
        value: key, using: given.using,
        origin: Attempt.Earlier(flow: other.flow, by: given.by))
    }
    return nil
  }
}

extension RecordedSession {
  /// The names of the values that anyone has who sees the wire.
  public var publicNames: Set<ValueName> {
    var names = Set(facts.values.keys)
    names.formUnion(protected.map { .protectedRecords($0.sender) })
    if protected.contains(where: \.isEarly) { names.insert(.earlyRecords) }
    return names
  }
}
