public import Bytes
public import TLSEngine
public import TLSKeys

/// The active attacker between a client and a server: a server towards the client, a client
/// towards the server, with two handshakes and two sets of keys. It reads what passes and passes
/// it on.
public struct Interceptor: Sendable, Codable {
  /// Towards the client, under the certificate that the attacker shows.
  public private(set) var facingClient: Connection
  /// Towards the real server.
  public private(set) var facingServer: Connection
  /// What it has read, in order.
  public private(set) var read: [Reading] = []
  /// Data read on one side before the other side's handshake is complete.
  private var waiting: [Leg: [[UInt8]]] = [:]

  /// Which of the two connections.
  public enum Leg: String, Hashable, Sendable, Codable, CodingKeyRepresentable, CaseIterable {
    case client
    case server

    public var other: Leg { self == .client ? .server : .client }
  }

  /// Application data that passed through the attacker's hands.
  public struct Reading: Hashable, Sendable, Codable {
    /// Who wrote it.
    public var sender: Side
    @Hexadecimal public var bytes: [UInt8]
  }

  /// An effect, and on which of the two connections.
  public struct LegEffect: Hashable, Sendable, Codable {
    public var leg: Leg
    public var effect: Effect
  }

  /// An attacker that waits for the client.
  ///
  /// - Parameters:
  ///   - forged: how it poses as the server; its identity decides whether the client is fooled.
  ///   - genuine: how it connects to the real server.
  public init(posingAs forged: ServerConfiguration, connectingWith genuine: ClientConfiguration) {
    facingClient = Connection(server: forged)
    facingServer = Connection(client: genuine)
  }

  /// Takes bytes that arrive on one leg. The first ones from the client make the attacker call the
  /// server.
  public mutating func receive(_ bytes: [UInt8], on leg: Leg) -> [LegEffect] {
    var effects: [LegEffect] = []
    if leg == .client, facingServer.stateName == .start {
      effects += tag(facingServer.start(), .server)
    }
    switch leg {
    case .client: effects += tag(facingClient.receive(bytes), .client)
    case .server: effects += tag(facingServer.receive(bytes), .server)
    }
    return effects
  }

  /// What the attacker does once one of its effects has happened: data is passed on, an end of one
  /// connection ends the other.
  public mutating func react(to effect: Effect, on leg: Leg) -> [LegEffect] {
    switch effect {
    case .deliver(let data):
      read.append(Reading(sender: leg == .client ? .client : .server, bytes: data))
      waiting[leg.other, default: []].append(data)
      return flush(leg.other)
    // A victim that is gone by now leaves nothing to do on this side.
    case .established: return connection(leg.other).isOver ? close(leg) : flush(leg)
    case .close: return close(leg.other)
    default: return []
    }
  }

  /// Sends on what has waited for this leg to be ready.
  private mutating func flush(_ leg: Leg) -> [LegEffect] {
    guard connection(leg).isEstablished else { return [] }
    let data = waiting.removeValue(forKey: leg) ?? []
    return data.flatMap { bytes in
      switch leg {
      case .client: tag(facingClient.send(bytes), leg)
      case .server: tag(facingServer.send(bytes), leg)
      }
    }
  }

  private mutating func close(_ leg: Leg) -> [LegEffect] {
    switch leg {
    case .client: tag(facingClient.close(), leg)
    case .server: tag(facingServer.close(), leg)
    }
  }

  /// The connection of a leg.
  public func connection(_ leg: Leg) -> Connection {
    leg == .client ? facingClient : facingServer
  }

  private func tag(_ effects: [Effect], _ leg: Leg) -> [LegEffect] {
    effects.map { LegEffect(leg: leg, effect: $0) }
  }
}
