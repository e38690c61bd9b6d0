import Knowledge
import TLSKeys
import TLSWire

/// Both have proved themselves; application data flows, and keys can be changed (RFC 8446 §4.6).
struct Established13: HandshakeState {
  static let name = StateName.established13
  let side: Side
  /// A client's configuration and offer.
  var client: ClientConfiguration?
  var offer: ClientHello?
  /// A server's configuration.
  var server: ServerConfiguration?
  /// A KeyUpdate asked for one in return that has not been sent.
  var owesKeyUpdate = false

  init(client: ClientConfiguration, offer: ClientHello) {
    side = .client
    self.client = client
    self.offer = offer
  }

  init(server: ServerConfiguration) {
    side = .server
    self.server = server
  }

  var accepts: [MessageKind] {
    TransitionTable.rows.filter { $0.from == Self.name && $0.side == side }.map(\.message)
  }

  func receive(
    _ message: Message.Content, _ exchange: inout Exchange
  ) throws(HandshakeFailure) -> ConnectionState {
    switch message {
    case .applicationData(let data):
      exchange.effects.append(.deliver(data))
      return .established13(self)
    case .handshake(let handshake):
      switch handshake.type {
      case .keyUpdate: return try receiveKeyUpdate(message, &exchange)
      case .newSessionTicket: return try receiveTicket(message, &exchange)
      default: break
      }
    default: break
    }
    throw .misbehaving(.unexpectedMessage(expected: accepts, found: message.kind))
  }

  private func receiveTicket(
    _ message: Message.Content, _ exchange: inout Exchange
  ) throws(HandshakeFailure) -> ConnectionState {
    _ = try message.read(NewSessionTicket13.self)
    return .established13(self)
  }

  private func receiveKeyUpdate(
    _ message: Message.Content, _ exchange: inout Exchange
  ) throws(HandshakeFailure) -> ConnectionState {
    let update = try message.read(KeyUpdate.self)
    if case .handshake(let handshake) = message {
      try exchange.observe(handshake, from: side.other)
    }
    try exchange.updateKeys(of: side.other)
    if update.requestUpdate == .updateRequested {
      try exchange.sendKeyUpdate(.updateNotRequested)
    }
    return .established13(self)
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
    fixRules()
    let schedule = try schedule13
    let number = facts.keyUpdates[sender] ?? 0
    guard number > 0 else { return }
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
