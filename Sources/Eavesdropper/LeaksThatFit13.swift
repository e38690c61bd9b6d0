import Bytes
import CryptoPrimitives
import Knowledge
import TLSKeys

// Which of the stolen secrets belong to a session of TLS 1.3.
extension Decryption13 {
  /// Leaks that contradict the wire.
  enum Contradicted {
    case none
    /// Of each name those before the place at which one fits; all of a name without such a place.
    case before([ValueName: Int])
    case these([Leak])
  }

  var misfits: [Leak] {
    switch contradicted {
    case .none: return []
    case .these(let leaks): return leaks
    case .before(let places):
      if places.isEmpty { return useful.leaks }
      return useful.leaks.indices.filter { $0 < places[useful.leaks[$0].name] ?? .max }
        .map { useful.leaks[$0] }
    }
  }

  /// Takes the first leak of each name that fits this session.
  mutating func takeLeaks(_ table: RuleTable) {
    guard useful.places.keys.allSatisfy({ !Self.onTheWayToTheBinder.contains($0) }) else {
      contradicted = .these([])
      for leak in useful.leaks { tryOut(leak, table) }
      return
    }
    var taken: [ValueName: Int] = [:]
    var places: [ValueName: Int] = [:]
    // Whether a ticket's key fits depends on whether the key in the ticket is known already.
    let names = useful.places.keys.filter { $0 != .ticketKey } + [.ticketKey]
    for name in names where useful.places[name] != nil {
      if evaluator.values[name] == nil {
        taken[name] = fittingPlace(name, table, taken[.preSharedKey])
      } else {
        places[name] = 0
      }
    }
    contradicted = .before(places.merging(taken) { _, taken in taken })
    for leak in taken.values.sorted().map({ useful.leaks[$0] }) {
      evaluator.values[leak.name] = leak.value
      using.append(leak)
    }
  }

  /// Values that a stolen one would replace while a pre-shared key is tried.
  private static let onTheWayToTheBinder: Set<ValueName> = [
    .earlySecret, .noMessagesHash, .binderKey, .binderFinishedKey, .binderHash, .ticketState,
  ]

  private func fittingPlace(
    _ name: ValueName, _ table: RuleTable, _ placeOfSharedKey: Int?
  ) -> Int? {
    let places = useful.places[name, default: []]
    let values = session.facts.values
    if let half = table.halves[name] {
      return thief.held.halves(of: name, half.agreement, values)[values[half.shown]]?.first
        .map { places[$0] }
    }
    if name == .ephemeralPrivate(.server), session.facts.agreement == .hybrid {
      guard let shown = values[.ephemeralPublic(.server)] else { return nil }
      // A curve's half may be used again; that of ML-KEM is of one session alone.
      return thief.held.hybridHalves[Array(shown.suffix(32))]?.map { places[$0] }
        .first { !isOfAnotherSession(useful.leaks[$0]) }
    }
    switch name {
    case .preSharedKey: return places.first { makesBinder(useful.leaks[$0], nil, table) }
    case .ticketKey:
      return places.first { place in
        let shared = placeOfSharedKey.flatMap { $0 < place ? useful.leaks[$0] : nil }
        return makesBinder(useful.leaks[place], shared, table)
      }
    case .handshakeTrafficSecret(.client), .handshakeTrafficSecret(.server), .earlyTrafficSecret:
      // Out of a key log, which says of which session each is; one session may have come in twice.
      let own = self.name.map(Leak.Origin.session)
      return places.first { useful.leaks[$0].origin == own }
        ?? places.first { opensRecord(useful.leaks[$0]) }
    default: return places.first { !isOfAnotherSession(useful.leaks[$0]) }
    }
  }

  /// Whether a value in the middle of a schedule was stolen from another session: names are the same in all,
  /// and a master secret of TLS 1.2 has that of TLS 1.3.
  private func isOfAnotherSession(_ leak: Leak) -> Bool {
    guard let name, case .session(let origin) = leak.origin else { return false }
    return origin != name
  }
}

// One after the other, where what was stolen is no beginning but something in the middle.
extension Decryption13 {
  /// Takes a leak that fits this session; one that contradicts the wire is set aside.
  private mutating func tryOut(_ leak: Leak, _ table: RuleTable) {
    guard evaluator.values[leak.name] == nil else { return }
    guard contradicts(leak, table) else {
      evaluator.values[leak.name] = leak.value
      using.append(leak)
      return
    }
    if case .these(let leaks) = contradicted { contradicted = .these(leaks + [leak]) }
  }

  /// An ephemeral key belongs to the public half on the wire, a pre-shared key to the binder, a
  /// ticket key to the ticket.
  private func contradicts(_ leak: Leak, _ table: RuleTable) -> Bool {
    if let half = table.halves[leak.name] {
      return thief.held.publicHalf(of: leak.value, half.agreement, session.facts.values)
        != session.facts.values[half.shown]
    }
    if leak.name == .ephemeralPrivate(.server), session.facts.agreement == .hybrid {
      return isOfAnotherSession(leak) || !fitsHybrid(leak.value)
    }
    guard leak.name == .preSharedKey || leak.name == .ticketKey else {
      return isOfAnotherSession(leak) && !opensRecord(leak)
    }
    var trial = self
    trial.evaluator.values[leak.name] = leak.value
    trial.derive()
    return trial.evaluator.values[.binder] != session.facts.values[.binder]
  }

  /// Of the server's half of the hybrid only the curve's part can be held against the wire.
  private func fitsHybrid(_ value: [UInt8]) -> Bool {
    guard value.count == 64, let shown = session.facts.values[.ephemeralPublic(.server)] else {
      return false
    }
    let half = thief.held.publicHalf(of: Array(value.suffix(32)), .named("x25519"), [:])
    return half == Array(shown.suffix(32))
  }
}
