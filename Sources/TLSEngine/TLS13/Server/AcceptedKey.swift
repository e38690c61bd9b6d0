import Bytes
import CryptoPrimitives
import Knowledge
import TLSKeys
import TLSWire

/// One of the pre-shared keys that a client offered, of which the server knows what it stands for
/// (RFC 8446 §4.2.11).
struct AcceptedKey: Sendable, Codable {
  var kind: PreSharedKeyKind
  /// Its place in the client's list.
  var place: Int
  /// Nil as long as it is inside a ticket.
  var secret: [UInt8]?
  /// What the ticket says of its session.
  var session: SessionState?
  var hash: PRFHash
  /// With Diffie-Hellman beside it, or without.
  var usesDiffieHellman: Bool

  /// The first of the offered keys that this server can use; nil: there is none, and a certificate
  /// must do.
  init?(_ hello: ClientHello, _ configuration: Boxed<ServerConfiguration>) throws(HandshakeFailure)
  {
    guard let offered = hello.offeredPSKs else { return nil }
    // "Clients MUST provide a psk_key_exchange_modes extension if they offer a pre_shared_key
    // extension" (RFC 8446 §4.2.9).
    guard let modes = hello.pskKeyExchangeModes else {
      throw .misbehaving(.missingExtension(.pskKeyExchangeModes))
    }
    guard offered.identities.count == offered.binders.count else {
      throw .misbehaving(.illegalParameter("binders"))
    }
    let common = configuration.pskModes.filter(modes.contains)
    let withGroup = common.contains(.pskDHEKE)
    guard withGroup || common.contains(.pskKE) else { return nil }
    usesDiffieHellman = withGroup
    for (place, identity) in offered.identities.enumerated() {
      if let found = Self.session(in: identity.identity, hello, configuration),
        let hash = found.suite.parameters13?.hash
      {
        (kind, self.place, session, self.hash) = (.resumption, place, found, hash)
        if found.sessionID == identity.identity { secret = found.secret }
        return
      }
      if let key = configuration.preSharedKeys.first(where: { $0.identity == identity.identity }) {
        (kind, self.place, secret, hash) = (.external, place, key.key, .sha256)
        return
      }
    }
    return nil
  }

  /// The session that a ticket holds, if it is ours, fits this client's wish, and is not too old. A
  /// session does not hold who the client was: whoever must prove it does so anew.
  private static func session(
    in ticket: [UInt8], _ hello: ClientHello, _ configuration: Boxed<ServerConfiguration>
  ) -> SessionState? {
    // A ticket holds the session itself, or the name under which the server keeps it (§4.6.1).
    let opened = configuration.ticketKey?.open(ticket).flatMap { bytes in
      try? ByteReader.read(SessionState.self, from: bytes)
    }
    guard let state = opened ?? configuration.sessionCache.first(where: { $0.sessionID == ticket }),
      state.version == .tls13, state.serverName == hello.serverName,
      configuration.clientAuthentication != .require
    else { return nil }
    let now = UInt64(max(0, configuration.now)) / 1000
    let age = now >= state.issued ? now - state.issued : 0
    return age <= UInt64(state.lifetime) * 1000 ? state : nil
  }

  /// Why early data with this key is not taken, if it is not: it must come with the first key of the
  /// list, and everything that it relies on must be as it was (RFC 8446 §4.2.10).
  func refusalOfEarlyData(
    _ hello: ClientHello, _ choice: ServerChoice13, _ configuration: Boxed<ServerConfiguration>
  ) -> EarlyDataRefusal? {
    guard configuration.earlyDataLimit > 0 else { return .off }
    guard let session, session.maximumEarlyData > 0,
      let identity = hello.offeredPSKs?.identities.first
    else { return .noKey }
    guard place == 0, session.suite == choice.suite,
      session.applicationProtocol == choice.applicationProtocol
    else { return .changed }
    guard !configuration.spentTickets.contains(identity.identity) else { return .spent }
    // A ticket whose age the client sees otherwise than the server may be replayed (§8.3).
    let now = UInt64(max(0, configuration.now)) / 1000
    let seen = identity.obfuscatedTicketAge &- session.ageAdd
    let age = now >= session.issued ? now - session.issued : 0
    return max(age, UInt64(seen)) - min(age, UInt64(seen)) <= 10_000 ? nil : .stale
  }
}
