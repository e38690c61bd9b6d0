import Bytes
import Knowledge
import TLSKeys
import TLSWire

/// Both have proved themselves; application data flows, and keys can be changed (RFC 8446 §4.6).
struct Established13: HandshakeState {
  static let transitions =
    Transitions(
      .client, in: .established13,
      .on(.newSessionTicket, to: .established13),
      .on(.keyUpdate, to: .established13),
      .on(.certificateRequest, to: .established13),
      .on(.applicationData, to: .established13))
    + Transitions(
      .server, in: .established13,
      .on(.keyUpdate, to: .established13),
      .on(.certificate, to: .established13),
      .on(.certificateVerify, to: .established13),
      .on(.finished, to: .established13),
      .on(.applicationData, to: .established13))

  let side: Side
  /// The client said that it may be asked for a certificate (RFC 8446 §4.2.6).
  let permitsRequest: Bool
  /// A client's configuration.
  var client: Boxed<ClientConfiguration>?
  /// A server's configuration.
  var server: Boxed<ServerConfiguration>?
  /// A certificate that the server asked for after the handshake.
  var awaited: AwaitedCertificate?

  init(client: Boxed<ClientConfiguration>, offer: ClientHello) {
    side = .client
    self.client = client
    permitsRequest = offer.has(.postHandshakeAuth)
  }

  init(server: Boxed<ServerConfiguration>, offer: ClientHello) {
    side = .server
    self.server = server
    permitsRequest = offer.has(.postHandshakeAuth)
  }

  /// What the other side may send now; of a certificate that was asked for, the next part.
  func isDue(_ message: MessageKind) -> Bool {
    if message == .handshake(.certificateRequest) { return permitsRequest }
    return !message.isPartOfAuthentication || message == awaited?.next
  }

  func receive(
    _ message: Message.Content, _ exchange: inout Exchange
  ) throws(HandshakeFailure) -> any HandshakeState {
    switch message.kind {
    case .handshake(.keyUpdate): return try receiveKeyUpdate(message, &exchange)
    case .handshake(.newSessionTicket): return try receiveTicket(message, &exchange)
    case .handshake(.certificateRequest): return try answerRequest(message, &exchange)
    case .handshake(.certificate), .handshake(.certificateVerify), .handshake(.finished):
      return try receiveAuthentication(message, &exchange)
    default: break
    }
    if case .applicationData(let data) = message { exchange.effects.append(.deliver(data)) }
    return self
  }

  private func receiveTicket(
    _ message: Message.Content, _ exchange: inout Exchange
  ) throws(HandshakeFailure) -> any HandshakeState {
    let ticket = try message.read(NewSessionTicket13.self)
    try ticket.checkPlaces(.newSessionTicket)
    // "Servers MUST NOT use any value greater than 604800 seconds (7 days)" (RFC 8446 §4.6.1).
    guard ticket.ticketLifetime <= 604_800 else {
      throw .misbehaving(.illegalParameter("ticket_lifetime \(ticket.ticketLifetime)"))
    }
    if case .handshake(let handshake) = message { try exchange.observe(handshake, from: .server) }
    if ticket.ticketLifetime > 0, let client { try exchange.keep(ticket, client) }
    return self
  }

  private func receiveKeyUpdate(
    _ message: Message.Content, _ exchange: inout Exchange
  ) throws(HandshakeFailure) -> any HandshakeState {
    let update = try message.read(KeyUpdate.self)
    if case .handshake(let handshake) = message {
      try exchange.observe(handshake, from: side.other)
    }
    try exchange.updateKeys(of: side.other)
    if update.requestUpdate == .updateRequested {
      try exchange.sendKeyUpdate(.updateNotRequested)
    }
    return self
  }
}

extension Exchange {
  /// Keeps a ticket with the key that it stands for (RFC 8446 §4.6.1).
  mutating func keep(
    _ ticket: NewSessionTicket13, _ client: Boxed<ClientConfiguration>
  ) throws(HandshakeFailure) {
    guard let suite = facts.suite else { return }
    use(.ticket(try schedule13))
    let secret = try derive(.ticketSecret)
    resumableSessions.append(
      ResumableSession(
        version: .tls13, suite: suite, secret: secret,
        ticket: ticket.ticket, serverName: client.serverName,
        applicationProtocol: applicationProtocol, ageAdd: ticket.ticketAgeAdd,
        lifetime: ticket.ticketLifetime, received: client.now,
        maximumEarlyData: ticket.maxEarlyDataSize ?? 0))
  }
}

extension Exchange {
  /// Sends a KeyUpdate; what follows is under the next keys (RFC 8446 §4.6.3).
  mutating func sendKeyUpdate(_ request: KeyUpdateRequest) throws(HandshakeFailure) {
    try send(KeyUpdate(request))
    try updateKeys(of: side)
  }

  /// Goes on to the next generation of one direction's keys, and forgets the last
  /// (RFC 8446 §7.2).
  mutating func updateKeys(of sender: Side) throws(HandshakeFailure) {
    let schedule = try schedule13
    let number = facts.keyUpdates[sender] ?? 0
    guard number > 0 else { return }
    use(.generation(schedule, of: sender, number))
    try derive(.applicationTrafficSecret(sender, number))
    for name in schedule.recordKeys(of: sender, in: .application(number)) { try derive(name) }
    erase(
      [.applicationTrafficSecret(sender, number - 1)]
        + schedule.recordKeys(of: sender, in: .application(number - 1)))
    try install(for: sender, .application(number))
  }

  /// A ChangeCipherSpec that means nothing, so that boxes on the way take the handshake for one of
  /// TLS 1.2 (RFC 8446 §D.4).
  mutating func sendCompatibilityChangeCipherSpec(when wanted: Bool) throws(HandshakeFailure) {
    if wanted { try sendChangeCipherSpec() }
  }
}
