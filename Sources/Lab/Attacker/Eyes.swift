public import Eavesdropper
public import Knowledge
import TLSKeys
import TLSWire

/// Whose eyes look at a session. Who listens on the wire sees what the attacker opened of it, too.
public struct Eyes: Hashable, Sendable {
  public var view: Lab.View
  /// What the attacker opened, on each stretch of wire.
  public var opened: [Wire: Attempt.Opened]
  /// Long-term keys that they see beside what came up in the session.
  public var kept: KnownValues = [:]

  public init(_ view: Lab.View, opened: [Wire: Attempt.Opened] = [:]) {
    self.view = view
    self.opened = opened
  }

  /// Those who see everything.
  public static let all = Eyes(.all)
}

extension Lab {
  /// The eyes that every screen of a session uses now.
  public func eyes(on session: Session) -> Eyes { eyes(of: view, on: session) }

  /// The eyes of somebody on a session.
  public func eyes(of view: View, on session: Session) -> Eyes {
    // Of what others recorded nobody here sees more than whoever listened.
    let view = session.isImported ? .eavesdropper : view
    var eyes = Eyes(view)
    if view == .server || view == .proxy || view == .all, !session.isOutside(.server) {
      eyes.kept[.ticketKey] = world.ticketKey(number(of: .ticketKey, for: session)).bytes
    }
    guard ![.client, .server, .proxy].contains(view) else { return eyes }
    // Without a secret nothing opens, but for what was never encrypted.
    let isEncrypted = session.wires.allSatisfy {
      session.facts(on: $0).parameters?.cipher.encrypts != false
    }
    guard !attacker.leaks.isEmpty || !isEncrypted else { return eyes }
    for entry in vault(of: session) {
      if case .opened(let opened) = entry.attempt { eyes.opened[entry.wire] = opened }
    }
    return eyes
  }
}
