import Applications
public import Interceptor
public import Network
public import TLSEngine
public import TLSKeys
import TLSWire

/// One connection from the ClientHello on, with the conversation inside it: a value that is
/// played step by step. An earlier value is the way back.
public struct Session: Sendable, Codable, Identifiable {
  /// `S1`, `S2` …
  public let id: String
  /// The settings that were in force when it began.
  public let settings: Settings
  public let serverName: String
  /// How the client judges the server.
  public let verification: ServerVerification
  /// Every step so far.
  public private(set) var steps: [Step] = []
  public private(set) var client: Connection
  public private(set) var server: Connection
  /// The attacker in between, if there is one.
  public private(set) var interceptor: Interceptor?
  /// Whether an attacker in between passes every byte on untouched; nil: no.
  var relayed: Bool?
  public private(set) var links: [Wire: Link]
  /// Steps of the whole session, found by running a copy to its end.
  public private(set) var total = 0
  private var callingApplication: ApplicationClient
  private var answeringApplication: ApplicationServer
  private var agenda: [Event]

  /// What the attacker waits to do to messages on their way.
  public internal(set) var pendingAttacks: [WireAttack] = []
  /// What the attacker did.
  public private(set) var interferences: [Interference] = []
  /// Whether the client tried higher versions before, and was cut off.
  public internal(set) var fellBack = false
  /// Whom the learner expects to notice.
  public internal(set) var predictedNotice: PredictedNotice?
  /// Messages that wait for the next one to overtake them.
  private var held: [Direction: [UInt8]] = [:]
  /// Whether the attacker has cut the connection.
  private var isCut = false

  /// What is going to happen, in order of time; what was put in first comes first.
  private enum Event: Sendable, Codable {
    case step(Step)
    case arrival(Wire, Direction, [UInt8], at: Int64)
    /// No byte will come any more on this stretch, either way.
    case end(Wire, at: Int64)

    var time: Int64 {
      switch self {
      case .step(let step): step.time
      case .arrival(_, _, _, let time), .end(_, let time): time
      }
    }
  }

  /// The two ends and what they are going to say.
  struct Ends {
    var client: Connection
    /// How the client judges the server.
    var verification: ServerVerification
    var server: Connection
    var interceptor: Interceptor?
    var callingApplication: ApplicationClient
    var answeringApplication: ApplicationServer
  }

  init(
    id: String, settings: Settings, serverName: String, ends: Ends, links: [Wire: Link],
    beginning: Int64
  ) {
    self.id = id
    self.settings = settings
    self.serverName = serverName
    client = ends.client
    verification = ends.verification
    server = ends.server
    interceptor = ends.interceptor
    callingApplication = ends.callingApplication
    answeringApplication = ends.answeringApplication
    self.links = links
    agenda = []
    let wire: Wire = ends.interceptor == nil ? .direct : .clientSide
    schedule(client.start(), by: .client, on: wire, at: beginning)
  }

  /// Whether nothing is left to play.
  public var isAtRest: Bool { agenda.isEmpty }

  /// The moment of the last step, in microseconds since 1970.
  public var now: Int64 { steps.last?.time ?? agenda.first?.time ?? 0 }

  /// The next step, as far as it is known: whose it is.
  public var next: Step? {
    var copy = self
    return copy.advance()
  }

  /// Plays the next step.
  ///
  /// - Returns: the step; nil at the end.
  @discardableResult
  public mutating func advance() -> Step? {
    while !agenda.isEmpty {
      switch agenda.removeFirst() {
      case .arrival(let wire, let direction, let bytes, let time):
        arrive(bytes, on: wire, direction, at: time)
      case .end(let wire, let time): end(wire, at: time)
      case .step(let step):
        steps.append(step)
        follow(step)
        // An emptied array keeps its room.
        if agenda.isEmpty { agenda = [] }
        return step
      }
    }
    return nil
  }

  /// Finds out how many steps it will be, by letting a copy run ahead.
  mutating func countSteps() {
    var copy = self
    while copy.advance() != nil {}
    total = copy.steps.count
    steps.reserveCapacity(total)
  }

