import Eavesdropper
import Knowledge
import Network
import TLSEngine
import TLSKeys
import TLSWire

// What the attacker can know of a session of TLS 1.3, by name alone.
extension Lab {
  func closure13(of session: Session, on wire: Wire, _ facts: WireFacts) -> Closure {
    let rules = facts.schedule13?.rules ?? []
    guard let recorded = session.recorded(on: wire) else {
      return Closure(of: leaked(of: session, on: wire), under: rules)
    }
    var given = recorded.publicNames
    // A KeyUpdate and a ticket pass under protection: what they say is known with the keys.
    given.remove(.ticketNonce)
    if let origin = ticketOrigin(of: facts),
      closure(of: origin.session, on: origin.wire).known
        .contains(.resumptionMasterSecret)
    {
      given.insert(.preSharedKey)
    }
    return Closure(of: given.union(leaked(of: session, on: wire)), under: rules)
  }

  private func leaked(of session: Session, on wire: Wire) -> Set<ValueName> {
    Set(attacker.leaks.filter { belongs($0, to: session, on: wire) }.map(\.name))
  }

  /// Whether a secret of one session belongs to another: traffic secrets never do, a pre-shared key
  /// to every session that uses it.
  ///
  /// - Returns: nil for other secrets.
  func belongs13(_ leak: Leak, _ id: String, _ session: Session, _ wire: Wire) -> Bool? {
    if leak.name == .preSharedKey {
      return session.steps.contains { step in
        guard step.wire == wire else { return false }
        switch step.effect {
        case .recalled(let value): return value.name == leak.name && value.value == leak.value
        case .derived(let value): return value.name == leak.name && value.value == leak.value
        default: return false
        }
      }
    }
    for side in Side.allCases where leak.name.rawValue.hasPrefix(Loot.trafficPrefix(side)) {
      return id == session.id && wire == session.wire(reaching: side)
    }
    if leak.name == .ephemeralPrivate(.server), session.facts(on: wire).agreement == .hybrid {
      return id == session.id && wire == session.wire(reaching: .server)
    }
    return nil
  }
}
