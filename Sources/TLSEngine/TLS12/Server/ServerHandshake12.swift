import Bytes
import CryptoPrimitives
import Knowledge
import TLSKeys
import TLSWire

/// What a server of TLS 1.2 takes along from one state of a handshake to the next.
struct ServerHandshake12: Sendable, Codable {
  let configuration: Boxed<ServerConfiguration>
  let serverName: String?
  let applicationProtocol: String?
  /// A ticket will follow on the client's Finished (RFC 5077 §3.2).
  let promisesTicket: Bool
  /// The identifier under which the session is kept; empty where it is not.
  let sessionID: [UInt8]

  init(
    _ configuration: Boxed<ServerConfiguration>, _ hello: ClientHello, _ choice: ServerChoice,
    _ exchange: Exchange
  ) {
    self.configuration = configuration
    serverName = hello.serverName
    applicationProtocol = choice.applicationProtocol
    promisesTicket = configuration.ticketKey != nil && hello.has(.sessionTicket)
    // "If the server … is planning on issuing a session ticket … it MAY include an empty Session
    // ID" (RFC 5077 §3.4).
    sessionID =
      configuration.keepsSessionIDs && !promisesTicket ? exchange.freshBytes("session_id", 32) : []
  }

  /// How long a session can be resumed, in seconds: two hours, as most servers have it.
  static let lifetime: UInt32 = 7200
}

extension Exchange {
  /// What must be remembered of this session to resume it.
  private func sessionState(_ handshake: ServerHandshake12) -> SessionState? {
    guard let version = facts.version, let suite = facts.suite,
      let secret = facts.values[.masterSecret]
    else { return nil }
    return SessionState(
      version: version, suite: suite, secret: secret,
      extendedMasterSecret: facts.extendedMasterSecret,
      issued: UInt64(max(0, handshake.configuration.now / 1000)),
      lifetime: ServerHandshake12.lifetime, serverName: handshake.serverName,
      applicationProtocol: handshake.applicationProtocol, sessionID: handshake.sessionID)
  }

  /// Gives the client the sealed state of the session (RFC 5077 §3.3).
  mutating func sendTicket(_ handshake: ServerHandshake12) throws(HandshakeFailure) {
    guard handshake.promisesTicket, let key = handshake.configuration.ticketKey,
      let state = sessionState(handshake)
    else { return }
    let bytes = try decoding { () throws(WireError) in try ByteWriter.bytes(of: state) }
    let ticket: [UInt8]
    do throws(CryptoError) {
      ticket = try key.seal(bytes, random: random.substream("ticket"))
    } catch {
      throw .internalError("\(error)")
    }
    generate(
      Generated(source: RFCSection(5077, "4"), publicPart: .init(.ticket, ticket)))
    try send(
      NewSessionTicket(ticketLifetimeHint: ServerHandshake12.lifetime, ticket: ticket))
  }

  /// Keeps the session under its identifier.
  mutating func keepSession(_ handshake: ServerHandshake12) {
    guard !handshake.sessionID.isEmpty, let state = sessionState(handshake) else { return }
    sessionsToKeep = [state]
    decide(.remembered(.sessionID))
  }
}
