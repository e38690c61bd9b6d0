import CryptoPrimitives
public import Eavesdropper
import Knowledge
import Network
import TLSEngine
import TLSKeys
import TLSWire
import X509

// Which leaks belong to which session.
extension Lab {
  /// Whether a leak is of this connection: the key of its server, or a key of its own.
  public func belongs(_ leak: Leak, to session: Session, on wire: Wire) -> Bool {
    belongs(leak, to: session, on: wire, session.facts(on: wire))
  }

  /// The names of all leaks of one connection.
  func leaked(of session: Session, on wire: Wire, _ facts: WireFacts) -> Set<ValueName> {
    let held = attacker.held
    let named = held.longTerm + held.leaks(ofSession: session.id)
    var names = Set(
      named.filter { belongs($0, to: session, on: wire, facts) }.map(\.name))
    // What was stolen from other sessions belongs here where it was used again.
    if !session.sharedKeys(on: wire).isDisjoint(with: held.sharedKeysOfSessions) {
      names.insert(.preSharedKey)
    }
    guard let agreement = facts.agreement else { return names }
    for side in Side.allCases where !(side == .server && isHybrid(session, wire)) {
      let name = ValueName.ephemeralPrivate(side)
      guard let shown = facts.values[.ephemeralPublic(side)] else { continue }
      let fitting = held.keys(name, agreement, facts.values, showing: shown)
      if fitting.contains(where: { if case .session = $0.origin { true } else { false } }) {
        names.insert(name)
      }
    }
    return names
  }

  private func belongs(
    _ leak: Leak, to session: Session, on wire: Wire, _ facts: WireFacts
  ) -> Bool {
    switch leak.origin {
    case .longTerm(let text), .computedLongTerm(let text):
      let label = KeyLabel(reading: text)
      let role = label.owner
      // Towards the client the interceptor shows a certificate of its own, or the server's; tickets are sealed
      // with the server's key, whoever gives them.
      if role == Self.anyServerLabel { return wire != .clientSide || leak.name == .ticketKey }
      if role == Self.ticketKeyLabel { return isTicketKey(label.number, of: session, facts) }
      let isServers = wire != .clientSide && session.outside == nil
      return role == World.Role.serverRSA.rawValue
        && ((isServers && label.number == number(of: .serverKey, for: session))
          || isShown(leak, facts))
    case .file where leak.name == .preSharedKey: return opens(leak, session, wire)
    case .file: return isShown(leak, facts)
    case .computed(let id):
      return id == session.id && fitsPublicHalf(leak, facts) != false
    case .session(let id):
      if let own = belongs13(leak, id, session, wire) { return own }
      guard let side = Side.allCases.first(where: { .ephemeralPrivate($0) == leak.name }) else {
        return id == session.id
      }
      // A key that is used again belongs to every connection that shows its public half.
      return fitsPublicHalf(leak, facts)
        ?? (id == session.id && wire == session.wire(reaching: side))
    }
  }

  /// Whether a secret of one session belongs to another: traffic secrets never do, a pre-shared key
  /// to every session that uses it.
  ///
  /// - Returns: nil for other secrets.
  private func belongs13(_ leak: Leak, _ id: String, _ session: Session, _ wire: Wire) -> Bool? {
    if leak.name == .preSharedKey { return session.sharedKeys(on: wire).contains(leak.value) }
    for side in Side.allCases where leak.name.rawValue.hasPrefix(Loot.trafficPrefix(side)) {
      return id == session.id && wire == session.wire(reaching: side)
    }
    if leak.name == .ephemeralPrivate(.server), isHybrid(session, wire) {
      return id == session.id && wire == session.wire(reaching: .server)
    }
    return nil
  }

  /// Whether a ticket that a session uses, or the one it is given, is sealed with the server's ticket key of
  /// this number.
  private func isTicketKey(_ which: Int, of session: Session, _ facts: WireFacts) -> Bool {
    guard !session.isOutside(.server) else { return false }
    guard world.number(of: .ticketKey) > 1, let ticket = facts.values[.ticket] else {
      return which == number(of: .ticketKey, for: session)
    }
    // The name of the key stands in the open in front of the ticket (RFC 5077 §4).
    return ticket.starts(with: world.ticketKey(which).name)
  }

  /// Whether the attacker holds the key by which both ends of a session know each other (RFC 4279 §2, RFC 8446
  /// §2.2), whoever played them; nil where there is none.
  public func holdsSharedKey(of session: Session) -> Bool? {
    let wire = session.wire(reaching: .server)
    guard session.usesSharedKey(on: wire) else { return nil }
    return attacker.leaks.contains {
      $0.name == .preSharedKey && belongs($0, to: session, on: wire)
    }
  }

  /// Whether a key that both ends had opens what they said: nothing on the wire names it but its effect, and in
  /// TLS 1.3 the binder (RFC 8446 §4.2.11.2).
  private func opens(_ leak: Leak, _ session: Session, _ wire: Wire) -> Bool {
    switch attempt(on: session, wire, with: LeakSet([leak])) {
    case .opened?: true
    case .sealed(let sealed)?:
      session.facts(on: wire).preSharedKey == .accepted(.external)
        && !sealed.misfits.contains(leak)
    case .nothingProtected?, nil: false
    }
  }

  private func isHybrid(_ session: Session, _ wire: Wire) -> Bool {
    session.facts(on: wire).agreement == .hybrid
  }

  /// Whether the certificate in the messages has the public half of a stolen key: the attacker may
  /// show the server's own.
  private func isShown(_ leak: Leak, _ facts: WireFacts) -> Bool {
    guard let der = facts.certificates.first, let certificate = try? Certificate.reading(der: der)
    else { return false }
    return attacker.held.privateKey(leak)?.publicKey == certificate.publicKey
  }

  /// Whether the public half of an ephemeral key is the one in the messages.
  ///
  /// - Returns: nil for another kind of leak, and where the messages show none yet.
  private func fitsPublicHalf(_ leak: Leak, _ facts: WireFacts) -> Bool? {
    guard let side = Side.allCases.first(where: { .ephemeralPrivate($0) == leak.name }),
      let agreement = facts.agreement, let shown = facts.values[.ephemeralPublic(side)]
    else { return nil }
    return attacker.held.publicHalf(of: leak.value, agreement, facts.values) == shown
  }
}

extension Session {
  /// The pre-shared keys that somebody used on a stretch of wire.
  fileprivate func sharedKeys(on wire: Wire) -> Set<[UInt8]> {
    remembered(SharedKeyMemory(wire: wire)) {
      let values = steps.compactMap { step -> [UInt8]? in
        guard step.wire == wire else { return nil }
        switch step.effect {
        case .recalled(let value) where value.name == .preSharedKey: return value.value
        case .derived(let value) where value.name == .preSharedKey: return value.value
        default: return nil
        }
      }
      return Set(values)
    }
  }

  private struct SharedKeyMemory: Hashable, Sendable { var wire: Wire }
}
