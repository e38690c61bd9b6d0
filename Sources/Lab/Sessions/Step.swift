import Interceptor
public import Network
public import TLSEngine
public import TLSKeys
import TLSWire

/// One step of a session: who did what, on which connection, when.
public struct Step: Hashable, Sendable, Codable {
  public var actor: Actor
  /// The wire on which it happened; with an attacker in between there are two.
  public var wire: Wire
  /// Microseconds since 1970, by the lab's clock.
  public var time: Int64
  public var effect: Effect

  /// The message that went onto the wire in this step, if one did.
  public var sentMessage: Message? {
    if case .send(let message) = effect { message } else { nil }
  }

  /// Whether in this step a side says that it will send no more (RFC 9846 section 6.1).
  var sendsCloseNotify: Bool {
    guard case .alert(let alert) = sentMessage?.content else { return false }
    return alert.description == .closeNotify
  }
}

/// Who acts in a session.
public enum Actor: String, Hashable, Sendable, Codable, CaseIterable {
  case client
  case server
  case interceptor
}

/// A stretch of wire with its own connection and its own tap.
public enum Wire: String, Hashable, Sendable, Codable, CodingKeyRepresentable, CaseIterable {
  /// From client to server, with nobody in between.
  case direct
  /// From the client to the attacker.
  case clientSide = "client"
  /// From the attacker to the server.
  case serverSide = "server"

  /// The attacker's leg on this stretch.
  var leg: Interceptor.Leg? {
    switch self {
    case .direct: nil
    case .clientSide: .client
    case .serverSide: .server
    }
  }

  /// Who stands at the end of this stretch that plays `side`.
  public func actor(playing side: Side) -> Actor {
    switch (self, side) {
    case (.direct, .client), (.clientSide, .client): .client
    case (.direct, .server), (.serverSide, .server): .server
    case (.clientSide, .server), (.serverSide, .client): .interceptor
    }
  }

  /// The side that an actor plays on this stretch.
  public func side(of actor: Actor) -> Side {
    switch actor {
    case .client: .client
    case .server: .server
    case .interceptor: self == .clientSide ? .server : .client
    }
  }
}

extension Side {
  /// The direction of what this side sends.
  public var sending: Direction { self == .client ? .clientToServer : .serverToClient }
}
