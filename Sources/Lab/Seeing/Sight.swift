import Eavesdropper
public import TLSEngine
import TLSKeys
import TLSWire

/// What somebody can see of a session: which stretches of wire, which messages, whose memory.
///
/// Who listens reads what passes in the open, and what the attacker opened. An end reads what it sent and
/// what has reached it: not what is under way, and not what passes beyond an attacker in between.
public struct Sight: Sendable {
  public let view: Lab.View
  /// Who looks, if it is one of those who take part.
  public let actor: Actor?
  private let opened: [Wire: Attempt.Opened]
  /// Stretches whose suite encrypts nothing.
  private let open: Set<Wire>
  /// What has reached the actor.
  private let received: Set<Message.Content>
  private let isOutside: Bool

  public init(_ session: Session, _ eyes: Eyes) {
    view = eyes.view
    opened = eyes.opened
    actor =
      switch eyes.view {
      case .client: .client
      case .server, .proxy: .server
      case .interceptor: session.interceptor == nil ? nil : .interceptor
      case .eavesdropper, .all: nil
      }
    open = Set(
      session.wires.filter { session.facts(on: $0).parameters?.cipher.encrypts == false })
    isOutside = actor.map(session.isOutside) == true
    var received: Set<Message.Content> = []
    for step in session.steps where step.actor == actor {
      if case .received(let message) = step.effect { received.insert(message.content) }
    }
    self.received = received
  }

  /// Whether it is on that stretch of wire at all.
  public func sees(_ wire: Wire) -> Bool {
    guard let actor else { return true }
    return Side.allCases.contains { wire.actor(playing: $0) == actor }
  }

  /// Whether it can look into the memory of an actor.
  public func sees(inside other: Actor) -> Bool { view == .all || actor == other }

  /// Whether it can read what a message says.
  public func reads(_ message: Message, on wire: Wire) -> Bool {
    if view == .all { return true }
    if message.isSealed { return false }
    guard let actor else {
      return !message.isProtected || open.contains(wire) || isOpened(message, on: wire)
    }
    guard sees(wire) else { return false }
    // What a program outside makes of what it is sent is its own; and the record that says nothing but
    // that keys change goes unmentioned in TLS 1.3 (RFC 9846 §5).
    return wire.actor(playing: message.sender) == actor || isOutside
      || received.contains(message.content) || message.content == .changeCipherSpec
  }

  /// Whether the attacker opened a protected message with what was stolen.
  public func isOpened(_ message: Message, on wire: Wire) -> Bool {
    guard message.isProtected, let opened = opened[wire] else { return false }
    let plaintext = message.plaintext
    let said = opened.plaintexts.filter { $0.sender == message.sender }.map(\.bytes)
    return said.indices.contains { place in
      said[place] == plaintext || Self.begins(said[place...], with: plaintext)
    }
  }

  /// Whether what one message says is spread over several records.
  private static func begins(_ records: ArraySlice<[UInt8]>, with plaintext: [UInt8]) -> Bool {
    var rest = plaintext[...]
    for record in records {
      guard !rest.isEmpty, rest.starts(with: record) else { break }
      rest = rest.dropFirst(record.count)
    }
    return rest.isEmpty && !plaintext.isEmpty
  }
}

extension Message {
  /// Whether it is here without what it says: a record that whoever looks can't open.
  public var isSealed: Bool { isProtected && content == .applicationData([]) }

  /// Whether whoever looks sees not even a record of it.
  public var isOutOfSight: Bool { isSealed && records.isEmpty }

  /// The content without records.
  public var plaintext: [UInt8] {
    switch content {
    case .handshake(let handshake): handshake.bytes
    case .changeCipherSpec: [1]
    case .alert(let alert): [alert.level.rawValue, alert.description.rawValue]
    case .applicationData(let data): data
    }
  }

  /// The same without what it says.
  ///
  /// - Parameter records: those that can be seen of it.
  func sealed(in records: [UInt8]) -> Message {
    Message(sender: sender, content: .applicationData([]), records: records, isProtected: true)
  }
}
