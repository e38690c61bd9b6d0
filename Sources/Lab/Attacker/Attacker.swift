public import Eavesdropper
public import Interceptor
import Knowledge
public import TLSWire

/// What the attacker holds and how the attacker stands on the wire.
public struct Attacker: Hashable, Sendable, Codable {
  /// Secrets that came into the attacker's hands, in that order.
  public internal(set) var leaks: [Leak] {
    get { held.leaks }
    set { (held, moments) = (LeakSet(newValue), nil) }
  }
  /// When each of them came, in microseconds since 1970; 0, or missing, where an older program kept no note.
  private var moments: [Int64]?
  /// The same, with what is known of them.
  private(set) var held = LeakSet()
  /// The certificate with which the attacker stands between client and server; nil: does not.
  public internal(set) var interception: ForgedCertificate?
  /// What waits for a message of the next session.
  public internal(set) var pendingAttacks: [WireAttack] = []
  /// Whether the attacker takes the offer of TLS out of what servers say in the open; nil: no.
  public internal(set) var stripsSTARTTLS: Bool?
  /// The attacker cuts the next connections until the client offers no version above this one.
  public internal(set) var fallbackLimit: ProtocolVersion?

  public init() {}

  /// Of what kind the secrets are, each kind once.
  public var loot: [Loot] {
    held.remembered(LootMemory.kinds) {
      var kinds: [Loot] = []
      for kind in leaks.compactMap({ Loot($0) }) where !kinds.contains(kind) { kinds.append(kind) }
      // Who computes keys has, beside those of single sessions, keys that others steal.
      if !kinds.contains(.quantum), leaks.contains(where: \.isComputed) { kinds.append(.quantum) }
      return kinds
    }
  }

  private enum LootMemory: Hashable, Sendable { case kinds }

  /// More secrets; what is there already stays where it is.
  ///
  /// - Parameter time: when they came, in microseconds since 1970.
  mutating func add(_ leaks: [Leak], at time: Int64) {
    let before = held.leaks.count
    held = held.adding(leaks)
    guard held.leaks.count > before else { return }
    let known = Array((moments ?? []).prefix(before))
    moments =
      known + Array(repeating: 0, count: before - known.count)
      + Array(repeating: time, count: held.leaks.count - before)
  }

  /// Keeps some of them alone.
  mutating func keep(_ isKept: (Leak) -> Bool) {
    let places = leaks.indices.filter { isKept(leaks[$0]) }
    let times = places.map { moment(of: $0) ?? 0 }
    held = LeakSet(places.map { leaks[$0] })
    moments = times
  }

  /// When the leak at a place came, in microseconds since 1970; nil where nobody noted it.
  func moment(of place: Int) -> Int64? {
    guard let moments, moments.indices.contains(place), moments[place] > 0 else { return nil }
    return moments[place]
  }

  private enum CodingKeys: String, CodingKey {
    case held = "leaks"
    case moments, interception, pendingAttacks, fallbackLimit, stripsSTARTTLS
  }
}

/// How a recording stands with everything the attacker holds.
public enum VaultState: String, Hashable, Sendable, Codable {
  case open
  /// Some records opened, others are damaged.
  case partly
  case sealed
  case notRecorded = "not-recorded"
  /// Nothing in it was ever protected.
  case empty
  /// Its session can't be read from the saved lab.
  case unreadable
}
