import Interceptor
public import Knowledge
public import Network
public import TLSEngine
public import TLSKeys
public import TLSWire

// What can be said of a session from the steps that were played.
extension Session {
  /// How a session stands or ended.
  public enum Outcome: String, Hashable, Sendable, Codable {
    case running
    case established
    case closed
    /// One side found nothing wrong with the protocol, and still did not agree.
    case refused
    case failed
    /// There is no TLS in it, and nobody was to have any.
    case plain
    /// The client trusts a connection that ends at the attacker.
    case fooled
    /// It can't be read from the saved lab.
    case unreadable
  }

  public var outcome: Outcome {
    if isUnreadable { return .unreadable }
    if let talk, talk.isWhole { return talk.outcome }
    // Whatever became of the attacker's connection to the server: the client told the attacker.
    if interceptor?.read.contains(where: { $0.sender == .client }) == true { return .fooled }
    if let failure = playedFailure, !isEndedByAlert {
      switch failure {
      case .refused: return .refused
      case .peerAlert(let alert) where alert.description.isRefusal: return .refused
      default: return .failed
      }
    }
    if isImported { return importedOutcome }
    if steps.contains(where: { $0.effect == .truncated }) { return .failed }
    guard isReady(.client) else { return isStalled || hasEndedEarly ? .failed : .running }
    if interceptor != nil { return hasLeftUnsaid ? .refused : .fooled }
    let end: Actor = isOutside(.client) ? .server : .client
    if hasPlayed(.close, by: end) { return .closed }
    if isReady(.server) { return .established }
    return isStalled || hasEndedEarly ? .failed : .running
  }

  /// Whether an end that the lab plays was closed before its handshake was through: a close_notify does that
  /// (RFC 9846 §6.1), and no alert tells of a failure.
  private var hasEndedEarly: Bool {
    [Actor.client, .server].contains { end in
      hasPlayed(.close, by: end) && !hasPlayed(.established, by: end)
    }
  }

  /// Whether a client outside went without a word once the handshake was through: many look at the
  /// name in the certificate only then.
  private var hasLeftUnsaid: Bool {
    guard isOutside(.client) else { return false }
    // After its close_notify nobody waits for the end of its stream.
    if steps.contains(where: { $0.actor == .client && $0.sendsCloseNotify }) { return true }
    return switch outside?.endings[.client] {
    case .closed, .reset: true
    // Whom this program gave up may have believed everything.
    case .silent, .tooMuch, .gone, nil: false
    }
  }

  /// Whether an end is through with its handshake. What a program outside thinks shows at the lab's
  /// end of that stretch: it has the other's Finished by then.
  private func isReady(_ end: Actor) -> Bool {
    guard let side = outside?.side(of: end) else { return hasPlayed(.established, by: end) }
    let wire = wire(reaching: side)
    return steps.contains {
      $0.wire == wire && $0.actor == wire.actor(playing: side.other) && $0.effect == .established
    }
  }

  /// Whether both ends wait for something that the attacker keeps back. A real program gives up after
  /// a while; in this lab nobody does.
  public var isStalled: Bool {
    isAtRest && !interferences.isEmpty && failure == nil
      && !(hasPlayed(.established, by: .client) && hasPlayed(.established, by: .server))
  }

  /// The first failure in the steps played, with the alert that told of it and who sent it.
  public var failure: (failure: HandshakeFailure, alert: Alert, by: Actor)? {
    for step in steps {
      if case .failed(let failure, let alert) = step.effect { return (failure, alert, step.actor) }
      if let (alert, sender) = fatalAlert(in: step) { return (.peerAlert(alert), alert, sender) }
    }
    return nil
  }

  /// The alert by which a program outside gave up: what went on in it is not known otherwise.
  private func fatalAlert(in step: Step) -> (alert: Alert, sender: Actor)? {
    guard isOutside(step.actor), let message = step.sentMessage,
      case .alert(let alert) = message.content, alert.level == .fatal
    else { return nil }
    return (alert, step.actor)
  }

  /// Whether an attacker in between passed every byte on untouched.
  public var isRelayed: Bool { relayed == true }

  private var playedFailure: HandshakeFailure? { failure?.failure }

  private func hasPlayed(_ effect: Effect, by actor: Actor) -> Bool {
    steps.contains { $0.actor == actor && $0.effect == effect }
  }

  /// The stretch of wire on which the client is, or whoever is in its place.
  public var clientWire: Wire { wires[0] }

  /// All stretches of wire, the client's first.
  public var wires: [Wire] {
    if replay != nil { return [.serverSide] }
    return interceptor == nil ? [.direct] : [.clientSide, .serverSide]
  }

  /// The stretch of wire at whose end the real client, or the real server, stands.
  public func wire(reaching side: Side) -> Wire {
    side == .client ? clientWire : wires.last ?? .direct
  }

  /// What the client's signature covers on one stretch: all messages before its CertificateVerify
  /// (RFC 5246 §7.4.8, RFC 8446 §4.4.3); nil where there is none.
  public func signedByClient(on wire: Wire) -> [UInt8]? {
    var facts = WireFacts()
    for (_, step, message) in messages where step.wire == wire {
      guard case .handshake(let handshake) = message.content else { continue }
      if handshake.type == .certificateVerify, message.sender == .client { return facts.transcript }
      if handshake.type == .finished { facts.beginFinished(of: message.sender) }
      try? facts.observe(handshake, from: message.sender)
    }
    return nil
  }

  /// What the tap copied on one stretch.
  public func recording(on wire: Wire) -> Recording? {
    guard var recording = links[wire]?.recording, isImported, !isAtRest else {
      return links[wire]?.recording
    }
    // Of one that was made elsewhere all is there from the beginning: what is not played yet counts as unsent.
    let time = steps.last?.time
    recording.segments.removeAll { segment in time.map { segment.time > $0 } ?? true }
    return recording
  }

  /// The messages sent so far, with the index of the step that sent each.
  public var messages: [(index: Int, step: Step, message: Message)] {
    steps.enumerated().compactMap { index, step in
      step.sentMessage.map { (index, step, $0) }
    }
  }

  /// The checks that one actor made or left out, in the handshake in force or under way.
  public func checks(by actor: Actor) -> [Check] {
    let wire = actor == .server ? wire(reaching: .server) : clientWire
    return steps[placesInForce(on: wire)].compactMap { step in
      if step.actor == actor, case .verified(let check) = step.effect { check } else { nil }
    }
  }

  /// The application data that one side wrote on a stretch of wire.
  public func applicationData(from side: Side, on wire: Wire) -> [[UInt8]] {
    messages.compactMap { _, step, message in
      guard step.wire == wire, message.sender == side,
        case .applicationData(let data) = message.content
      else { return nil }
      return data
    }
  }

  /// Microseconds from the first step until the client could send application data.
  public var timeToData: Int64? {
    guard let first = steps.first,
      let done = steps.first(where: { $0.actor == .client && $0.effect == .established })
    else { return nil }
    return done.time - first.time
  }
}
