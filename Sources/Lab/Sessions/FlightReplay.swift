/// A first flight that the attacker recorded and sends once more: ClientHello and early data, byte for
/// byte. It takes no key (RFC 8446 §8).
public struct FlightReplay: Hashable, Sendable, Codable {
  /// The session from whose recording it is.
  public var original: String
  public var target: Target

  /// To whom it is sent.
  public enum Target: String, Hashable, Sendable, Codable, CaseIterable {
    case server
    /// Another one with the same certificate and the same key for tickets, which does not know what the
    /// first has taken.
    case secondServer = "second-server"
  }
}

extension Session {
  /// Which of the lab's servers it reaches.
  public var serverReached: FlightReplay.Target { replay?.target ?? .server }
}

extension Lab {
  /// The tickets with which a server has taken early data.
  func spentTickets(at server: FlightReplay.Target) -> [[UInt8]] {
    sessions.filter { $0.serverReached == server }.compactMap(\.spentTicket)
  }
}
