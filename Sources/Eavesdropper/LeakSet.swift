import CryptoPrimitives
import Knowledge
import Synchronization
import TLSKeys

/// Everything that the attacker holds, with what follows from each secret alone: the same for every
/// recording on which it is tried, and computed once.
public final class LeakSet: Sendable {
  public let leaks: [Leak]
  private let memo = Mutex(Memo())

  struct TrafficLeak: Sendable {
    var leak: Leak
    var side: Side
    var number: Int
  }

  private struct Memo {
    var hash: Int?
    var traffic: [TrafficLeak]?
    var keys: [[UInt8]: PrivateKey?] = [:]
    var publicHalves: [Half: [UInt8]?] = [:]
  }

  private struct Half: Hashable {
    var agreement: KeyAgreement
    /// What describes the group: nothing where it has a name.
    var group: KnownValues
    var secret: [UInt8]
  }

  public init(_ leaks: [Leak] = []) {
    self.leaks = leaks
  }

  /// Those that protect application data of TLS 1.3, with whose data and which generation.
  var traffic: [TrafficLeak] {
    memo.withLock { memo in
      if let traffic = memo.traffic { return traffic }
      let traffic = leaks.compactMap { leak in
        leak.trafficSecret.map { TrafficLeak(leak: leak, side: $0.side, number: $0.number) }
      }
      memo.traffic = traffic
      return traffic
    }
  }

  /// A stolen long-term key as an object; nil where its bytes are none.
  func privateKey(_ leak: Leak) -> PrivateKey? {
    if let known = memo.withLock({ $0.keys[leak.value] }) { return known }
    let key = try? PrivateKey(der: leak.value)
    memo.withLock { $0.keys[leak.value] = .some(key) }
    return key
  }

  /// The public half of an ephemeral key; nil where its bytes are none.
  ///
  /// - Parameter values: those of a session, for a group that has no name.
  func publicHalf(
    of secret: [UInt8], _ agreement: KeyAgreement, _ values: KnownValues
  ) -> [UInt8]? {
    let group = agreement.inputs.reduce(into: [:]) { $0[$1] = values[$1] }
    let half = Half(agreement: agreement, group: group, secret: secret)
    if let known = memo.withLock({ $0.publicHalves[half] }) { return known }
    let name = ValueName.ephemeralPrivate(.server)
    var evaluator = Evaluator(group)
    evaluator.values[name] = secret
    let value = try? evaluator.value(of: .publicKey(agreement, of: name))
    memo.withLock { $0.publicHalves[half] = .some(value) }
    return value
  }
}

extension LeakSet: Hashable {
  public static func == (one: LeakSet, other: LeakSet) -> Bool {
    one === other || (one.hashValue == other.hashValue && one.leaks == other.leaks)
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(
      memo.withLock { memo in
        if let hash = memo.hash { return hash }
        let hash = leaks.hashValue
        memo.hash = hash
        return hash
      })
  }
}

// In a file it is the array of what was stolen.
extension LeakSet: Codable {
  public convenience init(from decoder: any Decoder) throws {
    self.init(try [Leak](from: decoder))
  }

  public func encode(to encoder: any Encoder) throws { try leaks.encode(to: encoder) }
}
