import TLSEngine
import TLSKeys
import TLSWire

extension Session {
  /// The session as somebody sees it: nothing that the eyes can't see is in it, so nothing that is made of
  /// it can say it. Numbers of steps and messages stay.
  ///
  /// Steps in the memory of others are there without what was done. Messages that can't be read are sealed;
  /// of those that have not reached an end it sees not even records. An end takes the attacker for the
  /// other end. Nothing is to come.
  public func seen(by eyes: Eyes) -> Session {
    guard eyes.view != .all else { return self }
    guard eyes.opened.isEmpty else { return SeenSession(self, eyes).session }
    return remembered(SeenMemory(view: eyes.view)) { SeenSession(self, eyes).session }
  }

  private struct SeenMemory: Hashable, Sendable { var view: Lab.View }

  /// What is about to happen, as somebody sees it.
  public func next(seenBy eyes: Eyes) -> Step? {
    guard eyes.view != .all else { return next }
    return next.map { SeenSession(self, eyes).step($0) }
  }

  /// What anyone has who listened, and nothing else: what passed, in its order.
  public var heard: Session {
    var heard = SeenSession(self, Eyes(.eavesdropper)).session
    heard.steps.removeAll { $0.sentMessage?.isOutOfSight != false }
    heard.total = heard.steps.count
    return heard
  }
}

extension Lab {
  /// A session as those see it whose eyes every screen uses now.
  public func seen(_ session: Session) -> Session { session.seen(by: eyes(on: session)) }

  /// The same lab for those who write down a whole session, whatever view was chosen.
  public var seeingAll: Lab {
    var lab = self
    lab.look(with: .all)
    return lab
  }
}

/// Makes what somebody sees of a session.
private struct SeenSession {
  let whole: Session
  let sight: Sight

  init(_ whole: Session, _ eyes: Eyes) {
    self.whole = whole
    sight = Sight(whole, eyes)
  }

  /// The stretch of wire that an end is on.
  private var ownWire: Wire? {
    switch sight.actor {
    case .client: whole.clientWire
    case .server: whole.wire(reaching: .server)
    case .interceptor, nil: nil
    }
  }

  var session: Session {
    let isEnd = ownWire != nil
    var seen = Session(
      id: whole.id, settings: sight.actor == nil ? Settings() : whole.settings,
      serverName: sight.actor == nil ? heardName : whole.serverName,
      ends: Session.Ends(
        verification: whole.verification, interceptor: isEnd ? nil : whole.interceptor),
      links: ownWire.map { wire in whole.links[wire].map { [.direct: $0] } ?? [:] } ?? whole.links,
      beginning: 0)
    if sight.sees(inside: .client) { seen.client = whole.client }
    if sight.sees(inside: .server) { seen.server = whole.server }
    seen.steps = whole.steps.map(step)
    seen.total = whole.total
    seen.outside = whole.outside
    seen.talk = whole.talk
    seen.hop = whole.hop
    if sight.actor == .interceptor { seen.relayed = whole.relayed }
    if sight.view == .interceptor { seen.replay = whole.replay }
    return seen
  }

  /// The name that the client says in the open (RFC 6066 §3).
  private var heardName: String {
    if let name = whole.facts(on: whole.clientWire).serverName { return name }
    return whole.messages.isEmpty
      ? "a server that nobody has named yet" : "a server that the client does not name"
  }

  func step(_ step: Step) -> Step {
    var seen = step
    if let side = ownWire.map({ _ in step.wire.side(of: step.actor) }) {
      seen.wire = .direct
      seen.actor = Wire.direct.actor(playing: side)
      if let actor = sight.actor, seen.actor == actor, step.actor != actor {
        // It plays the same side, beyond the attacker.
        seen.actor = actor == .client ? .server : .client
      }
    }
    if case .send(let message) = step.effect {
      seen.effect = .send(self.message(message, on: step.wire))
    } else if !sight.sees(inside: step.actor) {
      seen.effect = .erased([])
    }
    return seen
  }

  private func message(_ message: Message, on wire: Wire) -> Message {
    if sight.reads(message, on: wire) { return message }
    // Records pass a listener; an end has what has reached it.
    return message.sealed(in: sight.actor == nil ? message.records : [])
  }
}

extension Session {
  /// How the session stands for one end, as far as that end can know.
  public func outcome(for end: Actor) -> Outcome {
    // It can't know what was taken out.
    if let talk, talk.isWhole { return talk.outcome == .fooled ? .plain : talk.outcome }
    let own = steps.filter { $0.actor == end }.map(\.effect)
    for case .failed(let failure, _) in own {
      switch failure {
      case .refused: return .refused
      case .peerAlert(let alert) where alert.description.isRefusal: return .refused
      default: return .failed
      }
    }
    if own.contains(.truncated) { return .failed }
    if own.contains(.close) { return own.contains(.established) ? .closed : .failed }
    return own.contains(.established) ? .established : .running
  }
}
