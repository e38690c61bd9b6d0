public import Knowledge
public import Network
public import TLSKeys
public import TLSWire

/// The outcome of a real decryption attempt.
public enum Attempt: Hashable, Sendable, Codable {
  /// The records were opened.
  case opened(Opened)
  /// They stay closed, and this is why.
  case sealed(Sealed)
  /// There is nothing protected in the recording: the handshake did not get that far.
  case nothingProtected

  /// What an attempt brought to light.
  public struct Opened: Hashable, Sendable, Codable {
    /// Every record that opened, in the order of the wire.
    public var plaintexts: [Plaintext]
    /// How the keys were computed, each step after those that it needs.
    public var by: [Derivation]
    /// The leaks that were used.
    public var using: [Leak]
    /// Records that did not open although the others did.
    public var damaged: Int
    /// Whose records those of them are that are under a key that could not be had: one sender for each
    /// record. Nil where nobody looked.
    public var keyless: [Side]?
    /// Where the master secret comes from that this session took over from an earlier one.
    public var earlier: Earlier?
    /// What came of a further handshake on the same connection, which was read under the keys of this
    /// one; empty where there was none.
    public var later: [Attempt] = []
  }

  /// Another recording, and how its master secret was computed.
  public struct Earlier: Hashable, Sendable, Codable {
    public var flow: Flow
    public var by: [Derivation]
  }

  /// Why nothing opened.
  public struct Sealed: Hashable, Sendable, Codable {
    /// What would be enough: each entry one alternative, all of its values together.
    public var missing: [Set<ValueName>]
    /// What could be derived all the same.
    public var tried: [Derivation]
    /// Leaks that were tried and do not belong to this session.
    public var misfits: [Leak]
    /// What could not be read in the recording.
    public var fault: RecordedSession.Fault?
  }
}

/// The content of one record.
public struct Plaintext: Hashable, Sendable, Codable {
  public var sender: Side
  /// When the record passed, in microseconds of the lab's clock.
  public var time: Int64
  public var type: ContentType
  public var bytes: [UInt8]
}

extension Attempt.Opened {
  /// What came of each further handshake on the connection, in order, up to the first that stays
  /// closed.
  public var further: [Attempt] {
    guard let next = later.first else { return [] }
    if case .opened(let opened) = next { return [next] + opened.further }
    return [next]
  }

  /// The handshake, counted from 1, from which on the recording stays closed.
  public var sealedHandshake: Int? {
    guard case .sealed? = further.last else { return nil }
    return further.count + 1
  }
}
