import Bytes
import Eavesdropper
import Interceptor
import Knowledge
import TLSEngine
import TLSKeys
import TLSWire

extension Lab {
  /// Why a recording opens, or stays closed, with what the attacker holds.
  public func reason(for entry: VaultEntry, of session: Session) -> VaultReason {
    let memory = ReasonMemory(grounds: grounds(of: session, on: entry.wire))
    return session.remembered(memory) { ReasonFinder(self, session, entry).reason }
  }

  private struct ReasonMemory: Hashable, Sendable { var grounds: Grounds }
}

/// Looks for what decided an attempt on a recording.
private struct ReasonFinder {
  let lab: Lab
  let session: Session
  let entry: VaultEntry
  let facts: WireFacts

  init(_ lab: Lab, _ session: Session, _ entry: VaultEntry) {
    (self.lab, self.session, self.entry) = (lab, session, entry)
    facts = session.facts(on: entry.wire)
  }

  private var is13: Bool { facts.version == .tls13 }

  var reason: VaultReason {
    switch entry.attempt {
    case nil where session.isUnreadable: .unreadable
    case nil where session.isInTheOpen:
      session.talk?.isRecorded == true ? .inTheOpen : .tapOff
    case nil: session.messages.isEmpty ? .nothingSent : .tapOff
    case .nothingProtected:
      session.isPartial(on: entry.wire)
        ? .restMissing : .nothingProtected(isOver: session.isAtRest)
    case .opened(let opened):
      session.isPartial(on: entry.wire)
        ? .recordingPartial(openedReason(opened)) : openedReason(opened)
    case .sealed(let sealed): sealReason(sealed)
    }
  }

  // MARK: Opened

  private func openedReason(_ opened: Attempt.Opened) -> VaultReason {
    opened.sealedHandshake.map { .butNot(handshake: $0, openReason(opened)) }
      ?? openReason(opened)
  }

  private func openReason(_ opened: Attempt.Opened) -> VaultReason {
    if is13 { return openReason13(opened) }
    if opened.earlier != nil {
      return .resumesOpen(lab.origin(of: session, on: entry.wire)?.session.id)
    }
    if opened.by.contains(where: { $0.name == .ticketState }) { return .ticketOpens }
    if opened.using.isEmpty { return .neverEncrypted }
    let decrypts = opened.by.contains {
      if case .rsaDecryption = $0.rule.formula { true } else { false }
    }
    return decrypts ? .decryptsPreMasterSecret : secrets(opened)
  }

  private func openReason13(_ opened: Attempt.Opened) -> VaultReason {
    let way = way13(opened)
    if opened.damaged == 0 { return way }
    let early = opened.by.contains { $0.name == .earlyTrafficSecret }
    let later = opened.by.contains { $0.name.rawValue.contains("application_write_key") }
    if early, !later { return .earlyDataOnly(way) }
    if let fate = fateOfClosedEarlyData { return .notEarlyData(isRefused: fate == .refused, way) }
    let said = Set(opened.plaintexts.filter { $0.type == .applicationData }.map(\.sender))
    guard said.count == 1, let side = said.first, hasClosed(side.other, opened) else {
      return readsAllData(opened) ? .notHandshake(way) : .notAll(way)
    }
    return .only(entry.wire.actor(playing: side), way)
  }

  /// Whether records of a side stay closed.
  private func hasClosed(_ side: Side, _ opened: Attempt.Opened) -> Bool {
    guard let recording = session.recording(on: entry.wire) else { return false }
    let records = RecordedSession(recording).protected.count { $0.sender == side }
    return records > opened.plaintexts.count { $0.sender == side }
  }

  /// What became of early data that is all that stays closed in a recording from elsewhere.
  private var fateOfClosedEarlyData: EarlyData.Fate? {
    guard session.isImported, let early = session.earlyData,
      early.fate == .taken || early.fate == .refused
    else { return nil }
    let closed = session.messages.map(\.message).enumerated().filter { $0.element.isSealed }
    let others = closed.filter { !early.places.contains($0.offset) }
    // Behind what was taken EndOfEarlyData is under the same keys (RFC 8446 §4.5).
    guard others.count <= (early.fate == .taken ? 1 : 0), closed.count > others.count,
      others.allSatisfy({ $0.element.sender == .client })
    else { return nil }
    return early.fate
  }

  /// Whether every word of the two ends is among what opened.
  private func readsAllData(_ opened: Attempt.Opened) -> Bool {
    let data = session.steps.filter { $0.wire == entry.wire }.compactMap(\.sentMessage)
      .filter { $0.kind == .applicationData && $0.isProtected }
    return data.allSatisfy { message in
      opened.plaintexts.contains { $0.sender == message.sender && $0.bytes == message.plaintext }
    }
  }

  /// The secret that did it.
  private func way13(_ opened: Attempt.Opened) -> VaultReason {
    if opened.earlier != nil { return .keySaidIn(lab.ticketOrigin(of: facts)?.session.id) }
    let names = opened.using.map(\.name)
    if names.contains(.ticketKey) { return .ticketOpens }
    return names.contains(.preSharedKey) ? .sharedKey : secrets(opened)
  }

  private func secrets(_ opened: Attempt.Opened) -> VaultReason {
    let names = opened.using.map(\.name)
    guard let ephemeral = names.first(where: \.isEphemeralPrivate) else {
      return .secrets(names)
    }
    return .ephemeralKey(
      ephemeral, isComputed: opened.using.contains(where: \.isComputed),
      withSharedKey: names.contains(.preSharedKey))
  }

