import Eavesdropper
public import Knowledge
public import Lab
import Network
public import TLSEngine
import TLSKeys
import TLSWire

/// Whose eyes look at a session, and what they can read of it.
///
/// Who holds no keys sees wire bytes and what follows from them by public rules, and nothing else.
public struct Viewer {
  public let session: Session
  public let view: Lab.View
  private let values: [Wire: KnownValues]
  private let opened: [Wire: Attempt.Opened]
  /// What the messages of each stretch say, found once: a session may have thousands of them.
  private let facts: [Wire: WireFacts]

  public init(_ session: Session, _ eyes: Eyes) {
    self.session = session
    view = eyes.view
    opened = eyes.opened
    let actor = Self.actor(of: eyes.view, in: session)
    facts = session.wires.reduce(into: [:]) { $0[$1] = session.facts(on: $1) }
    values = session.wires.reduce(into: [:]) { table, wire in
      table[wire] = Self.values(in: session, on: wire, eyes, actor)
    }
  }

  /// Who looks, if it is one of those who take part.
  var actor: Actor? { Self.actor(of: view, in: session) }

  /// `the eavesdropper`, `the client`.
  var name: String {
    switch view {
    case .all: "everyone together"
    case .client, .server, .eavesdropper: "the \(view.rawValue)"
    case .interceptor:
      session.interceptor == nil && session.replay == nil ? "someone on the wire" : "the attacker"
    }
  }

  /// The word for an actor, as the viewer sees it: an end takes the attacker for the other end.
  func word(_ actor: Actor, on wire: Wire) -> String {
    guard actor == .interceptor, view == .client || view == .server else { return actor.word }
    return wire.side(of: actor).rawValue
  }

  /// Whether the viewer is on that stretch of wire at all.
  public func sees(_ wire: Wire) -> Bool {
    guard let actor else { return true }
    return isEnd(actor, of: wire)
  }

  /// Whether the viewer can look into the memory of an actor.
  public func sees(inside other: Actor) -> Bool { view == .all || actor == other }

  /// Whether the viewer can read what a message says.
  public func reads(_ message: Message, on wire: Wire) -> Bool {
    if view == .all { return true }
    guard let actor else { return !message.isProtected || isOpened(message, on: wire) }
    return isEnd(actor, of: wire)
  }

  /// Whether the records of a stretch of wire are encrypted, once its suite is in use.
  public func isEncrypted(_ wire: Wire) -> Bool {
    facts(on: wire).parameters?.cipher.encrypts != false
  }

  /// What the messages on a stretch of wire say.
  func facts(on wire: Wire) -> WireFacts { facts[wire] ?? WireFacts() }

  /// Whether the attacker opened a protected message with what was stolen.
  func isOpened(_ message: Message, on wire: Wire) -> Bool {
    guard message.isProtected, let opened = opened[wire] else { return false }
    let plaintext = message.plaintext
    return opened.plaintexts.contains { $0.sender == message.sender && $0.bytes == plaintext }
  }

  /// The value, if the viewer has or had it; those on the wire, if anyone can see it there.
  public func value(_ name: ValueName, on wire: Wire) -> [UInt8]? { values[wire]?[name] }

  /// The bytes of a value in few characters, hatched if the viewer can't have it.
  func brief(_ name: ValueName, on wire: Wire, count: Int?) -> Line {
    if let value = value(name, on: wire) {
      return Line(ByteText.brief(value), ValueWords(name).isSecret ? .secret : .plain)
    }
    return Line(count.map { ByteText.hatched($0) } ?? "// // // //", .faint)
  }

  private func isEnd(_ actor: Actor, of wire: Wire) -> Bool {
    Side.allCases.contains { wire.actor(playing: $0) == actor }
  }

  private static func actor(of view: Lab.View, in session: Session) -> Actor? {
    switch view {
    case .client: .client
    case .server: .server
    case .interceptor: session.interceptor == nil ? nil : .interceptor
    case .eavesdropper, .all: nil
    }
  }

  private static func values(
    in session: Session, on wire: Wire, _ eyes: Eyes, _ actor: Actor?
  ) -> KnownValues {
    if eyes.view == .all { return session.ledger.values(on: wire) }
    guard let actor else {
      var values = session.ledger.heard(on: wire)
      if let opened = eyes.opened[wire] {
        for leak in opened.using { values[leak.name] = leak.value }
        for derivation in opened.by { values[derivation.name] = derivation.value }
      }
      return values
    }
    guard Side.allCases.contains(where: { wire.actor(playing: $0) == actor }) else { return [:] }
    return session.ledger.everHeld(by: actor, on: wire)
  }
}
