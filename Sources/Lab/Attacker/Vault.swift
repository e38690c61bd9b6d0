import Bytes
import CryptoPrimitives
public import Eavesdropper
public import Knowledge
import Network
import TLSEngine
import TLSKeys
import TLSWire
import X509

/// How one recording stands: the attempt that was made on it just now.
public struct VaultEntry: Hashable, Sendable {
  public var session: String
  public var wire: Wire
  public var state: VaultState
  /// nil when nothing was recorded.
  public var attempt: Attempt?
}

/// A secret that the attacker would need, and what became of it.
public struct MissingSecret: Hashable, Sendable {
  public var name: ValueName
  /// Who had it.
  public var holder: Actor
  /// The step at which it came into being, counted from 1.
  public var made: Int?
  /// The step at which it was erased; nil: it is still there to be stolen.
  public var erased: Int?
}

extension Lab {
  /// The vault: a real attempt on every recording with everything that the attacker holds.
  public var vault: [VaultEntry] { vaults.flatMap { $0 } }

  /// The same, by session.
  public var vaults: [[VaultEntry]] { sessions.mapInParallel(vault(of:)) }

  /// A real attempt on every stretch of wire of one session.
  public func vault(of session: Session) -> [VaultEntry] {
    session.wires.map { wire in
      let attempt = attempt(on: session, wire, with: attacker.held)
      return VaultEntry(
        session: session.id, wire: wire, state: attempt.map(VaultState.init) ?? .notRecorded,
        attempt: attempt)
    }
  }

  /// The state of a session's recording on the client's stretch of wire.
  public func vaultState(of session: Session) -> VaultState {
    vault(of: session).first?.state ?? .notRecorded
  }

  /// The attacker's knowledge of one session, by name alone: what was recorded of it, and the leaks
  /// that belong to it. Of several handshakes the one in force.
  public func closure(of session: Session, on wire: Wire) -> Closure {
    closures(of: session, on: wire).last ?? Closure(of: [], under: [])
  }

  /// The same for each handshake of a connection: a further one is read only by who has the keys of
  /// the one before.
  public func closures(of session: Session, on wire: Wire) -> [Closure] {
    var closures: [Closure] = []
    for (number, facts) in session.handshakes(on: wire).enumerated() {
      guard facts.version != .tls13 else { return [closure13(of: session, on: wire, facts)] }
      let isRead = closures.last.map { $0.known.contains(.applicationData(.client)) } ?? true
      var given: Set<ValueName> = []
      if isRead, session.recording(on: wire)?.isEmpty == false {
        given = onTheWire(session, wire, facts, number)
      }
      for leak in attacker.leaks where belongs(leak, to: session, on: wire, facts) {
        given.insert(leak.name)
      }
      closures.append(Closure(of: given, under: facts.schedule?.rules ?? []))
    }
    return closures
  }

  /// What a recording of TLS 1.2 or before says of one handshake.
  private func onTheWire(
    _ session: Session, _ wire: Wire, _ facts: WireFacts, _ number: Int
  ) -> Set<ValueName> {
    var given = Set(facts.values.keys).subtracting(Self.protectedNames)
    let isProtected =
      number == 0
      ? session.hasProtectedRecords(on: wire)
      : Side.allCases.contains { facts.values[.finishedMessages($0)] != nil }
    if isProtected { given.formUnion([.protectedRecords(.client), .protectedRecords(.server)]) }
    if let origin = origin(of: session, on: wire),
      closure(of: origin.session, on: origin.wire).known.contains(.masterSecret)
    {
      given.insert(.earlierMasterSecret)
    }
    return given
  }

  /// Values that pass under protection, if at all.
  private static let protectedNames: [ValueName] = Side.allCases.flatMap {
    [.finishedMessages($0), .verifyData($0)]
  }

  /// Whether a leak is of this connection: the key of its server, or a key of its own.
  public func belongs(_ leak: Leak, to session: Session, on wire: Wire) -> Bool {
    belongs(leak, to: session, on: wire, session.facts(on: wire))
  }

