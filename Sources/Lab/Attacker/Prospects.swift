public import TLSWire

/// What the attacker can do from now on with what it holds. Nothing of it is worded: each session and each
/// impersonation is made, in a copy of the lab.
public struct Prospects: Hashable, Sendable {
  /// A session of each kind that the settings leave, as the next one would be: recorded, and tried.
  public var listening: [FutureSession]
  /// By what the next client would take the attacker for the server.
  public var asServer: ServerProof?
  /// By what the server would take the attacker for the client.
  public var asClient: ClientProof?
  /// By what a client that resumes a session takes the attacker for the server: it asks for no certificate.
  public var whereResumed: ResumedProof?
  /// The same where both use a key that it holds, and that the settings in force do not have.
  public var elsewhere: [SharedKeyProspects] = []

  /// By what the attacker proves to be the server.
  public enum ServerProof: Hashable, Sendable {
    /// By none: nobody proves who they are, or the client does not check.
    case nothing
    case certificate(ForgedCertificate)
    /// The key that both have by the settings.
    case preSharedKey
  }

  /// By what the attacker takes up a session that a client has with the server (RFC 9846 §2.2, RFC 5077 §3.1).
  public enum ResumedProof: Hashable, Sendable {
    /// By the key that seals the tickets.
    case ticketKey
    /// By the key of this session's ticket.
    case key(session: String)
  }

  /// By what the attacker proves to be the client.
  public enum ClientProof: String, Hashable, Sendable {
    case certificate
    /// The key that both have by the settings.
    case preSharedKey = "psk"
  }
}

/// A session that could be the next one.
public struct FutureSession: Hashable, Sendable {
  public var version: ProtocolVersion
  /// How both come to a secret, in the word that settings have for it.
  public var keyExchange: String
  /// The session that it takes up.
  public var resumed: String?
  /// How its recording stands with all that the attacker holds now.
  public var state: VaultState
  /// Whether the stolen key of the tickets does it: then it does so for every session like it.
  public var opensByTicket: Bool
  /// The settings that make it, as they are typed behind `connect`.
  public var changes: [String]
}

/// What the attacker can do to two that use a key which sessions had and the settings in force have not.
public struct SharedKeyProspects: Hashable, Sendable {
  /// The key's name.
  public var name: String
  /// The next session of each kind with the key: recorded, and tried.
  public var listening: [FutureSession]
  /// Whether a client that uses the key would take the attacker for the server.
  public var posesAsServer: Bool
  /// Whether a server that uses the key would take the attacker for the client.
  public var posesAsClient: Bool
}
