import Bytes
import TLSKeys
import TLSWire

/// A state that waits for a message: one struct for each, holding what is known then.
protocol HandshakeState: Sendable, Codable {
  /// What may come, and where it leads.
  static var transitions: Transitions { get }
  /// The name in the transition table.
  var name: StateName { get }
  /// Whether a message that the table lists may come now, by what has passed before.
  func isDue(_ message: MessageKind) -> Bool
  /// Takes a message that the state accepts.
  func receive(_ message: Message.Content, _ exchange: inout Exchange) throws(HandshakeFailure)
    -> any HandshakeState
}

extension HandshakeState {
  var name: StateName { Self.transitions.name }

  func isDue(_ message: MessageKind) -> Bool { true }

  /// Whether a message may come now. Asked for every message.
  func accepts(_ message: MessageKind, on side: Side) -> Bool {
    let name = name
    return Self.transitions.rows.contains {
      $0.message == message && $0.from == name && $0.side == side
    } && isDue(message)
  }

  /// What may come now; anything else is an unexpected_message.
  func accepted(on side: Side) -> [MessageKind] {
    Self.transitions.rows.filter { $0.from == name && $0.side == side }.map(\.message)
      .filter(isDue)
  }
}

extension Message.Content {
  /// The body of a handshake message.
  ///
  /// - Throws: `malformed` when it does not read as `Body`.
  func read<Body: HandshakeBody>(_ type: Body.Type) throws(HandshakeFailure) -> Body {
    guard case .handshake(let message) = self else {
      throw .misbehaving(
        .unexpectedMessage(expected: [.handshake(Body.handshakeType)], found: kind))
    }
    return try decoding { () throws(WireError) in try message.read(type) }
  }
}
