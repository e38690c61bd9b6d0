import CryptoPrimitives
import Eavesdropper
import TLSKeys
import X509

/// Sessions, renewals and thefts along time, and what each key opens: found by trying, as the matrix is.
public struct Timeline: Sendable {
  /// Whose clock it is.
  public enum Clock: String, Hashable, Sendable {
    /// The lab's own, which is simulated.
    case world
    /// That of recordings made elsewhere, and of visits by real programs.
    case outside
  }

  /// Whether anything has a place on it but the moment.
  public var isTold: Bool { stops.count > 1 }

  public var clock: Clock
  public var stops: [Stop]
  public var lanes: [Lane]

  /// A place along time.
  public struct Stop: Hashable, Sendable {
    public enum What: Hashable, Sendable {
      /// One session, or several in a row of which the same is so.
      case sessions([String])
      /// The key of that kind that is in force from then on, counted from 1.
      case renewal(Loot, number: Int)
      /// What was stolen, by its word.
      case theft(String)
      /// Nothing after it has happened yet.
      case now
    }

    public var what: What
    /// In microseconds since 1970; nil where an older program kept no note of it.
    public var time: Int64?
    /// How the recordings stand with all that the attacker holds; nil: this is no session.
    public var state: VaultState?
  }

  /// One secret along time.
  public struct Lane: Sendable {
    /// What it is, by the word that is typed to steal it; the name in a certificate, or a file's.
    public var word: String
    /// Nil where the lab can't hand it out.
    public var loot: Loot?
    /// The places at which it was in force; nil: it is no key that takes turns.
    public var reign: ClosedRange<Int>?
    /// Whether another key took its place.
    public var isRetired = false
    /// The last moment of the certificate for it, in microseconds since 1970; nil: it has none.
    public var goodUntil: Int64?
    /// The place of its theft; nil: it was not stolen.
    public var theft: Int?
    /// What it opens alone, a state for each stop; nil: this is no session.
    public var states: [VaultState?]
    /// What it would open from now on, and as whom it would pass; nil: nobody can know.
    public var prospects: Prospects?

    /// The places that it opens, wholly or in part.
    public var opened: [Int] {
      states.indices.filter { states[$0] == .open || states[$0] == .partly }
    }
  }
}

extension Lab {
  /// What happened along time, one for each clock on which something did.
  public var timelines: [Timeline] {
    sessions.readAhead()
    let own = sessions.filter { $0.outside == nil }
    let foreign = sessions.filter { $0.outside != nil }
    var made: [Timeline] = []
    if !own.isEmpty || !world.events.isEmpty || foreign.isEmpty {
      made.append(WorldTimeline(self, own).timeline)
    }
    if !foreign.isEmpty { made.append(OutsideTimeline(self, foreign).timeline) }
    return made.map(\.grouped)
  }

  /// How a session stands with some secrets, whichever stretch of wire says more.
  func openness(of session: Session, with held: LeakSet) -> VaultState {
    let states = session.wires.map { vaultState(of: session, on: $0, with: held) }
    return [.open, .partly].first(where: states.contains) ?? states.first ?? .notRecorded
  }
}

/// Secrets that came into the attacker's hands at once.
struct Theft: Hashable {
  var word: String
  var loot: Loot?
  var leaks: [Leak]
  /// In microseconds since 1970; nil: unknown.
  var time: Int64?

  /// All that was stolen, in that order.
  static func all(in lab: Lab) -> [Theft] {
    var found: [Theft] = []
    for (place, leak) in lab.attacker.leaks.enumerated() {
      let theft = Theft(
        word: lab.theftWord(for: leak), loot: leak.isComputed ? .quantum : Loot(leak),
        leaks: [leak],
        time: lab.attacker.moment(of: place))
      if let last = found.last, last.word == theft.word, last.time == theft.time {
        found[found.count - 1].leaks.append(leak)
      } else {
        found.append(theft)
      }
    }
    return found
  }
}

extension Lab {
  /// The word for a leak, and for one of a single session that session's name.
  fileprivate func theftWord(for leak: Leak) -> String {
    switch leak.origin {
    case .file(let name): name
    case .computed, .computedLongTerm: Loot.quantum.rawValue
    case .session(let id) where Loot(leak) != nil: "\(word(for: leak)) \(id)"
    case .session(let id): id
    case .longTerm: word(for: leak)
    }
  }
}

extension Timeline {
  /// Up to so many stops each session has its own.
  private static let mostSingle = 10

  /// The same with sessions in a row taken together of which the same is so in each lane, where there are many.
  fileprivate var grouped: Timeline {
    guard stops.count > Self.mostSingle else { return self }
    var kept: [Int] = []
    var members: [[String]] = []
    for place in stops.indices {
      guard case .sessions(let ids) = stops[place].what else {
        kept.append(place)
        members.append([])
        continue
      }
      if let last = kept.last, members.last?.isEmpty == false, isAlike(last, place) {
        members[members.count - 1] += ids
      } else {
        kept.append(place)
        members.append(ids)
      }
    }
    return keeping(kept, members)
  }

  /// Whether two sessions differ in no lane, and not by hours.
  private func isAlike(_ one: Int, _ other: Int) -> Bool {
    let gap = (stops[other].time ?? 0) - (stops[one].time ?? 0)
    return gap < 3_600_000_000 && stops[one].state == stops[other].state
      && lanes.allSatisfy { $0.states[one] == $0.states[other] }
  }

  private func keeping(_ kept: [Int], _ members: [[String]]) -> Timeline {
    var copy = self
    copy.stops = zip(kept, members).map { place, ids in
      var stop = stops[place]
      if !ids.isEmpty { stop.what = .sessions(ids) }
      return stop
    }
    // Where each of the old places went.
    var places: [Int] = []
    for place in stops.indices {
      places.append(kept.contains(place) ? (places.last.map { $0 + 1 } ?? 0) : places.last ?? 0)
    }
    copy.lanes = lanes.map { lane in
      var lane = lane
      lane.states = kept.map { lane.states[$0] }
      lane.reign = lane.reign.map { places[$0.lowerBound]...places[$0.upperBound] }
      lane.theft = lane.theft.map { places[$0] }
      return lane
    }
    return copy
  }
}
