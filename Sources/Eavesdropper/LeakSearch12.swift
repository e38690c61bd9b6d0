import Bytes
import CryptoPrimitives
import Knowledge
import TLSKeys
import TLSWire

/// The search among the leaks for those that open a recording of TLS 1.2 or before: one at a time,
/// but a pre-shared key with each of the others, because an ephemeral key may be needed beside it.
///
/// An ephemeral key whose public half is not the one on the wire, and a certificate's key that is
/// not the one in the certificate, need not be tried to be known as misfits.
struct LeakSearch12 {
  /// What opened the records.
  typealias Found = (opened: Attempt.Opened, next: RecordedSession?, decryption: Decryption12)

  @Boxed private var session: RecordedSession
  private let schedule: KeySchedule12
  private let earlier: EarlierSecret?
  private let held: LeakSet
  private let useful: UsefulLeaks
  /// Where the leaks are that nothing on the wire contradicts, in their order.
  private let possible: [Int]
  /// Leaks that do not belong to the session, in the order in which that was found.
  private(set) var misfits: [Leak] = []
  private var known: Set<Leak> = []
  private var best: [Derivation]?

  init(
    _ session: RecordedSession, _ schedule: KeySchedule12, _ earlier: EarlierSecret?,
    of held: LeakSet
  ) {
    _session = Boxed(wrappedValue: session)
    self.schedule = schedule
    self.earlier = earlier
    self.held = held
    let table = RuleTable.of(.tls12(schedule))
    useful = held.useful(for: table)
    possible = useful.possible(in: session.facts, table, held)
  }

  /// What could be derived all the same.
  var derivations: [Derivation] {
    if let best { return best }
    var decryption = decryption(with: [])
    decryption.derive()
    return decryption.derivations
  }

  mutating func open() -> Found? {
    if useful.leaks.isEmpty { return tryOut([]) }
    // What the session before left is enough; a master secret of another one would stand in its way.
    if earlier != nil, let found = tryOut([]) { return found }
    guard let sharedKeys = useful.places[.preSharedKey] else { return openWithOne() }
    guard sharedKeys.count < useful.leaks.count else {
      for key in useful.leaks { if let found = tryOut([key]) { return found } }
      return nil
    }
    return openWithTwo(sharedKeys.map { useful.leaks[$0] })
  }

  private mutating func openWithOne() -> Found? {
    guard !possible.isEmpty else {
      misfits = useful.leaks
      return nil
    }
    var passed = 0
    // The same key may have come into the attacker's hands in several ways.
    var outcomes: [Leak: [Leak]] = [:]
    for place in possible {
      note(useful.leaks[passed..<place])
      passed = place + 1
      let leak = useful.leaks[place]
      let anonymous = Leak(name: leak.name, origin: .longTerm(""), value: leak.value)
      if let before = outcomes[anonymous] {
        note(before.isEmpty ? [] : [leak])
        continue
      }
      if let found = tryOut([leak]) { return found }
      outcomes[anonymous] = known.contains(leak) ? [leak] : []
    }
    note(useful.leaks[passed...])
    return nil
  }

  private mutating func openWithTwo(_ sharedKeys: [Leak]) -> Found? {
    let possible = Set(possible)
    for key in sharedKeys {
      // With a key that is set aside at once the pre-shared key is alone.
      var alone: [Leak]?
      for (place, leak) in useful.leaks.enumerated() where leak.name != .preSharedKey {
        if let alone, !possible.contains(place) {
          note([leak] + alone)
          continue
        }
        if let found = tryOut([key, leak]) { return found }
        if !possible.contains(place) { alone = known.contains(key) ? [key] : [] }
      }
    }
    return nil
  }

  private mutating func note(_ leaks: some Sequence<Leak>) {
    for leak in leaks where known.insert(leak).inserted { misfits.append(leak) }
  }

  /// Tries some leaks together.
  private mutating func tryOut(_ leaks: [Leak]) -> Found? {
    var decryption = decryption(with: leaks)
    decryption.derive()
    if let found = decryption.open() { return (found.opened, found.next, decryption) }
    decryption.blameSecrets()
    note(decryption.misfits)
    if decryption.derivations.count > best?.count ?? 0 { best = decryption.derivations }
    return nil
  }

  private func decryption(with leaks: [Leak]) -> Decryption12 {
    Decryption12(session, schedule, leaks, earlier, of: held)
  }
}

extension UsefulLeaks {
  /// Where the leaks are that nothing on the wire contradicts.
  fileprivate func possible(in facts: WireFacts, _ table: RuleTable, _ held: LeakSet) -> [Int] {
    var found: [Int] = []
    for (name, places) in places {
      if let half = table.halves[name], let shown = facts.values[half.shown] {
        let halves = held.halves(of: name, half.agreement, facts.values)
        found += halves[shown, default: []].map { places[$0] }
      } else if name == .serverPrivateKey, let certificate = facts.certificates.first {
        let fitting = held.places(ofServerKeysIn: certificate)
        found += fitting.map { places[$0] }
      } else {
        found += places
      }
    }
    return found.sorted()
  }
}