  private func belongs(
    _ leak: Leak, to session: Session, on wire: Wire, _ facts: WireFacts
  ) -> Bool {
    switch leak.origin {
    case .longTerm(let role):
      // Towards the client the interceptor shows a certificate of its own, or the server's; it gives no
      // tickets: what a client offers came from the server.
      if role == Self.anyServerLabel { return wire != .clientSide || leak.name == .ticketKey }
      if role == Self.ticketKeyLabel { return !session.isOutside(.server) }
      return role == World.Role.serverRSA.rawValue
        && ((wire != .clientSide && session.outside == nil) || isShown(leak, facts))
    case .computed(let id):
      return id == session.id && fitsPublicHalf(leak, facts) != false
    case .session(let id):
      if let own = belongs13(leak, id, session, wire) { return own }
      guard let side = Side.allCases.first(where: { .ephemeralPrivate($0) == leak.name }) else {
        return false
      }
      // A key that is used again belongs to every connection that shows its public half.
      return fitsPublicHalf(leak, facts)
        ?? (id == session.id && wire == session.wire(reaching: side))
    }
  }

  /// Whether the certificate in the messages has the public half of a stolen key: the attacker may
  /// show the server's own.
  private func isShown(_ leak: Leak, _ facts: WireFacts) -> Bool {
    guard let der = facts.certificates.first, let certificate = try? Certificate(der: der) else {
      return false
    }
    return (try? PrivateKey(der: leak.value))?.publicKey == certificate.publicKey
  }

  /// Whether the public half of an ephemeral key is the one in the messages.
  ///
  /// - Returns: nil for another kind of leak, and where the messages show none yet.
  private func fitsPublicHalf(_ leak: Leak, _ facts: WireFacts) -> Bool? {
    guard let side = Side.allCases.first(where: { .ephemeralPrivate($0) == leak.name }),
      let agreement = facts.agreement, let shown = facts.values[.ephemeralPublic(side)]
    else { return nil }
    var evaluator = Evaluator(facts.values)
    evaluator.values[leak.name] = leak.value
    return (try? evaluator.value(of: .publicKey(agreement, of: leak.name))) == shown
  }

  /// What became of the secrets that would open a recording, one entry for each alternative.
  /// Of several handshakes those of the first that stays closed.
  public func missingSecrets(of session: Session, on wire: Wire) -> [[MissingSecret]] {
    let origin = anyOrigin(of: session, on: wire)
    return session.remembered(.missing(wire, attacker.held, of: origin)) {
      findMissingSecrets(of: session, on: wire)
    }
  }

  private func findMissingSecrets(of session: Session, on wire: Wire) -> [[MissingSecret]] {
    let closures = closures(of: session, on: wire)
    let number = closures.firstIndex { !$0.known.contains(.applicationData(.client)) } ?? 0
    guard closures.indices.contains(number) else { return [] }
    let places = session.places(ofHandshake: number, on: wire)
    return closures[number].missing(for: .applicationData(.client)).map { set in
      set.sorted().map { name in missingSecret(name, of: session, on: wire, places) }
    }
  }

  private func missingSecret(
    _ name: ValueName, of session: Session, on wire: Wire, _ places: Range<Int>
  ) -> MissingSecret {
    let side: Side = name.rawValue.hasPrefix("client") ? .client : .server
    let holder = wire.actor(playing: side)
    let made = places.first { place in
      let step = session.steps[place]
      guard step.wire == wire, step.actor == holder, case .generated(let value) = step.effect
      else { return false }
      return value.secretPart?.name == name
    }
    return MissingSecret(
      name: name, holder: holder, made: made.map { $0 + 1 },
      erased: session.erasure(of: name, by: holder, on: wire, within: places))
  }

  /// Notes what the learner thinks of a recording.
  public mutating func predict(_ session: String, _ state: VaultState) throws(LabError) {
    guard let id = self.session(session)?.id else { throw .noSession(session) }
    guard state == .open || state == .sealed else { throw .notAPrediction(state.rawValue) }
    predictions[id] = state
  }
}

extension VaultState {
  init(_ attempt: Attempt) {
    switch attempt {
    case .opened(let opened): self = opened.damaged == 0 ? .open : .partly
    case .sealed: self = .sealed
    case .nothingProtected: self = .empty
    }
  }
}

extension Session {
  /// Whether anything was sent under protection on a stretch of wire.
  public func hasProtectedRecords(on wire: Wire) -> Bool {
    messages.contains { $0.step.wire == wire && $0.message.isProtected }
  }
}
