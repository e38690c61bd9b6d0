public import Eavesdropper
import Knowledge

/// What the attacker holds and how the attacker stands on the wire.
public struct Attacker: Hashable, Sendable, Codable {
  /// Secrets that came into the attacker's hands, in that order.
  public internal(set) var leaks: [Leak] = []
  /// The certificate with which the attacker stands between client and server; nil: does not.
  public internal(set) var interception: ForgedCertificate?

  public init() {}
}

/// What the interceptor shows to the client.
public enum ForgedCertificate: String, Hashable, Sendable, Codable, CaseIterable {
  /// Signed by the attacker's own authority.
  case ownAuthority = "own-ca"
}

/// What can be stolen.
public enum Loot: String, Hashable, Sendable, Codable, CaseIterable {
  case serverKey = "server.key"
  case clientKey = "client.key"
  case authorityKey = "ca.key"
  case ticketKey = "server.ticket-key"
  case serverEphemeral = "server.ephemeral"
  case clientEphemeral = "client.ephemeral"

  /// Whether it belongs to one session.
  public var isOfOneSession: Bool { self == .serverEphemeral || self == .clientEphemeral }
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
}
