/// One end of a connection.
public struct Address: Sendable, Hashable, Codable {
  /// An IPv4 or IPv6 address in its usual notation.
  public var ip: String
  /// The TCP port.
  public var port: UInt16

  public init(ip: String, port: UInt16) {
    self.ip = ip
    self.port = port
  }
}

/// Which way bytes travel.
public enum Direction: String, Sendable, Hashable, Codable, CaseIterable {
  case clientToServer
  case serverToClient

  /// The other way.
  public var reversed: Direction {
    switch self {
    case .clientToServer: .serverToClient
    case .serverToClient: .clientToServer
    }
  }
}

/// The two ends of a connection.
public struct Flow: Sendable, Hashable, Codable {
  public var client: Address
  public var server: Address

  public init(client: Address, server: Address) {
    self.client = client
    self.server = server
  }

  /// The end that sends in a direction.
  public func sender(_ direction: Direction) -> Address {
    switch direction {
    case .clientToServer: client
    case .serverToClient: server
    }
  }

  /// The end that receives in a direction.
  public func receiver(_ direction: Direction) -> Address {
    sender(direction.reversed)
  }

  /// The flow of the lab's n-th connection, between addresses that RFC 5737 sets aside for
  /// documentation; the client's port is one of the dynamic ports (RFC 6335 §6) and comes round
  /// again after 16384 connections.
  public static func documentation(connection: Int, serverPort: UInt16 = 5061) -> Flow {
    let port = UInt16(truncatingIfNeeded: 0xc000 | (connection & 0x3fff))
    return Flow(
      client: Address(ip: "192.0.2.10", port: port),
      server: Address(ip: "203.0.113.5", port: serverPort))
  }
}
