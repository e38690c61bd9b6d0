import Eavesdropper
public import Knowledge
import TLSEngine
public import TLSKeys
import TLSWire

/// One line of who knows what.
public struct KnowledgeRow: Hashable, Sendable {
  public var item: Item
  public var client: Standing
  public var server: Standing
  public var attacker: Standing

  /// What can be known; in the order in which it comes into being.
  public enum Item: String, Hashable, Sendable, CaseIterable {
    case randoms
    case certificatePrivateKey
    case preSharedKey
    case clientEphemeral
    case serverEphemeral
    case preMasterSecret
    case masterSecret
    case recordKeys
    case applicationData
  }

  /// How one party stands to it.
  public enum Standing: Hashable, Sendable {
    case none
    /// Read from the wire.
    case knows
    case made
    case derived
    /// A long-term key of one's own.
    case owns
    /// Had it, and erased it at this step.
    case erased(step: Int)
    case stolen
    /// Follows from what the attacker holds.
    case computes
    /// A program outside of this lab: what it has in memory is its own.
    case outside
  }
}

extension Lab {
  /// Who knows what after the steps played of a session, on the client's stretch of wire.
  public func knowledge(of session: Session) -> [KnowledgeRow] {
    let wire = session.clientWire
    let closure = closure(of: session, on: wire)
    return KnowledgeRow.Item.allCases.filter { $0.isPart(of: session, on: wire) }.map { item in
      KnowledgeRow(
        item: item, client: standing(of: .client, item, session, wire),
        server: standing(of: wire.actor(playing: .server), item, session, wire),
        attacker: attackerStanding(
          item.valueName(in: session.facts(on: wire)),
          // The certificate's key is the connection's, whichever handshake is in force.
          item == .certificatePrivateKey ? certificateClosure(of: session, on: wire) : closure))
    }
  }

  private func standing(
    of actor: Actor, _ item: KnowledgeRow.Item, _ session: Session, _ wire: Wire
  ) -> KnowledgeRow.Standing {
    let side = wire.side(of: actor)
    if item == .certificatePrivateKey { return side == .server ? .owns : .none }
    if item == .preSharedKey {
      return session.settings[.psk(of: side)] == nil ? .none : .owns
    }
    if item == .applicationData {
      guard !session.isOutside(actor) else { return .outside }
      let established = session.steps.contains {
        $0.actor == actor && $0.wire == wire && $0.effect == .established
      }
      return established ? .knows : .none
    }
    let name = item.valueName(in: session.facts(on: wire))
    // Nobody has the private half of the other's key.
    if item == .clientEphemeral && side == .server || item == .serverEphemeral && side == .client {
      return .none
    }
    if session.isOutside(actor) {
      return item == .randoms && session.facts(on: wire).values[name] != nil ? .knows : .outside
    }
    guard let entry = item.entry(of: session, on: wire) else { return .none }
    if let step = entry.erasures[actor] { return .erased(step: step) }
    return switch entry.gains[actor]?.means {
    case .made: .made
    case .derived: .derived
    case .recalled: .owns
    case .message: .knows
    case nil: .none
    }
  }

  /// What is known of the handshake in which the server showed its certificate last.
  private func certificateClosure(of session: Session, on wire: Wire) -> Closure {
    let place = session.handshakes(on: wire).lastIndex { !$0.certificates.isEmpty }
    let closures = closures(of: session, on: wire)
    guard let place, closures.indices.contains(place) else {
      return closures.last ?? Closure(of: [], under: [])
    }
    return closures[place]
  }

  private func attackerStanding(
    _ name: ValueName, _ closure: Closure
  ) -> KnowledgeRow.Standing {
    guard closure.known.contains(name) else { return .none }
    if attacker.leaks.contains(where: { $0.name == name }) { return .stolen }
    return closure.path(to: name)?.isEmpty == true ? .knows : .computes
  }
}

extension Session {
  /// Whether a key that both had before, given by hand, is part of the secret.
  func usesSharedKey(on wire: Wire) -> Bool {
    let facts = facts(on: wire)
    return facts.preSharedKey == .accepted(.external)
      || facts.parameters?.keyExchange.usesPreSharedKey == true
  }

  /// Whether the server showed no certificate and will show none.
  func hasNoCertificate(on wire: Wire) -> Bool {
    let facts = facts(on: wire)
    return facts.preSharedKey == .accepted(.external)
      || facts.parameters?.keyExchange.usesCertificate == false
  }
}

extension KnowledgeRow.Item {
  /// Whether it can come up in a session of its kind, as far as that is known.
  fileprivate func isPart(of session: Session, on wire: Wire) -> Bool {
    let facts = session.facts(on: wire)
    return switch self {
    case .randoms, .applicationData: true
    case .certificatePrivateKey: !session.hasNoCertificate(on: wire)
    case .preSharedKey: session.usesSharedKey(on: wire)
    // A client of TLS 1.3 makes its keys before anything is agreed on.
    case .clientEphemeral: facts.isForwardSecret == true || entry(of: session, on: wire) != nil
    case .serverEphemeral: facts.isForwardSecret == true
    // Which secrets there are follows from the version.
    case .preMasterSecret, .masterSecret, .recordKeys: facts.version != nil
    }
  }

  /// The value in the handshake in force or under way; of the keys that a client offers the first.
  fileprivate func entry(of session: Session, on wire: Wire) -> ValueLedger.Entry? {
    let handshake = session.handshake(on: wire)
    let name = valueName(in: session.facts(on: wire))
    if let entry = session.ledger.entry(name, on: wire, inHandshake: handshake) { return entry }
    guard self == .clientEphemeral else { return nil }
    return session.ledger.entries.first {
      $0.wire == wire && $0.handshake == handshake
        && $0.name.rawValue.hasPrefix(ValueName.offeredPrivate("").rawValue)
    }
  }

  /// The value that stands for the item in a session.
  public func valueName(in facts: WireFacts) -> ValueName {
    guard facts.version == .tls13 else { return valueName }
    return switch self {
    case .preMasterSecret: .sharedSecret
    case .recordKeys: .applicationTrafficSecret(.client, facts.keyUpdates[.client] ?? 0)
    default: valueName
    }
  }

  private var valueName: ValueName {
    switch self {
    case .randoms: .clientRandom
    case .certificatePrivateKey: .serverPrivateKey
    case .preSharedKey: .preSharedKey
    case .clientEphemeral: .ephemeralPrivate(.client)
    case .serverEphemeral: .ephemeralPrivate(.server)
    case .preMasterSecret: .preMasterSecret
    case .masterSecret: .masterSecret
    case .recordKeys: .writeKey(.client)
    case .applicationData: .applicationData(.client)
    }
  }
}
