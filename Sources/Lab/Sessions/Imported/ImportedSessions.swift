import Eavesdropper
import Knowledge
public import Network
import TLSEngine
public import TLSKeys
import TLSWire
import X509

// Sessions out of recordings that were made elsewhere: both ends are programs outside, of which nothing is
// known but what passed between them.
extension Session {
  /// Whether it comes from a recording that was made elsewhere.
  public var isImported: Bool { outside?.isRecorded == true }

  /// How such a session stands, from its messages: established where both ends said something under keys, and
  /// neither so little that there was no Finished in it.
  var importedOutcome: Outcome {
    let sent = messages.map(\.message)
    let unfinished = Side.allCases.compactMap { shortfall(of: $0) }
    if unfinished.contains(.alert) { return .failed }
    if sent.contains(where: \.isCloseNotify) { return .closed }
    let protecting = Set(sent.filter(\.isProtected).map(\.sender))
    let isThrough = protecting.count == Side.allCases.count && unfinished.isEmpty
    return isThrough ? .established : .running
  }

  /// The side whose sealed records end with one as long as an alert, without a Finished before it: it broke
  /// the handshake off, and why stays closed.
  public var sealedAlert: Side? {
    guard isImported else { return nil }
    return Side.allCases.first { shortfall(of: $0) == .alert }
  }

  /// What the length of sealed records proves.
  private enum Shortfall {
    /// The last of them is as long as an alert, and no Finished came before it.
    case alert
    /// No Finished is in them.
    case unfinished
  }

  /// Whether what one side sent under keys of TLS 1.3 is too short for its Finished, whatever it says: a
  /// header of 4 bytes and a hash (RFC 8446 §4.4.4), and each record has a byte for its type and a tag
  /// besides (§5.2). Nil where it is long enough, or was read.
  private func shortfall(of side: Side) -> Shortfall? {
    guard let suite = facts(on: clientWire).suite?.parameters13 else { return nil }
    let early = earlyData?.places ?? []
    let sent = messages.enumerated().filter { place, item in
      item.message.sender == side && item.message.isProtected && !early.contains(place)
    }.map(\.element.message)
    guard !sent.isEmpty, sent.allSatisfy(\.isSealed) else { return nil }
    let contents = sent.map { message in
      message.records.count - Record.headerLength - suite.cipher.tagLength - 1
    }
    guard contents.reduce(0, +) < 4 + suite.hash.length else { return nil }
    // A level and a description (RFC 8446 §6); no handshake message is so short.
    return contents.last == 2 ? .alert : .unfinished
  }
}

// MARK: An alert behind the handshake

extension Session {
  /// Whether the alert by which an end of a recording gave up came behind its handshake: then the session was
  /// established, and no failure of the handshake is told by it (RFC 8446 §4.4.4, RFC 5246 §7.4.9). Everyday is a
  /// peer that goes without close_notify.
  public var isEndedByAlert: Bool {
    guard isImported, let failure else { return false }
    let side = clientWire.side(of: failure.by)
    let sent = messages.map(\.message)
    let place = sent.firstIndex { $0.sender == side && $0.content == .alert(failure.alert) }
    guard let place, Side.allCases.allSatisfy({ hasFinished($0, before: place) }) else {
      return false
    }
    // A client of TLS 1.3 has verified all of the server's before its own Finished (RFC 8446 §2).
    if side == .client, facts(on: clientWire).version == .tls13 { return true }
    // Whoever refuses the other's Finished, or its certificate, says nothing before that.
    if sent[..<place].contains(where: { $0.sender == side && $0.isBehindHandshake }) { return true }
    return !(failure.alert.description.isRefusal || failure.alert.description == .decryptError)
  }

  /// Whether a side's Finished is among the first messages; of records that stay closed, whether it can be.
  private func hasFinished(_ side: Side, before place: Int) -> Bool {
    let early = earlyData?.places ?? []
    let sent = messages.map(\.message).enumerated().prefix(place).filter {
      $0.element.sender == side
    }
    if sent.contains(where: { $0.element.kind == .handshake(.finished) }) { return true }
    return shortfall(of: side) == nil
      && sent.contains {
        $0.element.isProtected && $0.element.isSealed && !early.contains($0.offset)
      }
  }
}

