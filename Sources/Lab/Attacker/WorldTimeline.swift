import Bytes
import Eavesdropper
import Knowledge
import TLSKeys
import X509

/// Puts what happened in the lab's own world in order.
struct WorldTimeline {
  private let lab: Lab
  private let sessions: [Session]
  private let thefts: [Theft]

  init(_ lab: Lab, _ sessions: [Session]) {
    self.lab = lab
    self.sessions = sessions
    let own = Set(sessions.map(\.id))
    thefts = Theft.all(in: lab).filter { theft in
      theft.leaks.contains { leak in
        switch leak.origin {
        case .longTerm, .computedLongTerm: true
        case .session(let id), .computed(let id): own.contains(id)
        case .file: false
        }
      }
    }
  }

  var timeline: Timeline {
    let stops = stops
    var timeline = Timeline(clock: .world, stops: stops, lanes: [])
    guard stops.count > 1 else { return timeline }
    timeline.lanes = secrets.map { lane(of: $0, along: stops) }
    return timeline
  }

  // MARK: Stops

  private var stops: [Timeline.Stop] {
    var stops = sessions.map { session in
      Timeline.Stop(
        what: .sessions([session.id]), time: session.beginning,
        state: lab.openness(of: session, with: lab.attacker.held))
    }
    var count: [Loot: Int] = [:]
    for event in lab.world.events {
      guard let key = event.key else { continue }
      count[key, default: 1] += 1
      insert(
        Timeline.Stop(what: .renewal(key, number: count[key] ?? 1), time: event.time), into: &stops)
    }
    for theft in thefts {
      insert(Timeline.Stop(what: .theft(theft.word), time: theft.time), into: &stops)
    }
    return stops + [Timeline.Stop(what: .now, time: lab.now)]
  }

  /// What begins at the moment of an event comes after it, and what happened before is before it.
  private func insert(_ stop: Timeline.Stop, into stops: inout [Timeline.Stop]) {
    let place = stops.firstIndex { other in
      guard case .sessions = other.what else { return (other.time ?? .max) > (stop.time ?? .max) }
      return (other.time ?? .max) >= (stop.time ?? .max)
    }
    stops.insert(stop, at: place ?? stops.count)
  }

  // MARK: Secrets

  private struct Secret {
    var word: String
    var loot: Loot?
    var number: Int?
    var held: LeakSet
    var theft: Theft?
  }

  private var secrets: [Secret] {
    var found = turns(of: .serverKey)
    let usesTickets = sessions.contains { session in
      session.wires.contains { session.facts(on: $0).values[.ticket] != nil }
    }
    let isTicketKeyStolen = thefts.contains { $0.loot == .ticketKey }
    if usesTickets || isTicketKeyStolen || lab.world.number(of: .ticketKey) > 1 {
      found += turns(of: .ticketKey)
    }
    var thief = lab
    found.append(
      Secret(
        word: Loot.quantum.rawValue, loot: .quantum, held: thief.everything(.quantum),
        theft: thefts.first { $0.loot == .quantum }))
    for theft in thefts where !found.contains(where: { $0.word == theft.word }) {
      found.append(
        Secret(word: theft.word, loot: theft.loot, held: LeakSet(theft.leaks), theft: theft))
    }
    return found
  }

  /// The keys of a kind that were in force one after the other.
  private func turns(of loot: Loot) -> [Secret] {
    let inForce = lab.world.number(of: loot)
    return (1...inForce).map { number in
      var thief = lab
      thief.attacker = Attacker()
      let leaks = (try? thief.compromise(loot, number: number)) ?? []
      let word = LootName(loot, number: number == inForce ? nil : number).word
      return Secret(
        word: word, loot: loot, number: number, held: LeakSet(leaks),
        theft: thefts.first { $0.word == word })
    }
  }

  private func lane(of secret: Secret, along stops: [Timeline.Stop]) -> Timeline.Lane {
    var lane = Timeline.Lane(word: secret.word, loot: secret.loot, states: [])
    let states = Dictionary(
      sessions.mapInParallel { ($0.id, lab.openness(of: $0, with: secret.held)) },
      uniquingKeysWith: { first, _ in first })
    lane.states = stops.map { stop in
      guard case .sessions(let ids) = stop.what else { return nil }
      return ids.first.flatMap { states[$0] }
    }
    if let loot = secret.loot, let number = secret.number {
      lane.isRetired = number < lab.world.number(of: loot)
      lane.reign = reign(of: loot, number, along: stops)
      lane.goodUntil =
        lane.isRetired
        ? lab.world.retired(loot, number)?.certificate?.notAfter.map { $0 * 1_000_000 }
        : lab.world.lastMoment(of: loot)
    }
    if let theft = secret.theft {
      lane.theft = stops.firstIndex { $0.what == .theft(theft.word) && $0.time == theft.time }
    }
    lane.prospects = lab.prospects(holding: secret.held, computes: secret.loot == .quantum)
    return lane
  }

  private func reign(
    of loot: Loot, _ number: Int, along stops: [Timeline.Stop]
  ) -> ClosedRange<Int> {
    let start = stops.firstIndex { $0.what == .renewal(loot, number: number) } ?? 0
    let end = stops.firstIndex { $0.what == .renewal(loot, number: number + 1) }
    return start...max(start, end ?? stops.count - 1)
  }
}
