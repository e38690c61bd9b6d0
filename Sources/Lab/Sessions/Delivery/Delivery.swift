import Applications
public import Interceptor
import Network
import TLSEngine
import TLSKeys
import TLSWire

// What follows from a step: messages reach the other end, data reaches the application.
extension Session {
  mutating func follow(_ step: Step) {
    if let message = step.sentMessage, !isOutside(step.actor) { transmit(message, step) }
    if step.effect == .close { hangUp(step) }
    if step.actor == .interceptor, let leg = step.wire.leg {
      let effects = interceptor?.react(to: step.effect, on: leg) ?? []
      schedule(effects, at: step.time)
      return
    }
    switch step.effect {
    case .established where step.actor == .client && isFirst(step):
      say(callingApplication?.start() ?? [], by: .client, step)
    case .deliver(let data) where step.actor == .client:
      say(callingApplication?.receive(data) ?? [], by: .client, step)
    case .deliver(let data):
      say(answeringApplication?.receive(data) ?? [], by: .server, step)
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
    let now = max(step.time, outside?.clock ?? 0)
    guard
      let arrival = links[step.wire]?.transmit(message.records, direction: direction, at: now),
      !isCut
    else { return }
    // Whoever listens does so before the attacker: the tap has what was sent.
    var records = message.records
    // What waits goes behind the next message of its sender, and not of the attacker on the other stretch.
    var overtaken =
      step.actor == .interceptor ? [] : held.removeValue(forKey: direction) ?? []
    if step.actor != .interceptor,
      let place = pendingAttacks.firstIndex(where: { $0.isFor(message.kind) })
    {
      let attack = pendingAttacks.remove(at: place)
      records = interfere(attack, message, step, at: steps.count - 1)
      if attack.deed == .reorder { (held[direction], overtaken) = (message.records, overtaken) }
      if isCut { return insert([.end(step.wire, at: arrival)]) }
    }
    deliver(records + overtaken, on: step.wire, direction, at: arrival)
  }

  /// Bytes reach the other end of a stretch, or whoever carries them to a program outside.
  private mutating func deliver(
    _ bytes: [UInt8], on wire: Wire, _ direction: Direction, at time: Int64
  ) {
    guard !bytes.isEmpty else { return }
    let receiver = wire.actor(playing: direction == .clientToServer ? .server : .client)
    if let side = outside?.side(of: receiver) {
      outside?.parcels.append(.bytes(bytes, to: side))
    } else {
      insert([.arrival(wire, direction, bytes, at: time)])
    }
  }

  /// Bytes from outside that are read at once.
  private static let portion = 2048

  /// Bytes that came from outside pass the tap and reach the lab's end.
  mutating func enter(_ bytes: [UInt8], from side: Side) {
    let (wire, now) = (wire(reaching: side), now)
    guard let time = links[wire]?.transmit(bytes, direction: side.sending, at: now) else { return }
    // In portions: thousands of empty records fit into what TCP brings at once, and each is a step.
    for start in stride(from: 0, to: bytes.count, by: Self.portion) {
      let portion = Array(bytes[start..<min(start + Self.portion, bytes.count)])
      insert([.arrival(wire, side.sending, portion, at: time)])
    }
  }

  /// A program outside is gone: the lab's end of that stretch learns it.
  mutating func leave(_ side: Side) {
    let wire = wire(reaching: side)
    switch wire.actor(playing: side.other) {
    case .interceptor:
      guard let leg = wire.leg else { return }
      schedule(interceptor?.endOfStream(on: leg) ?? [], at: now)
    case .client: schedule(client?.endOfStream() ?? [], by: .client, on: wire, at: now)
    case .server: schedule(server?.endOfStream() ?? [], by: .server, on: wire, at: now)
    }
  }

  /// Who is through with a connection closes it under a program outside, too.
  private mutating func hangUp(_ step: Step) {
    let other = step.wire.actor(playing: step.wire.side(of: step.actor).other)
    guard let side = outside?.side(of: other) else { return }
    outside?.hungUp.insert(side)
    outside?.parcels.append(.end(to: side))
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
      let (wire, direction, time) = takeFlying(message, steps[place])
    else {
      pendingAttacks.append(attack)
      return
    }
    let records = interfere(attack, message, steps[place], at: place)
    if attack.deed == .reorder { held[direction] = message.records }
    if isCut {
      insert([.end(wire, at: time)])
    } else {
      deliver(records, on: wire, direction, at: time)
    }
  }

  /// Takes a message out of the air.
  ///
  /// - Returns: where it was, and when it would have arrived; nil when it has arrived.
  private mutating func takeFlying(
    _ message: Message, _ step: Step
  ) -> (wire: Wire, direction: Direction, time: Int64)? {
    let direction = step.wire.side(of: step.actor).sending
    let receiver = step.wire.actor(playing: step.wire.side(of: step.actor).other)
    if let side = outside?.side(of: receiver) {
      let parcel = Outside.Parcel.bytes(message.records, to: side)
      guard let place = outside?.parcels.lastIndex(of: parcel) else { return nil }
      outside?.parcels.remove(at: place)
      return (step.wire, direction, now)
    }
    let flying = agenda.lastIndex { event in
      if case .arrival(step.wire, _, message.records, _) = event { true } else { false }
    }
    guard let flying,
      case .arrival(let wire, let direction, _, let time) = agenda.remove(at: flying)
    else { return nil }
    return (wire, direction, time)
  }

  /// Both ends of a stretch learn that nothing will come any more.
  mutating func end(_ wire: Wire, at time: Int64) {
    for side in Side.allCases {
      if let side = outside?.side(of: wire.actor(playing: side)) {
        outside?.parcels.append(.end(to: side))
        continue
      }
      switch wire.actor(playing: side) {
      case .client: schedule(client?.endOfStream() ?? [], by: .client, on: wire, at: time)
      case .server: schedule(server?.endOfStream() ?? [], by: .server, on: wire, at: time)
      // The attacker knows that it was itself.
      case .interceptor: break
      }
    }
  }

  private mutating func say(_ writes: [[UInt8]], by actor: Actor, _ step: Step) {
    for data in writes {
      let effects = with(actor == .client ? .client : .server) { $0.send(data) }
      // What comes from beyond another hop takes a round trip more.
      let isLater = actor == .server && answeringApplication?.isFromBeyond(data) == true
      let wait = isLater ? Int64(settings[.netRTT]) * 1000 : 0
      schedule(effects, by: actor, on: step.wire, at: step.time + wait)
    }
  }

  mutating func arrive(
    _ bytes: [UInt8], on wire: Wire, _ direction: Direction, at time: Int64
  ) {
    let receiver = wire.actor(playing: direction == .clientToServer ? .server : .client)
    switch receiver {
    case .client: schedule(client?.receive(bytes) ?? [], by: .client, on: wire, at: time)
    case .server: schedule(server?.receive(bytes) ?? [], by: .server, on: wire, at: time)
    case .interceptor:
      guard let leg = wire.leg else { return }
      schedule(interceptor?.receive(bytes, on: leg) ?? [], at: time)
    }
  }

  mutating func schedule(
    _ effects: [Effect], by actor: Actor, on wire: Wire, at time: Int64
  ) {
    insert(effects.flatMap { events(actor, wire, time, $0) })
  }

  mutating func schedule(_ effects: [Interceptor.LegEffect], at time: Int64) {
    insert(
      effects.flatMap { item in
        events(.interceptor, item.leg == .client ? .clientSide : .serverSide, time, item.effect)
      })
  }

  /// An effect as a step. What a program outside sent is known when it is read here: that it was
  /// sent is a step of its own, so that one can stop between a message and what it leads to.
  private func events(_ actor: Actor, _ wire: Wire, _ time: Int64, _ effect: Effect) -> [Event] {
    let step = Event.step(Step(actor: actor, wire: wire, time: time, effect: effect))
    guard case .received(let message) = effect else { return [step] }
    let sender = wire.actor(playing: message.sender)
    guard isOutside(sender) else { return [step] }
    return [.step(Step(actor: sender, wire: wire, time: time, effect: .send(message))), step]
  }

  /// Puts events behind everything that happens at the same time or earlier.
  private mutating func insert(_ events: [Event]) {
    guard let time = events.first?.time else { return }
    let place = agenda.firstIndex { $0.time > time } ?? agenda.endIndex
    agenda.insert(contentsOf: events, at: place)
  }
}
