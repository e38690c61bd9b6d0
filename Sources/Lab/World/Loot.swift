/// What can be stolen.
public enum Loot: String, Hashable, Sendable, Codable, CaseIterable {
  case serverKey = "server.key"
  case clientKey = "client.key"
  case authorityKey = "ca.key"
  case ticketKey = "server.ticket-key"
  case serverEphemeral = "server.ephemeral"
  case clientEphemeral = "client.ephemeral"
  /// What protects one side's application data in TLS 1.3, as its owner has it now.
  case serverTrafficSecret = "server.traffic-secret"
  case clientTrafficSecret = "client.traffic-secret"
  /// The key by which a session can be resumed, out of the client's memory.
  case preSharedKey = "psk"
  /// Every private key that a quantum computer would find from the public keys on the wire. A
  /// simulation: the lab hands them over.
  case quantum

  /// Whether it belongs to one session.
  public var isOfOneSession: Bool {
    switch self {
    case .serverKey, .clientKey, .authorityKey, .ticketKey, .quantum: false
    case .serverEphemeral, .clientEphemeral, .serverTrafficSecret, .clientTrafficSecret,
      .preSharedKey:
      true
    }
  }
}
