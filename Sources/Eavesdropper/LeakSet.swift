import Bytes
public import CryptoPrimitives
public import Knowledge
import TLSKeys

/// Everything that the attacker holds, with what follows from each secret alone: the same for every
/// recording on which it is tried, and computed once.
public final class LeakSet: Sendable {
  private let all: Boxed<[Leak]>
  private let fingerprint: Int

  public var leaks: [Leak] { all.wrappedValue }

  public init(_ leaks: [Leak] = []) {
    all = Boxed(wrappedValue: leaks)
    fingerprint = leaks.hashValue
  }

  /// What follows from the leaks; see ``Boxed/remembered(_:making:)``.
  public func remembered<Kept: Sendable>(
    _ key: some Hashable & Sendable, making make: () -> Kept
  ) -> Kept {
    all.remembered(key) { _ in make() }
  }

  private enum Memory: Hashable, Sendable {
    case members
    case key([UInt8])
    case half(Half)
  }

  private struct Half: Hashable, Sendable {
    var agreement: KeyAgreement
    /// What describes the group: nothing where it has a name.
    var group: KnownValues
    var secret: [UInt8]
  }

  public func contains(_ leak: Leak) -> Bool {
    remembered(Memory.members) { Set(leaks) }.contains(leak)
  }

  /// These and more; what is there already stays where it is.
  public func adding(_ more: [Leak]) -> LeakSet {
    var members = remembered(Memory.members) { Set(leaks) }
    let new = more.filter { members.insert($0).inserted }
    return new.isEmpty ? self : LeakSet(leaks + new)
  }

  /// A stolen long-term key as an object; nil where its bytes are none.
  public func privateKey(_ leak: Leak) -> PrivateKey? {
    remembered(Memory.key(leak.value)) { try? PrivateKey(der: leak.value) }
  }

  /// The public half of an ephemeral key; nil where its bytes are none.
  ///
  /// - Parameter values: those of a session, for a group that has no name.
  public func publicHalf(
    of secret: [UInt8], _ agreement: KeyAgreement, _ values: KnownValues
  ) -> [UInt8]? {
    let half = Half(agreement: agreement, group: agreement.group(values), secret: secret)
    return remembered(Memory.half(half)) {
      let name = ValueName.ephemeralPrivate(.server)
      var evaluator = Evaluator(half.group)
      evaluator.values[name] = secret
      return try? evaluator.value(of: .publicKey(agreement, of: name))
    }
  }
}

extension KeyAgreement {
  /// Those of a session's values that describe the group.
  func group(_ values: KnownValues) -> KnownValues {
    inputs.reduce(into: [:]) { $0[$1] = values[$1] }
  }
}

extension LeakSet: Hashable {
  public static func == (one: LeakSet, other: LeakSet) -> Bool {
    one === other || (one.fingerprint == other.fingerprint && one.leaks == other.leaks)
  }

  public func hash(into hasher: inout Hasher) { hasher.combine(fingerprint) }
}

// In a file it is the array of what was stolen.
extension LeakSet: Codable {
  public convenience init(from decoder: any Decoder) throws {
    self.init(try [Leak](from: decoder))
  }

  public func encode(to encoder: any Encoder) throws { try leaks.encode(to: encoder) }
}
