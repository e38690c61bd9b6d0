import Bytes
import Knowledge
import TLSKeys
import TLSWire
import X509

/// What a client of TLS 1.2 takes along from one state of a handshake to the next.
struct ClientHandshake12: Sendable, Codable {
  let configuration: Boxed<ClientConfiguration>
  /// What the server chose is spoken inside.
  var applicationProtocol: String?
  /// The identifier that the server gave the session; empty where it keeps none.
  var sessionID: [UInt8] = []
  /// The server promised a ticket that has not come yet (RFC 5077 §3.2).
  var ticketExpected = false
  /// The server promised the authority's word on its certificate, which may still be left out
  /// (RFC 6066 §8).
  var statusExpected = false
  /// The certificates whose revocation is judged when that word has come, or has not.
  var unjudged: [Certificate]?
  /// The ticket that came.
  private(set) var ticket: NewSessionTicket?
  /// The session that is resumed, if one is.
  var resumed: ResumableSession?
  var isResumed: Bool { resumed != nil }

  init(_ configuration: Boxed<ClientConfiguration>, _ hello: ServerHello) {
    self.configuration = configuration
    applicationProtocol = hello.alpn?.first
    sessionID = hello.legacySessionIDEcho
    ticketExpected = hello.has(.sessionTicket)
    statusExpected = hello.has(.statusRequest)
  }

  /// Judges whether the server's certificate was revoked, if that waited until here.
  ///
  /// - Parameter staple: the authority's word; nil: it did not come.
  mutating func judgeRevocation(
    _ exchange: inout Exchange, staple: [UInt8]? = nil
  ) throws(HandshakeFailure) {
    statusExpected = false
    guard let chain = unjudged else { return }
    unjudged = nil
    try exchange.verifyRevocation(chain, configuration.verification, staple: staple)
  }

  /// Takes a ticket in. An empty one means that the server thought better of it (RFC 5077 §3.3).
  mutating func take(_ ticket: NewSessionTicket) {
    ticketExpected = false
    if !ticket.ticket.isEmpty { self.ticket = ticket }
  }
}

extension Exchange {
  /// Keeps what is needed to resume this session later, if the server gave anything for it.
  mutating func remember(_ handshake: ClientHandshake12) {
    guard let version = facts.version, let suite = facts.suite,
      let secret = facts.values[.masterSecret]
    else { return }
    if let resumed = handshake.resumed, handshake.ticket == nil {
      resumableSessions = [resumed]
      return
    }
    guard handshake.ticket != nil || !handshake.sessionID.isEmpty else { return }
    let configuration = handshake.configuration
    resumableSessions = [
      ResumableSession(
        version: version, suite: suite, secret: secret, ticket: handshake.ticket?.ticket ?? [],
        sessionID: handshake.ticket == nil ? handshake.sessionID : [],
        extendedMasterSecret: facts.extendedMasterSecret, serverName: configuration.serverName,
        applicationProtocol: handshake.applicationProtocol,
        lifetime: handshake.ticket?.ticketLifetimeHint ?? 0, received: configuration.now)
    ]
    decide(.remembered(handshake.ticket == nil ? .sessionID : .ticket))
  }
}
