public import Knowledge
import TLSKeys

/// Who had which value of a session: since which step and by what, until when; and since when anyone could
/// have it who listens. Made once from the steps played: whoever shows, judges or steals looks here.
///
/// What a program outside sends and is sent is here; what it makes in its own memory is not.
public struct ValueLedger: Sendable {
  /// One value, the same bytes under the same name in one handshake.
  public struct Entry: Hashable, Sendable {
    public var name: ValueName
    public var wire: Wire
    /// Of which handshake of the connection, counted from 0 (RFC 5746).
    public var handshake: Int
    public var bytes: [UInt8]
    /// What gave it; nil where random numbers did, or a message carried it.
    public var rule: Rule?
    /// What the rule started from: places in ``ValueLedger/entries``.
    public var inputs: [Int] = []
    public var source: RFCSection?
    /// Who came to have it.
    public var gains: [Actor: Gain] = [:]
    /// The step, counted from 1, at which somebody erased it.
    public var erasures: [Actor: Int] = [:]
    /// The step, counted from 1, since which anyone can have it who listens on that stretch of wire: it
    /// passed in the open, or follows from what did.
    public var heard: Int?

    /// Who made or derived it first, or took it out of its memory.
    var firstMade: (actor: Actor, step: Int)? {
      gains.filter { $0.value.means != .message }.min { $0.value.step < $1.value.step }
        .map { ($0.key, $0.value.step) }
    }
  }

  /// How and when somebody came to have a value.
  public struct Gain: Hashable, Sendable {
    /// Counted from 1.
    public var step: Int
    public var means: Means
  }

  /// By what somebody came to have a value.
  public enum Means: String, Hashable, Sendable {
    /// Random numbers.
    case made
    /// A rule.
    case derived
    /// It is older than the connection.
    case recalled
    /// It stood in a message, which it sent or read.
    case message
  }

  /// In the order in which they came up.
  public internal(set) var entries: [Entry] = []
  /// What each step, counted from 1, made, derived, installed or erased: places in `entries`.
  var ofStep: [Int: [Int]] = [:]

  /// What a step, counted from 1, made, derived, installed or erased: places in ``entries``.
  public func entries(ofStep number: Int) -> [Int] { ofStep[number] ?? [] }
}

// MARK: Questions

extension ValueLedger {
  /// A value of a stretch of wire.
  ///
  /// - Parameter handshake: nil: the newest that has it.
  public func entry(_ name: ValueName, on wire: Wire, inHandshake handshake: Int? = nil) -> Entry? {
    entries.last {
      $0.name == name && $0.wire == wire && (handshake == nil || $0.handshake == handshake)
    }
  }

  /// Every value of a stretch of wire that anyone had at any time: for showing how a value came about,
  /// not for anyone's knowledge.
  public func values(on wire: Wire) -> KnownValues {
    values { $0.wire == wire }
  }

  /// Everything that anyone derived in one of the handshakes and under its keys.
  public func derivedValues(ofHandshake handshake: Int, on wire: Wire) -> KnownValues {
    values { $0.wire == wire && $0.handshake == handshake && $0.rule != nil }
  }

  /// What somebody has in memory: what it made, derived, sent or read, less what it erased.
  public func held(by actor: Actor, on wire: Wire) -> KnownValues {
    values { $0.wire == wire && $0.gains[actor] != nil && $0.erasures[actor] == nil }
  }

  /// The same, with what it has erased: for showing how it came to a value.
  public func everHeld(by actor: Actor, on wire: Wire) -> KnownValues {
    values { $0.wire == wire && $0.gains[actor] != nil }
  }

  /// What anyone can have who listens on a stretch of wire and holds no secret.
  public func heard(on wire: Wire) -> KnownValues {
    values { $0.wire == wire && $0.heard != nil }
  }

  /// The step, counted from 1, at which somebody erased a value.
  ///
  /// - Parameter handshake: nil: the newest that has the value.
  public func erasure(
    of name: ValueName, by actor: Actor, on wire: Wire, inHandshake handshake: Int? = nil
  ) -> Int? {
    entry(name, on: wire, inHandshake: handshake)?.erasures[actor]
  }

  private func values(_ isMeant: (Entry) -> Bool) -> KnownValues {
    entries.reduce(into: [:]) { values, entry in
      if isMeant(entry) { values[entry.name] = entry.bytes }
    }
  }
}

extension Session {
  /// Who had which value after the steps played.
  public var ledger: ValueLedger {
    remembered(LedgerMemory.ledger) { LedgerKeeper.ledger(of: self) }
  }

  private enum LedgerMemory: Hashable, Sendable { case ledger }
}
