import Knowledge
public import TLSEngine
public import TLSKeys
import TLSWire

/// Where `continue` stops.
public enum Breakpoint: Hashable, Sendable, Codable {
  /// A message that goes onto the wire, by its name: `client_hello`.
  case message(String)
  case alert
  /// A secret that is derived.
  case secret
  /// A check that is made.
  case verify

  /// The word by which it is set.
  public var name: String {
    switch self {
    case .message(let name): name
    case .alert: "alert"
    case .secret: "secret"
    case .verify: "verify"
    }
  }

  func stops(at step: Step) -> Bool {
    switch (self, step.effect) {
    case (.message(let name), .send(let message)): message.kind.name == name
    case (.alert, .send(let message)): message.kind == .alert
    case (.secret, .derived): true
    case (.verify, .verified): true
    default: false
    }
  }
}

extension Lab {
  /// Plays `count` steps of the current session, or as many as are left.
  ///
  /// - Returns: the steps played, at least one.
  @discardableResult
  public mutating func step(_ count: Int = 1) throws(LabError) -> [Step] {
    var left = count
    return try run { _ in
      left -= 1
      return left <= 0
    }
  }

  /// Plays to the next message on the wire.
  @discardableResult
  public mutating func next() throws(LabError) -> [Step] {
    try run { $0.sentMessage != nil }
  }

  /// Plays to the end of this flight: until somebody else is about to speak, or to the end.
  @discardableResult
  public mutating func finish() throws(LabError) -> [Step] {
    var speaker: Actor?
    var played: [Step] = []
    repeat {
      if let upcoming = currentSession?.next, upcoming.sentMessage != nil {
        if let speaker, speaker != upcoming.actor { break }
        speaker = upcoming.actor
      }
      guard currentSession?.isAtRest == false || played.isEmpty else { break }
      played += try step()
    } while currentSession?.isAtRest == false
    return played
  }

  /// Plays to a breakpoint, to the named message, or to the end.
  @discardableResult
  public mutating func goOn(to message: String? = nil) throws(LabError) -> [Step] {
    let stops = breakpoints + (message.map { [.message($0)] } ?? [])
    return try run { step in stops.contains { $0.stops(at: step) } }
  }

  /// Takes steps back.
  public mutating func back(_ count: Int = 1) throws(LabError) {
    guard let current else { throw .noCurrentSession }
    guard !earlier.isEmpty, count > 0 else { throw .atTheStart }
    let target = max(0, earlier.count - count)
    restore(earlier[target], id: current)
    earlier.removeSubrange(target...)
  }

  /// Goes back to before the last message.
  public mutating func backToMessage() throws(LabError) {
    guard let session = currentSession else { throw .noCurrentSession }
    guard let last = session.messages.last?.index else { throw .atTheStart }
    try back(session.steps.count - last)
  }

  /// Goes back to before the first step.
  public mutating func backToStart() throws(LabError) {
    try back(earlier.count)
  }

  /// Steps that can be taken back.
  public var stepsBack: Int { earlier.count }

  /// Plays until `stop` says so or nothing is left, keeping the way back.
  mutating func run(until stop: (Step) -> Bool) throws(LabError) -> [Step] {
    guard let current, let place = sessions.firstIndex(where: { $0.id == current }) else {
      throw .noCurrentSession
    }
    guard !sessions[place].isAtRest else { throw .atTheEnd }
    var played: [Step] = []
    while !sessions[place].isAtRest {
      earlier.append(sessions[place])
      guard let step = sessions[place].advance() else {
        earlier.removeLast()
        break
      }
      played.append(step)
      if stop(step) { break }
    }
    return played
  }

  private mutating func restore(_ session: Session, id: String) {
    guard let place = sessions.firstIndex(where: { $0.id == id }) else { return }
    sessions[place] = session
  }
}

// MARK: Saying something on a connection

extension Lab {
  /// Sends text from one end of the current session and plays what follows.
  @discardableResult
  public mutating func send(_ text: String, from side: Side) throws(LabError) -> [Step] {
    try act { $0.send(Array(text.utf8), from: side) }
  }

  /// Changes the keys of what one end of the current session sends, and plays what follows.
  @discardableResult
  public mutating func updateKeys(
    from side: Side, requesting: Bool
  ) throws(LabError) -> [Step] {
    if let session = currentSession, session.facts(on: session.clientWire).version != .tls13 {
      throw .noKeyUpdates(session.id)
    }
    return try act { $0.updateKeys(from: side, requesting: requesting) }
  }

  /// Lets the server of the current session ask for the client's certificate after the handshake, and
  /// plays what follows.
  @discardableResult
  public mutating func requestCertificate() throws(LabError) -> [Step] {
    if let session = currentSession {
      let is13 = session.facts(on: session.clientWire).version == .tls13
      guard is13, session.settings["client.cert"] != "off" else {
        throw .noLaterCertificate(session.id, is13: is13)
      }
    }
    return try act { $0.requestCertificate() }
  }

  /// Begins a further handshake on the current session, or as the server asks for one, and plays what
  /// follows.
  ///
  /// - Parameter asking: whether the server wants the client's certificate this time.
  @discardableResult
  public mutating func renegotiate(
    from side: Side, asking: ClientAuthentication?
  ) throws(LabError) -> [Step] {
    if let session = currentSession, session.facts(on: session.clientWire).version == .tls13 {
      throw .noRenegotiation(session.id)
    }
    return try act { $0.renegotiate(from: side, asking: asking) }
  }

  /// Closes the current session from the client's end and plays what follows.
  @discardableResult
  public mutating func close() throws(LabError) -> [Step] {
    try act { $0.close(from: .client) }
  }

  private mutating func act(_ action: (inout Session) -> Bool) throws(LabError) -> [Step] {
    guard let current, let place = sessions.firstIndex(where: { $0.id == current }) else {
      throw .noCurrentSession
    }
    // What is under way comes first.
    var played: [Step] = []
    if !sessions[place].isAtRest { played += try run { _ in false } }
    let before = sessions[place]
    guard action(&sessions[place]) else { throw .notEstablished(current) }
    earlier.append(before)
    sessions[place].countSteps()
    played += try run { _ in false }
    return played
  }
}
