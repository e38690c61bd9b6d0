import Bytes
import Knowledge
import TLSEngine
import TLSKeys
import TLSWire

extension Lab {
  /// What a connection did for each purpose, after the steps played.
  ///
  /// - Parameter wire: the client's stretch of wire if none is named.
  public func account(of session: Session, on wire: Wire? = nil) -> HandshakeAccount {
    AccountMaker(self, session, wire ?? session.clientWire).account
  }
}

/// Goes through the steps of one connection and notes what each of them was for.
struct AccountMaker {
  let lab: Lab
  let session: Session
  let wire: Wire
  let steps: [Step]
  /// The values of this stretch of wire.
  let values: [ValueLedger.Entry]
  @Boxed private(set) var facts: WireFacts
  let messages: [Message]

  init(_ lab: Lab, _ session: Session, _ wire: Wire) {
    self.lab = lab
    self.session = session
    self.wire = wire
    steps = session.steps.filter { $0.wire == wire }
    values = session.ledger.entries.filter { $0.wire == wire }
    facts = session.facts(on: wire)
    messages = steps.compactMap(\.sentMessage)
  }

  var account: HandshakeAccount {
    let handshake = handshakeMessages
    return HandshakeAccount(
      session: session.id, wire: wire, ending: ending, version: facts.version, suite: facts.suite,
      proofs: bySide { SideProof(self, $0).proof }, randomness: bySide(ingredients),
      ephemeralKeys: bySide { secret?.group == nil ? nil : facts.values[.ephemeralPublic($0)] },
      secret: secret,
      derivation: derivation, protection: protection,
      keysExist: bySide(firstKeys), mayWrite: bySide(firstData),
      clientIsUnproved: clientIsUnproved, earlyData: earlyData,
      readable: kinds(handshake) { !isEncrypted($0) }, encrypted: kinds(handshake, isEncrypted),
      roundTrips: roundTrips, bytes: bySide(handshakeBytes), thefts: thefts,
      keysInForce: keysInForce, beginning: beginning,
      isRecorded: session.isImported, sealed: sealed)
  }

  private func bySide<Value>(_ value: (Side) -> Value?) -> [Side: Value] {
    Side.allCases.reduce(into: [:]) { $0[$1] = value($1) }
  }

  /// What one end did, in order.
  func effects(of side: Side) -> [Effect] {
    let actor = wire.actor(playing: side)
    return steps.filter { $0.actor == actor }.map(\.effect)
  }

  /// Whether a side is played by a program outside of the lab.
  func isOutside(_ side: Side) -> Bool { session.isOutside(wire.actor(playing: side)) }

  func time(of side: Side, _ isMeant: (Effect) -> Bool) -> Int64? {
    let actor = wire.actor(playing: side)
    guard let first = session.steps.first,
      let step = steps.first(where: { $0.actor == actor && isMeant($0.effect) })
    else { return nil }
    return step.time - first.time
  }

  private var ending: HandshakeAccount.Ending {
    var ending = HandshakeAccount.Ending(outcome: session.outcome)
    for step in steps {
      guard case .failed(_, let alert) = step.effect else { continue }
      ending.alert = alert.description
      ending.by = step.actor
      ending.time = session.steps.first.map { step.time - $0.time }
      break
    }
    return ending
  }
}

// MARK: Random numbers and the secret

extension AccountMaker {
  private func ingredients(_ side: Side) -> Set<HandshakeAccount.Ingredient> {
    guard !isOutside(side) else { return shownIngredients(side) }
    var found: Set<HandshakeAccount.Ingredient> = []
    let actor = wire.actor(playing: side)
    for value in values where value.gains[actor]?.means == .made {
      switch value.name {
      case .clientRandom, .serverRandom: found.insert(.random)
      case .preMasterSecret: found.insert(.preMasterSecret)
      case .ephemeralPrivate(side): found.insert(.ephemeralKey)
      // Of several keys that a client offers one is used (RFC 8446 §4.2.8).
      case let name where name.rawValue.hasPrefix("\(ValueName.ephemeralPrivate(side))."):
        found.insert(.ephemeralKey)
      default: continue
      }
    }
    // Keys that were offered in vain contribute nothing.
    if secret != nil, secret?.group == nil { found.remove(.ephemeralKey) }
    return found
  }

  /// What a program outside put in, by what passed on the wire.
  private func shownIngredients(_ side: Side) -> Set<HandshakeAccount.Ingredient> {
    var found: Set<HandshakeAccount.Ingredient> = []
    let random: ValueName = side == .client ? .clientRandom : .serverRandom
    if facts.values[random] != nil { found.insert(.random) }
    if secret?.group != nil { found.insert(.ephemeralKey) }
    if side == .client, secret?.isEncrypted == true { found.insert(.preMasterSecret) }
    return found
  }

  private var secret: HandshakeAccount.SecretOrigin? {
    var origin = HandshakeAccount.SecretOrigin()
    var carried: [ValueName] = []
    if isAgreed {
      origin.group = groupName ?? ""
      carried = Side.allCases.map(ValueName.ephemeralPublic)
    } else if facts.values[.encryptedPreMasterSecret] != nil {
      origin.isEncrypted = true
      carried = [.encryptedPreMasterSecret]
    }
    origin.preSharedKey = preSharedKey
    guard origin != HandshakeAccount.SecretOrigin() else { return nil }
    let values = carried.compactMap { facts.values[$0] }
    origin.messages = values.reduce(into: []) { found, value in
      guard let kind = message(carrying: value), !found.contains(kind) else { return }
      found.append(kind)
    }.sorted { place(of: $0) < place(of: $1) }
    return origin
  }

  /// The kind of key that was shared before and is used here.
  var preSharedKey: PreSharedKeyKind? {
    if case .accepted(let kind) = facts.preSharedKey { return kind }
    return facts.isResumed ? .resumption : nil
  }

  /// Whether some end computed a Diffie-Hellman result; of programs outside, whether both public keys passed.
  private var isAgreed: Bool {
    if session.isImported {
      return Side.allCases.allSatisfy { facts.values[.ephemeralPublic($0)] != nil }
    }
    return values.contains { value in
      if case .keyAgreement? = value.rule?.formula { true } else { false }
    }
  }

  private var groupName: String? {
    for step in steps {
      if case .decided(.group(let group)) = step.effect { return group.label }
    }
    return session.isImported ? facts.group?.label : nil
  }

  /// The last message of the handshake that holds a value: after a retry the second ClientHello
  /// counts.
  private func message(carrying value: [UInt8]) -> MessageKind? {
    guard let first = value.first else { return nil }
    return messages.last { message in
      guard case .handshake(let handshake) = message.content else { return false }
      let bytes = handshake.bytes
      guard bytes.count >= value.count else { return false }
      return (0...bytes.count - value.count).contains { start in
        bytes[start] == first && bytes[start..<start + value.count].elementsEqual(value)
      }
    }?.kind
  }

  private func place(of kind: MessageKind) -> Int {
    messages.firstIndex { $0.kind == kind } ?? messages.count
  }
}
