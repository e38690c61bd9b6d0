import CryptoPrimitives
public import Eavesdropper
import Knowledge
import TLSKeys
import X509

extension ValueName {
  /// Long-term keys that sign and never decrypt: no rule of a key schedule needs them.
  static let serverSigningKey: ValueName = "server.signing_key"
  static let clientPrivateKey: ValueName = "client.private_key"
  static let authorityPrivateKey: ValueName = "ca.private_key"
}

extension Lab {
  /// Copies a secret out into the attacker's hands: the only way by which one gets there. What was
  /// predicted was about this theft: it is settled by it.
  ///
  /// - Parameters:
  ///   - sessionName: whose ephemeral key; the current session if none is named.
  ///   - number: which of the keys that take turns, counted from 1; nil: the one in force.
  /// - Returns: the new leaks; one that the attacker had already is not among them.
  @discardableResult
  public mutating func compromise(
    _ loot: Loot, number: Int? = nil, of sessionName: String? = nil
  ) throws(LabError) -> [Leak] {
    let found: [Leak]
    let which = try self.number(of: LootName(loot, number: number))
    switch loot {
    case .serverKey: found = try serverKeys(which)
    case .authorityKey, .clientKey, .ticketKey: found = [try longTermKey(loot, which)]
    case .serverEphemeral, .clientEphemeral, .serverTrafficSecret, .clientTrafficSecret,
      .preSharedKey:
      found = [try secret(loot, of: try victim(sessionName))]
    case .quantum: found = try quantumKeys(sessionName)
    }
    return take(found)
  }

  /// Puts secrets into the attacker's hands that come from elsewhere.
  ///
  /// - Returns: those that the attacker had not.
  @discardableResult
  public mutating func take(_ found: [Leak]) -> [Leak] {
    let new = found.filter { !attacker.held.contains($0) }
    attacker.add(new, at: now)
    rereadImported()
    if !predictions.isEmpty || !settledPredictions.isEmpty {
      (settledPredictions, predictions) = (predictions, [:])
    }
    return new
  }

  /// What everybody who steals it gets, whatever the session.
  mutating func longTermKey(_ loot: Loot, _ number: Int) throws(LabError) -> Leak {
    do {
      switch loot {
      case .authorityKey:
        return Leak(
          name: .authorityPrivateKey,
          origin: .longTerm(World.Role.certificationAuthority.rawValue),
          value: try world.authority().key.der)
      case .clientKey:
        let old = world.retired(.client, number)?.key
        return Leak(
          name: .clientPrivateKey,
          origin: .longTerm(KeyLabel(World.Role.client.rawValue, number).text),
          value: try (old ?? world.clientIdentity().key).der)
      default:
        return Leak(
          name: .ticketKey, origin: .longTerm(KeyLabel(Self.ticketKeyLabel, number).text),
          value: world.ticketKey(number).bytes)
      }
    } catch {
      throw .crypto(errorWords(error))
    }
  }

  /// What belongs to one session.
  private func secret(_ loot: Loot, of session: Session) throws(LabError) -> Leak {
    switch loot {
    case .clientEphemeral: try ephemeral(of: .client, loot, session)
    case .serverTrafficSecret: try trafficSecret(of: .server, loot, session)
    case .clientTrafficSecret: try trafficSecret(of: .client, loot, session)
    case .preSharedKey: try preSharedKey(session)
    default: try ephemeral(of: .server, loot, session)
    }
  }

  /// All that a thief would have of one kind of loot: of every session what it has, and each of the keys
  /// that took turns. Nothing is stolen.
  mutating func everything(_ loot: Loot) -> LeakSet {
    let numbers = 1...world.number(of: loot)
    switch loot {
    case .serverKey: return LeakSet(numbers.flatMap { (try? serverKeys($0)) ?? [] })
    case .authorityKey, .clientKey, .ticketKey:
      return LeakSet(numbers.compactMap { try? longTermKey(loot, $0) })
    case .quantum: return LeakSet().adding((try? quantumKeys(nil)) ?? [])
    case .serverEphemeral, .clientEphemeral, .serverTrafficSecret, .clientTrafficSecret,
      .preSharedKey:
      return LeakSet().adding(
        sessions.compactMap { session in
          session.remembered(LootMemory(loot: loot)) { try? secret(loot, of: session) }
        })
    }
  }

  private struct LootMemory: Hashable, Sendable { var loot: Loot }

  /// By what a stolen ticket key is known.
  static let ticketKeyLabel = "ticket-key"

  /// By what the key of whichever server a session has is known, where it is only asked what a thief
  /// would have of it.
  static let anyServerLabel = "any-server"

  /// Puts a secret into the attacker's hands.
  public mutating func add(_ leak: Leak) {
    attacker.add([leak], at: now)
    rereadImported()
  }