extension Message {
  /// Whether it is one that nobody sends before the handshake is through, or under keys that come behind it.
  fileprivate var isBehindHandshake: Bool {
    isProtected && !isSealed
      && [.applicationData, .handshake(.newSessionTicket), .handshake(.keyUpdate)].contains(kind)
  }

  fileprivate var isCloseNotify: Bool {
    if case .alert(let alert) = content { alert.description == .closeNotify } else { false }
  }
}

extension Lab {
  /// What is known of a session before its first message.
  public struct Found: Sendable {
    /// What passed, without what was said before TLS.
    public var recording: Recording
    /// What was said in the open before the handshake.
    public var preface: [Segment]

    public init(recording: Recording, preface: [Segment] = []) {
      self.recording = recording
      self.preface = preface
    }
  }

  /// Takes sessions over that were recorded elsewhere, played to their ends; the last becomes the current one.
  ///
  /// - Returns: their names.
  @discardableResult
  public mutating func take(over found: [Found]) -> [String] {
    var names: [String] = []
    for one in found {
      let name = "S\(sessions.count + 1)"
      sessions.append(Session(name, ImportedMessages(one.recording), preface: one.preface))
      names.append(name)
    }
    guard let last = names.last else { return [] }
    rereadImported()
    current = last
    playImported()
    return names
  }

  /// Reads imported sessions again, after the attacker has got secrets or lost some: what opens has messages
  /// where before there were sealed records.
  mutating func rereadImported() {
    for place in sessions.indices where sessions[place].isImported {
      let session = sessions[place].atTheEnd
      guard let recording = session.recording(on: .direct) else { continue }
      var opened: [Plaintext] = []
      if case .opened(let found)? = attempt(on: session, .direct, with: attacker.held) {
        opened = found.plaintexts
      }
      let read = ImportedMessages(recording, opened: opened)
      guard read.items.map(\.message) != session.wholeMessages else { continue }
      sessions[place] = Session(session.id, read, preface: session.outside?.preface ?? [])
      if session.id == current { playImported() }
    }
  }

  /// Finds the way back in the current session.
  private mutating func playImported() {
    guard let place = sessions.place(of: current), sessions[place].isImported else { return }
    var value = sessions[place].atTheBeginning
    var values: [Session] = []
    while !value.isAtRest, value.keepsWayBack {
      values.append(value)
      value.advance()
    }
    earlier = value.isAtRest ? values : []
  }
}

extension Session {
  /// A session of a recording, played to its end.
  fileprivate init(_ id: String, _ read: ImportedMessages, preface: [Segment]) {
    let messages = read.items.map(\.message)
    var memory = MessageMemory()
    for message in messages { memory.take(message) }
    let host = memory.facts.serverName ?? read.recording.flow.server.ip
    let end = read.items.last?.time ?? 0
    let ends = Ends(
      client: nil,
      verification: ServerVerification(
        trust: TrustStore(roots: []), host: host, now: end / 1_000_000,
        skipped: CertificateVerification.checks),
      server: nil, interceptor: nil, callingApplication: nil, answeringApplication: nil)
    self.init(
      id: id, settings: Settings(), serverName: host, ends: ends,
      links: [.direct: Link(read.recording)], beginning: 0)
    var outside = Outside([.client, .server], preface: preface, at: read.items.first?.time ?? 0)
    outside.isRecorded = true
    outside.endings = [.client: .closed, .server: .closed]
    self.outside = outside
    for item in read.items {
      let actor: Actor = item.message.sender == .client ? .client : .server
      agenda.append(
        .step(Step(actor: actor, wire: .direct, time: item.time, effect: .send(item.message))))
    }
    total = agenda.count
    while advance() != nil {}
  }

  /// What was played of it and what was not.
  fileprivate var wholeMessages: [Message] {
    messages.map(\.message)
      + agenda.compactMap { event in
        if case .step(let step) = event { step.sentMessage } else { nil }
      }
  }

  /// The same with everything played.
  fileprivate var atTheEnd: Session {
    guard !isAtRest else { return self }
    var session = self
    while session.advance() != nil {}
    return session
  }

  /// The same before its first message.
  fileprivate var atTheBeginning: Session {
    var session = self
    session.agenda = steps.map(Event.step) + agenda
    session.steps = []
    return session
  }
}
