import Knowledge
import TLSKeys
import TLSWire

/// Stolen secrets that protect application data of TLS 1.3.
struct TrafficLeaks: Sendable {
  /// Whose data, and which generation of the keys.
  struct Kind: Hashable, Sendable {
    var side: Side
    var number: Int
  }

  /// In the order in which they were stolen.
  private(set) var leaks: [Kind: [Leak]] = [:]
  /// The same, by the recording from whose owner they were stolen.
  private var own: [String: [Kind: [Leak]]] = [:]
  /// The last generation of each side's keys.
  private(set) var generations: [Side: Int] = [:]

  init(_ all: [Leak]) {
    for leak in all {
      guard let (side, number) = leak.trafficSecret else { continue }
      let kind = Kind(side: side, number: number)
      leaks[kind, default: []].append(leak)
      if case .session(let name) = leak.origin {
        own[name, default: [:]][kind, default: []].append(leak)
      }
      generations[side] = max(generations[side] ?? 0, number)
    }
  }

  func own(_ name: String?, _ kind: Kind) -> [Leak] {
    name.flatMap { own[$0]?[kind] } ?? []
  }
}

extension LeakSet {
  private enum Memory: Hashable, Sendable { case traffic }

  var traffic: TrafficLeaks { remembered(Memory.traffic) { TrafficLeaks(leaks) } }

  /// Those that protect application data of TLS 1.3.
  public var trafficSecrets: [Leak] { leaks.filter { $0.trafficSecret != nil } }
}
