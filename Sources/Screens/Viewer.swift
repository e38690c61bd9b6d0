import Eavesdropper
public import Knowledge
public import Lab
import Network
import Pages
public import TLSEngine
import TLSKeys
import TLSWire

/// Whose eyes look at a session, and what they can read of it.
///
/// What a screen says of a session it takes from ``session``, in which nothing is that the eyes can't see.
public struct Viewer {
  /// The session as the eyes see it.
  public let session: Session
  public let eyes: Eyes
  private let sight: Sight
  private let values: [Wire: KnownValues]
  /// What the messages of each stretch say, found once: a session may have thousands of them.
  private let facts: [Wire: WireFacts]
  /// What the attacker did with the messages, by their places, as far as the eyes see it.
  public let handling: [Int: Handling]

  public init(_ session: Session, _ eyes: Eyes) {
    let seen = session.seen(by: eyes)
    self.session = seen
    self.eyes = eyes
    sight = Sight(session, eyes)
    handling = session.handling(seenBy: eyes)
    facts = seen.wires.reduce(into: [:]) { $0[$1] = seen.facts(on: $1) }
    values = session.wires.reduce(into: [:]) { [sight] table, wire in
      var values = Self.values(in: session, on: wire, eyes, sight)
      // Of a recording from elsewhere what was read is all there is: what the messages say, too.
      if session.isImported { values.merge(seen.facts(on: wire).values) { own, _ in own } }
      // An end knows of one stretch, and takes it for the whole.
      if !seen.wires.contains(wire), sight.sees(wire) { table[.direct] = values }
      table[wire] = values
    }
  }

  public var view: Lab.View { eyes.view }

  /// Who looks, if it is one of those who take part.
  var actor: Actor? { sight.actor }

  /// `the eavesdropper`, `the client`.
  var name: String {
    switch view {
    case .all: String(worded: "everyone together")
    case .client, .server, .eavesdropper, .proxy: the(view.rawValue)
    case .interceptor: actor == nil ? String(worded: "someone on the wire") : the("attacker")
    }
  }

  /// How the session stands, as far as whoever looks can know: nil for who only listens.
  var outcome: Session.Outcome? {
    guard let actor else { return view == .all ? session.outcome : nil }
    guard actor != .interceptor else { return session.outcome }
    return session.isOutside(actor) ? nil : session.outcome(for: actor)
  }

  /// Whether the viewer is on that stretch of wire at all.
  public func sees(_ wire: Wire) -> Bool { sight.sees(wire) }

  /// Whether the viewer can look into the memory of an actor.
  public func sees(inside other: Actor) -> Bool { sight.sees(inside: other) }

  /// Whether the viewer knows what the attacker has stolen.
  var seesLoot: Bool {
    switch view {
    case .all, .eavesdropper, .interceptor: true
    case .client, .server, .proxy: false
    }
  }

  /// Whether the viewer can read what a message says.
  public func reads(_ message: Message, on wire: Wire) -> Bool { sight.reads(message, on: wire) }

  /// Whether the records of a stretch of wire are encrypted, once its suite is in use.
  public func isEncrypted(_ wire: Wire) -> Bool {
    facts(on: wire).parameters?.cipher.encrypts != false
  }

  /// What the messages on a stretch of wire say that the viewer can read.
  func facts(on wire: Wire) -> WireFacts {
    facts[wire] ?? (sees(wire) ? facts[.direct] : nil) ?? WireFacts()
  }

  /// Whether the attacker opened a protected message with what was stolen.
  func isOpened(_ message: Message, on wire: Wire) -> Bool { sight.isOpened(message, on: wire) }

  /// All values of a stretch of wire that the viewer has or had, and those that anyone can see there.
  func values(on wire: Wire) -> KnownValues { values[wire] ?? [:] }

  /// The value, if the viewer has or had it; those on the wire, if anyone can see it there.
  public func value(_ name: ValueName, on wire: Wire) -> [UInt8]? { values[wire]?[name] }

  /// The bytes of a value in few characters, hatched if the viewer can't have it.
  func brief(_ name: ValueName, on wire: Wire, count: Int?) -> Line {
    if let value = value(name, on: wire) {
      return Line(ByteText.brief(value), ValueWords(name).isSecret ? .secret : .plain)
    }
    return Line(count.map { ByteText.hatched($0) } ?? "// // // //", .faint)
  }

  private static func values(
    in session: Session, on wire: Wire, _ eyes: Eyes, _ sight: Sight
  ) -> KnownValues {
    guard sight.sees(wire) else { return [:] }
    var values: KnownValues
    if eyes.view == .all {
      values = session.ledger.values(on: wire)
    } else if let actor = sight.actor {
      values = session.ledger.everHeld(by: actor, on: wire)
    } else {
      values = session.ledger.heard(on: wire)
      if let opened = eyes.opened[wire] {
        for leak in opened.using { values[leak.name] = leak.value }
        for derivation in opened.by { values[derivation.name] = derivation.value }
      }
    }
    return values.merging(eyes.kept) { own, _ in own }
  }
}