  /// Sends application data from one end.
  ///
  /// - Returns: false when that end has no established connection.
  public mutating func send(_ data: [UInt8], from side: Side) -> Bool {
    let effects = side == .client ? client.send(data) : server.send(data)
    schedule(effects, by: side == .client ? .client : .server, on: wire(reaching: side), at: now)
    return !effects.isEmpty
  }

  /// Changes the keys of what one end sends (RFC 8446 §4.6.3).
  ///
  /// - Parameter requesting: whether the other end is to change its keys too.
  /// - Returns: false when that end has no established connection of TLS 1.3.
  public mutating func updateKeys(from side: Side, requesting: Bool) -> Bool {
    let effects =
      side == .client
      ? client.updateKeys(requesting: requesting) : server.updateKeys(requesting: requesting)
    schedule(effects, by: side == .client ? .client : .server, on: wire(reaching: side), at: now)
    return !effects.isEmpty
  }

  /// The server asks for the client's certificate after the handshake (RFC 8446 §4.6.2).
  ///
  /// - Returns: false when there is no established connection of TLS 1.3, or a client that did not
  ///   say that it may be asked.
  public mutating func requestCertificate() -> Bool {
    let effects = server.requestCertificate()
    schedule(effects, by: .server, on: wire(reaching: .server), at: now)
    return !effects.isEmpty
  }

  /// Begins a further handshake, or as the server asks the client to (RFC 5746).
  ///
  /// - Parameter asking: what the server will want to know of the client this time.
  /// - Returns: false when that end has no established connection of TLS 1.2 or before.
  public mutating func renegotiate(from side: Side, asking: ClientAuthentication?) -> Bool {
    let effects =
      side == .client ? client.renegotiate() : server.renegotiate(asking: asking)
    schedule(effects, by: side == .client ? .client : .server, on: wire(reaching: side), at: now)
    return !effects.isEmpty
  }

  /// Says goodbye from one end (close_notify).
  ///
  /// - Returns: false when that end has no established connection.
  public mutating func close(from side: Side) -> Bool {
    let effects = side == .client ? client.close() : server.close()
    schedule(effects, by: side == .client ? .client : .server, on: wire(reaching: side), at: now)
    return !effects.isEmpty
  }
}

// MARK: What follows from a step

extension Session {
  private mutating func follow(_ step: Step) {
    if let message = step.sentMessage { transmit(message, step) }
    if step.actor == .interceptor, let leg = step.wire.leg {
      let effects = interceptor?.react(to: step.effect, on: leg) ?? []
      schedule(effects, at: step.time)
      return
    }
    switch step.effect {
    case .established where step.actor == .client && isFirst(step):
      say(callingApplication.start(), by: .client, step)
    case .deliver(let data) where step.actor == .client:
      say(callingApplication.receive(data), by: .client, step)
    case .deliver(let data):
      say(answeringApplication.receive(data), by: .server, step)
    default: break
    }
  }

  /// Whether an effect came for the first time: the conversation begins after the first handshake
  /// and goes on through the others.
  private func isFirst(_ step: Step) -> Bool {
    !steps.dropLast().contains { $0.actor == step.actor && $0.effect == step.effect }
  }

  private mutating func transmit(_ message: Message, _ step: Step) {
    let direction = step.wire.side(of: step.actor).sending
    guard
      let arrival = links[step.wire]?.transmit(
        message.records, direction: direction, at: step.time), !isCut
    else { return }
    // Whoever listens does so before the attacker: the tap has what was sent.
    var records = message.records
    var overtaken = held.removeValue(forKey: direction) ?? []
    if step.actor != .interceptor,
      let place = pendingAttacks.firstIndex(where: { $0.isFor(message.kind) })
    {
      let attack = pendingAttacks.remove(at: place)
      records = interfere(attack, message, step, at: steps.count - 1)
      if attack.deed == .reorder { (held[direction], overtaken) = (message.records, overtaken) }
      if isCut { return insert([.end(step.wire, at: arrival)]) }
    }
    let bytes = records + overtaken
    if !bytes.isEmpty { insert([.arrival(step.wire, direction, bytes, at: arrival)]) }
  }

