import Bytes
import Eavesdropper
public import Knowledge
import Network
import Synchronization
import TLSEngine
import TLSKeys
import TLSWire

/// What follows by name alone from what somebody is given, and what is missing: the same for every
/// session of one kind.
final class KnowledgeByName: Sendable {
  let closure: Closure
  /// What would open what the client says: each entry one alternative.
  let missing: [Set<ValueName>]

  private init(_ kind: Kind) {
    closure = Closure(of: kind.given, under: kind.schedule?.rules ?? [])
    missing = closure.missing(for: .applicationData(.client), kept: .keptBetweenSessions)
  }

  private struct Kind: Hashable {
    var given: Set<ValueName>
    var schedule: KeySchedule?
  }

  static func of(_ given: Set<ValueName>, under schedule: KeySchedule?) -> KnowledgeByName {
    let kind = Kind(given: given, schedule: schedule)
    if let found = known.withLock({ $0[kind] }) { return found }
    let made = KnowledgeByName(kind)
    known.withLock { known in
      // Key updates without end must not fill the memory.
      if known.count >= 256 { known = [:] }
      known[kind] = made
    }
    return made
  }

  private static let known = Mutex<[Kind: KnowledgeByName]>([:])
}

extension Lab {
  /// The attacker's knowledge of one session, by name alone: what was recorded of it, and the leaks
  /// that belong to it. Of several handshakes the one in force.
  public func closure(of session: Session, on wire: Wire) -> Closure {
    knowledgeByName(of: session, on: wire).last?.closure ?? Closure(of: [], under: [])
  }

  /// The same for each handshake of a connection: a further one is read only by who has the keys of
  /// the one before.
  public func closures(of session: Session, on wire: Wire) -> [Closure] {
    knowledgeByName(of: session, on: wire).map(\.closure)
  }

  func knowledgeByName(of session: Session, on wire: Wire) -> [KnowledgeByName] {
    let facts = session.facts(on: wire)
    let hasEarlier = knowsEarlierSecret(of: facts)
    let memory = NameMemory(wire: wire, held: attacker.held, hasEarlier: hasEarlier)
    return session.remembered(memory) {
      guard facts.version != .tls13 else {
        let given = given13(of: session, on: wire, facts, hasEarlier: hasEarlier)
        return [KnowledgeByName.of(given, under: facts.schedule13.map(KeySchedule.tls13))]
      }
      return knowledge12(of: session, on: wire, hasEarlier: hasEarlier)
    }
  }

  /// On what everything rests, beside the session itself, that is said of an attempt on it.
  public func grounds(of session: Session, on wire: Wire) -> Grounds {
    Grounds(
      wire: wire, held: attacker.held, origin: anyOrigin(of: session, on: wire),
      hasEarlier: knowsEarlierSecret(of: session.facts(on: wire)))
  }

  public struct Grounds: Hashable, Sendable {
    var wire: Wire
    var held: LeakSet
    var origin: Stretch?
    var hasEarlier: Bool
  }

  private struct NameMemory: Hashable, Sendable {
    var wire: Wire
    var held: LeakSet
    var hasEarlier: Bool
  }

  /// Whether what was recorded of an earlier session gives the secret that this one took over.
  private func knowsEarlierSecret(of facts: WireFacts) -> Bool {
    guard facts.takesUpAnother else { return false }
    let is13 = facts.version == .tls13
    let origin = is13 ? recordings.ticketOrigin(of: facts) : recordings.origin(of: facts)
    guard let origin else { return false }
    return closure(of: origin.session, on: origin.wire).known
      .contains(is13 ? .resumptionMasterSecret : .masterSecret)
  }

  private func knowledge12(
    of session: Session, on wire: Wire, hasEarlier: Bool
  ) -> [KnowledgeByName] {
    var handshakes: [KnowledgeByName] = []
    let all = session.handshakes(on: wire)
    for (number, facts) in all.enumerated() {
      let isRead =
        handshakes.last.map { $0.closure.known.contains(.applicationData(.client)) } ?? true
      var given: Set<ValueName> = []
      if isRead, session.recording(on: wire)?.isEmpty == false {
        given = onTheWire(session, wire, facts, number)
        let isEarlierKnown = all[..<number].enumerated().contains { place, before in
          facts.resumes(before) && handshakes[place].closure.known.contains(.masterSecret)
        }
        if hasEarlier || isEarlierKnown { given.insert(.earlierMasterSecret) }
      }
      given.formUnion(leaked(of: session, on: wire, facts))
      handshakes.append(.of(given, under: facts.schedule))
    }
    return handshakes
  }

  /// What a recording of TLS 1.2 or before says of one handshake.
  private func onTheWire(
    _ session: Session, _ wire: Wire, _ facts: WireFacts, _ number: Int
  ) -> Set<ValueName> {
    var given = Set(facts.values.keys).subtracting(Self.protectedNames)
    let isProtected =
      number == 0
      ? session.hasProtectedRecords(on: wire)
      : Side.allCases.contains { facts.values[.finishedMessages($0)] != nil }
    if isProtected { given.formUnion([.protectedRecords(.client), .protectedRecords(.server)]) }
    return given
  }

  /// Values that pass under protection, if at all.
  private static let protectedNames: [ValueName] = Side.allCases.flatMap {
    [.finishedMessages($0), .verifyData($0)]
  }

  /// What a recording of TLS 1.3 and the leaks give.
  private func given13(
    of session: Session, on wire: Wire, _ facts: WireFacts, hasEarlier: Bool
  ) -> Set<ValueName> {
    let leaked = leaked(of: session, on: wire, facts)
    guard let recorded = session.recorded(on: wire) else { return leaked }
    var given = recorded.publicNames
    // A KeyUpdate and a ticket pass under protection: what they say is known with the keys.
    given.remove(.ticketNonce)
    if hasEarlier { given.insert(.preSharedKey) }
    return given.union(leaked)
  }
}
