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
    let isForwardSecret = session.facts(on: wire).isForwardSecret == true
    return KnowledgeRow.Item.allCases.compactMap { item in
      if item == .clientEphemeral || item == .serverEphemeral, !isForwardSecret {
        return nil
      }
      let isShared = session.usesSharedKey(on: wire)
      if item == .preSharedKey, !isShared { return nil }
      if item == .certificatePrivateKey, session.hasNoCertificate(on: wire) { return nil }
      return KnowledgeRow(
        item: item, client: standing(of: .client, item, session, wire),
        server: standing(of: wire.actor(playing: .server), item, session, wire),
        attacker: attackerStanding(item.valueName(in: session.facts(on: wire)), closure))
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
    if let step = session.erasure(of: name, by: actor, on: wire) { return .erased(step: step) }
    for step in session.steps[session.placesInForce(on: wire)]
    where step.actor == actor && step.wire == wire {
      switch step.effect {
      case .generated(let value)
      where value.secretPart?.name == name || value.publicPart?.name == name:
        return .made
      case .derived(let derivation) where derivation.name == name: return .derived
      default: continue
      }
    }
    return item == .randoms && session.facts(on: wire).values[name] != nil ? .knows : .none
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
