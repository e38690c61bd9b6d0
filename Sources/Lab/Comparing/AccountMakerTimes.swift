import Eavesdropper
import Knowledge
import Network
import TLSEngine
import TLSKeys
import TLSWire

// MARK: Times

extension AccountMaker {
  func firstKeys(_ side: Side) -> Int64? {
    let names = Set(
      Side.allCases.flatMap { sender in
        [.writeKey(sender), .writeMACKey(sender), .recordKey(sender, .handshake)] as [ValueName]
      } + (earlyData == true ? [.recordKey(.client, .early)] : []))
    let actor = wire.actor(playing: side)
    let gains = values.filter { names.contains($0.name) }.compactMap { $0.gains[actor] }
    guard let step = gains.filter({ $0.means == .derived }).map(\.step).min(),
      let first = session.steps.first
    else { return nil }
    return session.steps[step - 1].time - first.time
  }

  /// A client may write once its handshake is complete; so may a server, and one of TLS 1.3 as soon
  /// as it writes with the keys of application data (RFC 8446 §2, figure 1).
  func firstData(_ side: Side) -> Int64? {
    guard !isOutside(side) else { return shownFirstData(side) }
    return time(of: side) { effect in
      side == .server && facts.version == .tls13
        ? Self.startsWritingData(effect) : effect == .established
    }
  }

  /// The same of a program outside, as it is seen here: by the Finished that passed.
  private func shownFirstData(_ side: Side) -> Int64? {
    let isHalf = side == .server && facts.version == .tls13
    let place = isHalf ? placeOfFinished(side) : completion(of: side)
    guard let place, let first = session.steps.first else { return nil }
    return steps[place].time - first.time
  }

  /// The step by which one end's handshake is complete.
  private func completion(of side: Side) -> Int? {
    let actor = wire.actor(playing: side)
    guard isOutside(side) else {
      return steps.firstIndex { $0.actor == actor && $0.effect == .established }
    }
    let places = Side.allCases.compactMap(placeOfFinished)
    return places.count == 2 ? places.max() : nil
  }

  /// The sides of a recorded session that sent something under keys, of which no Finished can be read.
  var sealed: Set<Side> {
    guard session.isImported else { return [] }
    let protecting = Set(messages.filter(\.isProtected).map(\.sender))
    return protecting.filter { placeOfFinished($0) == nil }
  }

  /// The step at which one end sent its first Finished.
  private func placeOfFinished(_ side: Side) -> Int? {
    let actor = wire.actor(playing: side)
    return steps.firstIndex {
      $0.actor == actor && $0.sentMessage?.kind == .handshake(.finished)
    }
  }

  private static func startsWritingData(_ effect: Effect) -> Bool {
    guard case .install(let keys) = effect else { return false }
    return keys.forWriting && keys.names.contains(.recordKey(.server, .application(0)))
  }

  /// Whether the server's keys for data come before the client's Finished, and no binder either has
  /// shown that the client has a key.
  var clientIsUnproved: Bool {
    guard !isOutside(.server) else {
      return facts.version == .tls13 && placeOfFinished(.server) != nil && preSharedKey == nil
    }
    let effects = effects(of: .server)
    guard let place = effects.firstIndex(where: Self.startsWritingData) else { return false }
    return !effects[..<place].contains { effect in
      guard case .verified(let check) = effect, check.outcome == .passed else { return false }
      return check.name == .finished || check.name == .preSharedKeyBinder
    }
  }

  /// The server's answer; a client that was not answered yet has sent it in vain so far.
  var earlyData: Bool? {
    for step in steps {
      if case .decided(.earlyData(let taken)) = step.effect { return taken }
    }
    guard session.isImported else { return nil }
    return switch session.earlyData?.fate {
    case .taken: true
    case .refused: false
    case .hidden, .unanswered, nil: nil
    }
  }

  /// Every change from the client's messages to the server's is one wait.
  var roundTrips: Int? {
    guard let end = completion(of: .client) else { return nil }
    let senders = steps[..<end].compactMap { $0.sentMessage?.sender }
    return zip(senders, senders.dropFirst()).count { $0 == .client && $1 == .server }
  }
}

// MARK: What passes

extension AccountMaker {
  /// What one end sent until its handshake was complete, tickets of TLS 1.3 not counted: they come
  /// after it (RFC 8446 §4.6.1). When that of a program outside is complete nobody here sees: its
  /// Finished is taken for its last word.
  private func messages(by side: Side) -> [Message] {
    let actor = wire.actor(playing: side)
    let end = isOutside(side) ? placeOfFinished(side) : completion(of: side)
    return steps.prefix(end.map { $0 + 1 } ?? steps.count).filter { $0.actor == actor }
      .compactMap(\.sentMessage).filter { isOfHandshake($0.kind) }
  }

  private func isOfHandshake(_ kind: MessageKind) -> Bool {
    switch kind {
    case .applicationData: false
    case .handshake(let type): facts.version != .tls13 || type != .newSessionTicket
    case .changeCipherSpec, .alert: true
    }
  }

  func handshakeBytes(_ side: Side) -> Int {
    messages(by: side).reduce(0) { $0 + $1.records.count }
  }

  var handshakeMessages: [Message] {
    let counted = Set(Side.allCases.flatMap(messages(by:)))
    return messages.filter { message in
      guard case .handshake = message.content else { return false }
      return counted.contains(message)
    }
  }

  func isEncrypted(_ message: Message) -> Bool {
    message.isProtected && facts.parameters?.cipher.encrypts != false
  }

  func kinds(
    _ messages: [Message], _ isMeant: (Message) -> Bool
  ) -> [MessageKind] {
    messages.filter(isMeant).reduce(into: []) { kinds, message in
      if !kinds.contains(message.kind) { kinds.append(message.kind) }
    }
  }
}

// MARK: Later

extension AccountMaker {
  /// What a thief could read: by the closure of everything that passes on the wire and that one
  /// key.
  var thefts: [HandshakeAccount.StolenKey: HandshakeAccount.Opening] {
    guard session.hasProtectedRecords(on: wire), session.recording(on: wire)?.isEmpty == false
    else { return [:] }
    var openings: [HandshakeAccount.StolenKey: HandshakeAccount.Opening] = [
      .certificate: opening(by: .serverPrivateKey)
    ]
    if facts.values[.ticket] != nil { openings[.tickets] = opening(by: .ticketKey) }
    return openings
  }

  var keysInForce: [HandshakeAccount.StolenKey: LootName] {
    guard !isOutside(.server) else { return [:] }
    return [
      .certificate: lab.lootName(.serverKey, for: session),
      .tickets: lab.lootName(.ticketKey, for: session),
    ]
  }

  private func opening(by name: ValueName) -> HandshakeAccount.Opening {
    guard facts.parameters?.cipher.encrypts != false else { return .open }
    var thief = lab
    thief.attacker.leaks = [
      Leak(name: name, origin: .longTerm(Lab.anyServerLabel), value: [])
    ]
    let known = thief.closure(of: session, on: wire).known
    if known.contains(.applicationData(.client)) { return .everything }
    // A server's refusal does not take back what the client has sent.
    return known.contains(.earlyData) ? .earlyData : .nothing
  }

  var beginning: HandshakeAccount.Beginning {
    let isResumed = preSharedKey == .resumption
    return HandshakeAccount.Beginning(
      wasRetried: facts.wasRetried,
      resumed: isResumed ? session.settings[.clientResume] ?? "an earlier session" : nil)
  }
}
