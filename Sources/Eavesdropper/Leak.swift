public import Bytes
public import Knowledge

/// One secret that came into the attacker's hands: the value, and where it came from.
public struct Leak: Hashable, Sendable, Codable {
  /// What kind of value it is, by the name that the key schedule uses.
  public var name: ValueName
  public var origin: Origin
  @Hexadecimal public var value: [UInt8]

  public init(name: ValueName, origin: Origin, value: [UInt8]) {
    self.name = name
    self.origin = origin
    self.value = value
  }

  /// Where a secret was stolen.
  public enum Origin: Hashable, Sendable, Codable {
    /// A key that belongs to somebody for years, by its label in the lab: it may fit many sessions.
    case longTerm(String)
    /// A value of one session.
    case session(String)
    /// A private key of one session that was computed from its public half.
    case computed(String)
    /// The same of a key that belongs to somebody for years, by its label in the lab.
    case computedLongTerm(String)
    /// A key that belongs to somebody outside for years, by the name of the file that it came in.
    case file(String)
  }

  /// Whether it was computed from a public key, as a quantum computer would.
  public var isComputed: Bool {
    switch origin {
    case .computed, .computedLongTerm: true
    case .longTerm, .session, .file: false
    }
  }
}
