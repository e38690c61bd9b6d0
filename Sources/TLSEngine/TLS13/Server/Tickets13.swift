import Bytes
import CryptoPrimitives
import Knowledge
import TLSKeys
import TLSWire

// A server's tickets of TLS 1.3: giving them out and taking them back (RFC 8446 §4.6.1).
extension Exchange {
  /// Opens the ticket that the client offers at a place; inside is the pre-shared key.
  mutating func openTicket(
    _ key: TicketKey?, _ offered: OfferedPSKs?, at place: Int
  ) throws(HandshakeFailure) {
    guard let key, let identities = offered?.identities, identities.indices.contains(place) else {
      throw .internalError("no ticket to open")
    }
    facts.note(identities[place].identity, as: .ticket)
    facts.note(key.bytes, as: .ticketKey)
    try derive(.ticketState)
    try derive(.preSharedKey)
    // The key of the tickets belongs to the server, not to this session.
    facts.forget(.ticketKey)
    erase(.ticketState)
  }

  /// "The server MUST validate the corresponding binder value. If this value is not present or does
  /// not validate, the server MUST abort the handshake" (RFC 8446 §4.2.11).
  mutating func verifyBinder(of hello: ClientHello, at place: Int) throws(HandshakeFailure) {
    let binders = hello.offeredPSKs?.binders ?? []
    let found = binders.indices.contains(place) ? binders[place].binder : []
    let expected = try deriveBinder(over: try known(.binderMessages))
    try checkLength(of: found, like: expected, "pre_shared_key.binder")
    let matches = constantTimeEqual(expected, found)
    effects.append(
      .verified(
        Check(
          .preSharedKeyBinder, matches ? .passed : .failed(.init(reason: "mismatch")),
          RFCSection(9846, "4.3.11"),
          compared: [.init("expected", expected), .init("found", found)])))
    guard matches else { throw .misbehaving(.binderMismatch) }
  }

  /// Gives the client a ticket, if there is a key for tickets and the client can use one.
  mutating func sendTicket(
    _ configuration: Boxed<ServerConfiguration>, _ offer: ClientHello
  ) throws(HandshakeFailure) {
    guard let key = configuration.ticketKey, let suite = facts.suite,
      offer.pskKeyExchangeModes?.contains(where: configuration.pskModes.contains) == true
    else { return }
    let nonce: [UInt8] = [0]
    facts.note(nonce, as: .ticketNonce)
    let secret = try derive(.ticketSecret)
    let ageAdd = freshBytes("ticket_age_add", 4).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    let state = SessionState(
      version: .tls13, suite: suite, secret: secret,
      issued: UInt64(max(0, configuration.now)) / 1000, lifetime: Self.ticketLifetime,
      ageAdd: ageAdd, serverName: offer.serverName,
      applicationProtocol: applicationProtocol, maximumEarlyData: configuration.earlyDataLimit)
    let ticket = try seal(state, with: key)
    try send(
      NewSessionTicket13(
        ticketLifetime: Self.ticketLifetime, ticketAgeAdd: ageAdd, ticketNonce: nonce,
        ticket: ticket,
        extensions: configuration.earlyDataLimit > 0
          ? [Extension(EarlyDataLimit(configuration.earlyDataLimit))] : []))
    erase(.ticketSecret)
  }

  /// Seconds for which a ticket is good: two hours.
  static let ticketLifetime: UInt32 = 7200

  private func seal(
    _ state: SessionState, with key: TicketKey
  ) throws(HandshakeFailure) -> [UInt8] {
    let bytes = try decoding { () throws(WireError) in try ByteWriter.bytes(of: state) }
    do throws(CryptoError) {
      return try key.seal(bytes, random: random.substream("ticket"))
    } catch {
      throw .internalError("\(error)")
    }
  }
}
