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
  public mutating func step(
    _ count: Int = 1, by courier: (any Courier)? = nil
  ) throws(LabError) -> [Step] {
    var left = count
    return try run(by: courier) { _ in
      left -= 1
      return left <= 0
    }
  }

  /// Plays to the next message on the wire.
  @discardableResult
  public mutating func next(by courier: (any Courier)? = nil) throws(LabError) -> [Step] {
    try run(by: courier) { $0.sentMessage != nil }
  }

  /// Plays to the end of this flight: until somebody else is about to speak, or to the end.
  @discardableResult
  public mutating func finish(by courier: (any Courier)? = nil) throws(LabError) -> [Step] {
    var speaker: Actor?
    var played: [Step] = []
    repeat {
      if let upcoming = currentSession?.next, upcoming.sentMessage != nil {
        if let speaker, speaker != upcoming.actor { break }
        speaker = upcoming.actor
      }
      guard currentSession?.isAtRest == false || played.isEmpty else { break }
      played += try step(by: courier)
    } while currentSession?.isAtRest == false
    return played
  }

  /// Plays to a breakpoint, to the named message, or to the end.
  @discardableResult
  public mutating func goOn(
    to message: String? = nil, by courier: (any Courier)? = nil
  ) throws(LabError) -> [Step] {
    let stops = breakpoints + (message.map { [.message($0)] } ?? [])
    return try run(by: courier) { step in stops.contains { $0.stops(at: step) } }
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
  ///
  /// - Parameter courier: who carries bytes to the programs outside, and waits for what they send.
  mutating func run(
    by courier: (any Courier)? = nil, until stop: (Step) -> Bool
  ) throws(LabError) -> [Step] {
    guard let current, let place = sessions.place(of: current) else {
      throw .noCurrentSession
    }
    guard !sessions[place].isAtRest || sessions[place].awaitsOutside else { throw .atTheEnd }
    var played: [Step] = []
    var lastStep = courier?.now ?? 0
    // What one stopped at leaves now that one goes on; after that, a whole flight at a time.
    carry(by: courier, from: place)
    while sessions[place].outside == nil || played.count < Self.stepsAtOnce {
      if sessions[place].isAtRest {
        carry(by: courier, from: place)
        guard try wait(by: courier, for: place, since: lastStep, hasPlayed: !played.isEmpty) else {
          break
        }
        continue
      }
      remember(sessions[place])
      guard let step = sessions[place].advance() else {
        _ = earlier.popLast()
        continue
      }
      played.append(step)
      lastStep = courier?.now ?? 0
      if stop(step) { break }
    }
    try passOn(from: place)
    return played
  }

  /// Keeps an earlier value, as far as the way back goes.
  private mutating func remember(_ session: Session) {
    if session.keepsWayBack { earlier.append(session) } else { earlier = [] }
  }

  private mutating func restore(_ session: Session, id: String) {
    guard let place = sessions.place(of: id) else { return }
    sessions[place] = session
  }
}

// MARK: Saying something on a connection

extension Lab {
  /// Sends text from one end of the current session and plays what follows.
  @discardableResult
  public mutating func send(
    _ text: String, from side: Side, by courier: (any Courier)? = nil
  ) throws(LabError) -> [Step] {
    try send(Array(text.utf8), from: side, by: courier)
  }

  /// Sends bytes from one end of the current session and plays what follows.
  @discardableResult
  public mutating func send(
    _ data: [UInt8], from side: Side, by courier: (any Courier)? = nil
  ) throws(LabError) -> [Step] {
    try act(side, by: courier) { $0.send(data, from: side) }
  }

  /// Changes the keys of what one end of the current session sends, and plays what follows.
  @discardableResult
  public mutating func updateKeys(
    from side: Side, requesting: Bool, by courier: (any Courier)? = nil
  ) throws(LabError) -> [Step] {
    if let session = currentSession, session.facts(on: session.clientWire).version != .tls13 {
      throw .noKeyUpdates(session.id)
    }
    return try act(side, by: courier) { $0.updateKeys(from: side, requesting: requesting) }
  }

  /// Lets the server of the current session ask for the client's certificate after the handshake, and
  /// plays what follows.
  @discardableResult
  public mutating func requestCertificate(
    by courier: (any Courier)? = nil
  ) throws(LabError) -> [Step] {
    // What a client outside has is its own affair.
    if let session = currentSession, !session.isOutside(.client) {
      let is13 = session.facts(on: session.clientWire).version == .tls13
      guard is13, session.settings[.clientCert] != .nothing else {
        throw .noLaterCertificate(session.id, is13: is13)
      }
    }
    return try act(.server, by: courier) { $0.requestCertificate() }
  }

  /// Begins a further handshake on the current session, or as the server asks for one, and plays what
  /// follows.
  ///
  /// - Parameter asking: whether the server wants the client's certificate this time.
  @discardableResult
  public mutating func renegotiate(
    from side: Side, asking: ClientAuthentication?, by courier: (any Courier)? = nil
  ) throws(LabError) -> [Step] {
    if let session = currentSession, session.facts(on: session.clientWire).version == .tls13 {
      throw .noRenegotiation(session.id)
    }
    return try act(side, by: courier) { $0.renegotiate(from: side, asking: asking) }
  }

  /// Closes the current session from one end and plays what follows.
  ///
  /// - Parameter side: nil: the client, or the server where the client is a program outside.
  @discardableResult
  public mutating func close(
    from side: Side? = nil, by courier: (any Courier)? = nil
  ) throws(LabError) -> [Step] {
    let side = side ?? currentSession?.ownSide ?? .client
    if let courier, hangUp(by: courier) { return [] }
    return try act(side, by: courier) { $0.close(from: side) }
  }

  /// Lets the caller of the current session's call hang up (RFC 3261 §15), and plays what follows.
  @discardableResult
  public mutating func hangUp() throws(LabError) -> [Step] {
    guard let session = currentSession else { throw .noCurrentSession }
    // The caller is on the first hop.
    if let hop = session.hop { current = hop.first(session.id) }
    if current != session.id { earlier = [] }
    do throws(LabError) {
      return try act(.client, by: nil) { $0.hangUp() }
    } catch {
      if case .notEstablished(let id) = error { throw .noCall(id) }
      throw error
    }
  }

  private mutating func act(
    _ side: Side, by courier: (any Courier)?, _ action: (inout Session) -> Bool
  ) throws(LabError) -> [Step] {
    guard let current, let place = sessions.place(of: current) else {
      throw .noCurrentSession
    }
    guard sessions[place].outside?.sides.contains(side) != true else { throw .outside(side) }
    if sessions[place].outside != nil, courier?.holds(sessions[place]) != true {
      throw sessions[place].outcome == .established ? .gone(current) : .notEstablished(current)
    }
    // What is under way comes first.
    var played: [Step] = []
    if !sessions[place].isAtRest || sessions[place].isStarting {
      played += try run(by: courier) { _ in false }
    }
    let before = sessions[place]
    if let now = courier?.now { sessions[place].passTime(to: now) }
    sessions[place].wait(until: world.chronicle?.clock)
    guard action(&sessions[place]) else { throw .notEstablished(current) }
    remember(before)
    sessions[place].countSteps()
    played += try run(by: courier) { _ in false }
    return played
  }
}