  // MARK: Sealed

  private func sealReason(_ sealed: Attempt.Sealed) -> VaultReason {
    if let version = facts.version, version < .tls10, session.isImported {
      return .unreadVersion(version.displayName)
    }
    if let fault = sealed.fault {
      return session.isImported ? .notRead("\(fault.error)") : .damaged("\(fault.error)")
    }
    if session.interceptor?.read.isEmpty == false { return .readInBetween }
    if let lack { return .lacks(lack) }
    guard let needs = is13 ? needs13 : needs12(sealed) else { return ephemeral }
    return needs
  }

  /// A message that a recording from elsewhere lacks, and without which what was stolen leads nowhere. Where
  /// no hello is in it at all, it begins too late.
  private var lack: VaultReason.Message? {
    guard session.isImported else { return nil }
    let hasHello = Side.allCases.map { facts.values[$0 == .client ? .clientRandom : .serverRandom] }
      .map { $0 != nil }
    guard hasHello.contains(true) else { return nil }
    if !hasHello[0] { return .clientHello }
    if !hasHello[1] { return .serverHello }
    guard let exchange = facts.parameters?.keyExchange, !facts.isResumed, !exchange.isEphemeral
    else { return nil }
    let sent = Set(session.messages.map(\.message.kind))
    if !sent.contains(.handshake(.clientKeyExchange)) { return .clientKeyExchange }
    let isCovered = facts.extendedMasterSecret && !sent.contains(.handshake(.serverHelloDone))
    return isCovered ? .covered : nil
  }

  /// What stands in the way in TLS 1.2 and before; nil: that ephemeral keys were used.
  private func needs12(_ sealed: Attempt.Sealed) -> VaultReason? {
    guard let keyExchange = facts.parameters?.keyExchange else { return unagreed }
    let isReal = session.isOutside(.server)
    // Of a foreign key it is said once, where it is stolen, that it belongs to nobody here.
    let isMisfit = sealed.misfits.contains { leak in
      if case .file = leak.origin, !session.isImported { return false }
      // The certificate's own key does fit where it only signed.
      if keyExchange.isEphemeral, lab.belongs(leak, to: session, on: entry.wire) { return false }
      return leak.name == .serverPrivateKey
    }
    if isMisfit, !isReal || session.isImported { return .misfit }
    if facts.isResumed {
      return .resumesSealed(lab.origin(of: session, on: entry.wire)?.session.id)
    }
    if keyExchange.isEphemeral { return nil }
    if keyExchange == .psk { return needsSharedKey }
    return session.isImported ? .needsKeyInFile : .needsCertificateKey(ofReal: isReal)
  }

  /// Why no suite is known that could be read.
  private var unagreed: VaultReason {
    if let suite = facts.suite { return .unreadSuite(ReadableSuite.name(of: suite)) }
    return session.isImported ? .startMissing : .noKeysAgreed
  }

  private var needs13: VaultReason? {
    if facts.suite == nil { return unagreed }
    return facts.agreement == nil ? needsSharedKey : nil
  }

  /// Where a pre-shared key is all that it takes: whether one is held that somebody brought for it.
  private var needsSharedKey: VaultReason {
    guard session.isImported, facts.preSharedKey.kind != .resumption else { return .needsSharedKey }
    let isHeld = lab.attacker.leaks.contains { $0.isOfFile && $0.name == .preSharedKey }
    return isHeld ? .sharedKeyMisfit : .needsSharedKey
  }

  /// What became of the ephemeral keys.
  private var ephemeral: VaultReason {
    let isHalfComputed = lab.attacker.leaks.contains { $0.origin == .computed(session.id) }
    if isHalfComputed, facts.agreement == .hybrid { return .hybridHolds }
    let left = lab.missingSecrets(of: session, on: entry.wire).joined().filter { secret in
      secret.erased == nil && secret.made != nil && !session.isOutside(secret.holder)
        && secret.name.isEphemeralPrivate
    }
    guard left.isEmpty else {
      var holders: [Actor] = []
      for holder in left.map(\.holder) where !holders.contains(holder) { holders.append(holder) }
      return .ephemeralInMemory(holders, onlySigned: onlySigned)
    }
    if session.isImported { return .ephemeralElsewhere(onlySigned: onlySigned) }
    return session.outside == nil
      ? .bothErased(onlySigned: onlySigned) : .ownErased(onlySigned: onlySigned)
  }

  /// Whether the server's stolen key did nothing here but sign.
  private var onlySigned: Bool {
    let signs = is13 || facts.parameters?.keyExchange.signsServerKeyExchange == true
    if session.isImported {
      return signs
        && lab.attacker.leaks.contains { leak in
          leak.isOfFile && lab.belongs(leak, to: session, on: entry.wire)
        }
    }
    let number = lab.number(of: .serverKey, for: session)
    let isStolen = lab.attacker.leaks.contains {
      Loot($0) == .serverKey && $0.keyLabel?.number == number
    }
    return isStolen && signs && entry.wire != .clientSide && !session.isOutside(.server)
  }
}

extension ValueName {
  /// Whether it is the private half of somebody's key for one session.
  fileprivate var isEphemeralPrivate: Bool {
    Side.allCases.contains { rawValue.hasPrefix(ValueName.ephemeralPrivate($0).rawValue) }
  }
}