  /// Does something to a message.
  ///
  /// - Returns: what arrives instead of it.
  private mutating func interfere(
    _ attack: WireAttack, _ message: Message, _ step: Step, at place: Int
  ) -> [UInt8] {
    let facts = facts(on: step.wire)
    let context = HandshakeContext(
      keyExchange: facts.parameters?.keyExchange, version: facts.version,
      encrypted: message.isProtected)
    let (records, result) = MessageChanging(message, context: context).apply(attack.deed)
    if result == .cut { isCut = true }
    interferences.append(
      Interference(attack: attack, message: message.kind.name, step: place, result: result))
    return records
  }

  /// Puts an attack in front of the message that is on its way, if it is one that the attack is for;
  /// otherwise it waits for the next such message.
  public mutating func attack(_ attack: WireAttack) {
    guard let place = steps.indices.last, let message = steps[place].sentMessage,
      steps[place].actor != .interceptor, attack.isFor(message.kind), !isCut,
      let flying = agenda.lastIndex(where: { event in
        if case .arrival(let wire, _, let bytes, _) = event {
          wire == steps[place].wire && bytes == message.records
        } else {
          false
        }
      }), case .arrival(let wire, let direction, _, let time) = agenda[flying]
    else {
      pendingAttacks.append(attack)
      return
    }
    let records = interfere(attack, message, steps[place], at: place)
    agenda.remove(at: flying)
    if attack.deed == .reorder { held[direction] = message.records }
    if isCut {
      insert([.end(wire, at: time)])
    } else if !records.isEmpty {
      insert([.arrival(wire, direction, records, at: time)])
    }
  }

  /// Both ends of a stretch learn that nothing will come any more.
  private mutating func end(_ wire: Wire, at time: Int64) {
    for side in Side.allCases {
      switch wire.actor(playing: side) {
      case .client: schedule(client.endOfStream(), by: .client, on: wire, at: time)
      case .server: schedule(server.endOfStream(), by: .server, on: wire, at: time)
      // The attacker knows that it was itself.
      case .interceptor: break
      }
    }
  }

  private mutating func say(_ writes: [[UInt8]], by actor: Actor, _ step: Step) {
    for data in writes {
      let effects = actor == .client ? client.send(data) : server.send(data)
      schedule(effects, by: actor, on: step.wire, at: step.time)
    }
  }

  private mutating func arrive(
    _ bytes: [UInt8], on wire: Wire, _ direction: Direction, at time: Int64
  ) {
    let receiver = wire.actor(playing: direction == .clientToServer ? .server : .client)
    switch receiver {
    case .client: schedule(client.receive(bytes), by: .client, on: wire, at: time)
    case .server: schedule(server.receive(bytes), by: .server, on: wire, at: time)
    case .interceptor:
      guard let leg = wire.leg else { return }
      schedule(interceptor?.receive(bytes, on: leg) ?? [], at: time)
    }
  }

  private mutating func schedule(
    _ effects: [Effect], by actor: Actor, on wire: Wire, at time: Int64
  ) {
    insert(effects.map { .step(Step(actor: actor, wire: wire, time: time, effect: $0)) })
  }

  private mutating func schedule(_ effects: [Interceptor.LegEffect], at time: Int64) {
    insert(
      effects.map { item in
        .step(
          Step(
            actor: .interceptor, wire: item.leg == .client ? .clientSide : .serverSide,
            time: time, effect: item.effect))
      })
  }

  /// Puts events behind everything that happens at the same time or earlier.
  private mutating func insert(_ events: [Event]) {
    guard let time = events.first?.time else { return }
    let place = agenda.firstIndex { $0.time > time } ?? agenda.endIndex
    agenda.insert(contentsOf: events, at: place)
  }
}

// MARK: Sessions from files

extension Session {
  /// Whether times and counts are such as this program makes, so that they can be reckoned with.
  var holdsPlausibleNumbers: Bool {
    let recorded = links.values.flatMap { $0.recording.segments.map(\.time) }
    let times = steps.map(\.time) + agenda.map(\.time) + recorded
    return times.allSatisfy { (0...1 << 60).contains($0) }
      && (0...1 << 30).contains(total)
      && links.values.allSatisfy { (0...60_000_000).contains($0.roundTrip) }
  }
}
