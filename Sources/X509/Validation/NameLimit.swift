/// A name that an authority may not speak for, and what it may speak for (RFC 5280 §4.2.1.10).
public struct NameLimit: Sendable, Hashable {
  /// The certificate's name, in printable ASCII.
  public var name: String
  /// Who has the limits.
  public var authority: Certificate
  /// The limits of the name's kind that it meets: those permitted, or the one that is excluded.
  public var limits: [String]
  /// Why the name can't be judged; nil: it can.
  public var obstacle: Obstacle?

  /// Why nobody can tell whether a name lies within a limit.
  public enum Obstacle: String, Sendable, Hashable, CaseIterable {
    /// An address of the web, or of a call, without a host in it.
    case noHost = "no_host"
    /// An address of e-mail without a host.
    case noMailbox = "no_mailbox"
    /// A limit counts how far down it reaches: "minimum MUST be zero, and maximum MUST be absent".
    case depth
    /// A kind of name that is not known here.
    case unknownKind = "unknown_kind"
    /// A name or a limit that can't be read.
    case unreadable
  }

  /// The first few of them, in one line.
  public var shownLimits: String {
    let most = 5
    let shown = limits.prefix(most).joined(separator: ", ")
    return limits.count > most ? "\(shown), +\(limits.count - most)" : shown
  }
}

extension GeneralName {
  /// The name as a limit has it: an address with its mask, and every name written out.
  var shownAsLimit: String {
    switch self {
    case .ip(let bytes): AlternativeName.range(bytes) ?? shown
    case .directory(let der): directoryText(der)
    case .dns(let name) where name.isEmpty: "\"\""
    default: shown
    }
  }
}
