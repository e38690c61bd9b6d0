public import TLSKeys
import TLSWire

/// One allowed step of a handshake.
public struct Transition: Hashable, Sendable, Codable {
  public var side: Side
  public var from: StateName
  public var message: MessageKind
  /// Where it leads; several, where the negotiated suite decides.
  public var to: [StateName]
}

/// What may come in a state, and where it leads: what the state says of itself.
struct Transitions: Sendable {
  /// The name of the state; of a state with two names, the one of a full handshake.
  let name: StateName
  private(set) var rows: [Transition]

  init(_ side: Side, in name: StateName, _ steps: Step...) {
    self.name = name
    rows = steps.map { Transition(side: side, from: name, message: $0.message, to: $0.to) }
  }

  /// A message, and the states in which it may be followed by others.
  struct Step {
    fileprivate var message: MessageKind
    fileprivate var to: [StateName]

    static func on(_ message: HandshakeType, to states: StateName...) -> Step {
      Step(message: .handshake(message), to: states)
    }

    static func on(_ message: MessageKind, to states: StateName...) -> Step {
      Step(message: message, to: states)
    }
  }

  /// The same struct on the other side, or in another kind of handshake.
  static func + (one: Transitions, other: Transitions) -> Transitions {
    var both = one
    both.rows += other.rows
    return both
  }
}