  /// Takes a leak out of the attacker's hands again.
  ///
  /// - Parameters:
  ///   - number: which of the keys that take turns, counted from 1; nil: the one in force.
  ///   - session: of which session, where it belongs to one; nil: of every session.
  /// - Returns: the sessions whose secrets they were, each once; none where it belongs to no one session.
  @discardableResult
  public mutating func forget(
    _ loot: Loot, number: Int? = nil, of session: String? = nil
  ) throws(LabError) -> [String] {
    let name = LootName(loot, number: number)
    let which = try self.number(of: name)
    let one = loot.isOfOneSession || loot == .quantum ? session : nil
    let isMeant = { (leak: Leak) in
      if let one, leak.session != one { return false }
      guard loot != .quantum else { return leak.isComputed }
      return Loot(leak) == loot
        && (!World.renewable.contains(loot) || leak.keyLabel?.number == which)
    }
    let dropped = attacker.leaks.filter(isMeant)
    guard !dropped.isEmpty else { throw .noSuchLeak(name.word, of: one) }
    attacker.keep { !isMeant($0) }
    rereadImported()
    return dropped.compactMap(\.session).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  /// Every key that the server's certificates have, or had; the RSA key is made if there is none yet.
  ///
  /// - Parameter number: which of those that take turns, counted from 1.
  mutating func serverKeys(_ number: Int) throws(LabError) -> [Leak] {
    if number != world.number(of: .serverKey) {
      return (world.chronicle?.retired ?? [])
        .filter { World.serverRoles.contains($0.role) && $0.number == number }
        .map { Leak($0.key, ofServer: KeyLabel($0.role.rawValue, number)) }
    }
    sessions.readAhead()
    var keys: [(name: String, key: PrivateKey)] = []
    let existing = World.serverRoles.filter { world.existingKey($0) != nil }
    do {
      for role in existing.isEmpty ? [.serverRSA] : existing {
        keys.append((role.rawValue, try world.serverIdentity(role).key))
      }
      // And what it shows, or has shown, under a name of its own.
      for settings in sessions.map(\.settings) + [settings] {
        guard let name = settings[.serverCert].name, !keys.contains(where: { $0.name == name })
        else {
          continue
        }
        let key = try world.namedIdentity(name).key
        if !keys.contains(where: { $0.key == key }) { keys.append((name, key)) }
      }
    } catch {
      throw .crypto(errorWords(error))
    }
    return keys.map { Leak($0.key, ofServer: KeyLabel($0.name, number)) }
  }

  /// An ephemeral private key, while its owner still has it.
  private func ephemeral(
    of side: Side, _ loot: Loot, _ session: Session
  ) throws(LabError) -> Leak {
    let wire = session.wire(reaching: side)
    let actor = wire.actor(playing: side)
    guard !session.isOutside(actor) else { throw .outside(side) }
    let value = ValueName.ephemeralPrivate(side)
    if let key = session.ledger.held(by: actor, on: wire)[value] {
      return Leak(name: value, origin: .session(session.id), value: key)
    }
    if let step = session.ledger.erasure(of: value, by: actor, on: wire) {
      throw .erased(loot, session: session.id, step: step)
    }
    throw .nothingToSteal(loot, session: session.id)
  }
}

extension Leak {
  /// A key of the server's.
  fileprivate init(_ key: PrivateKey, ofServer label: KeyLabel) {
    var decrypts = false
    if case .rsa = key.kind { decrypts = true }
    self.init(
      name: decrypts ? .serverPrivateKey : .serverSigningKey, origin: .longTerm(label.text),
      value: key.der)
  }
}

extension Loot {
  /// How the names of a side's traffic secrets begin.
  static func trafficPrefix(_ side: Side) -> String {
    String(ValueName.applicationTrafficSecret(side).rawValue.dropLast())
  }

  /// What a leak is, by the word with which it was stolen.
  public init?(_ leak: Leak) {
    if case .computed = leak.origin {
      self = .quantum
      return
    }
    // It is nothing of this lab's.
    if leak.isOfFile { return nil }
    for side in Side.allCases where leak.name.rawValue.hasPrefix(Self.trafficPrefix(side)) {
      self = side == .client ? .clientTrafficSecret : .serverTrafficSecret
      return
    }
    switch leak.name {
    case .preSharedKey: self = .preSharedKey
    case .serverPrivateKey, .serverSigningKey: self = .serverKey
    case .ticketKey: self = .ticketKey
    case .clientPrivateKey: self = .clientKey
    case .authorityPrivateKey: self = .authorityKey
    case .ephemeralPrivate(.server): self = .serverEphemeral
    case .ephemeralPrivate(.client): self = .clientEphemeral
    default: return nil
    }
  }
}
