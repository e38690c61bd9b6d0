import Bytes
public import Knowledge
public import TLSKeys
import TLSWire

/// One end of a TLS connection, as a value without any I/O: bytes in, effects out.
///
/// A copy goes its own way; the earlier value is the way back.
public struct Connection: Sendable, Codable {
  var state: ConnectionState
  var exchange: Exchange
  /// Handshake messages that came in part.
  var handshakes = HandshakeReader()
  /// Records since the last one that carried something; nil: none.
  var idleRecords: Int?

  /// A client that has not begun.
  public init(client configuration: ClientConfiguration) {
    state = .startingClient(StartingClient(configuration: configuration))
    exchange = Exchange(
      side: .client, random: configuration.random, injected: configuration.injected)
    exchange.records.padsData = configuration.padsRecords
  }

  /// A server that waits.
  public init(server configuration: ServerConfiguration) {
    state = .expectingClientHello(ExpectingClientHello(configuration: configuration))
    exchange = Exchange(
      side: .server, random: configuration.random,
      reusedEphemeral: configuration.reusedEphemeral, injected: configuration.injected)
    exchange.records.padsData = configuration.padsRecords
  }

  public var side: Side { exchange.side }

  /// What was negotiated and what is known of the session's public values.
  public var facts: WireFacts { exchange.facts }

  /// The values that this end has in memory now, secrets among them.
  public var memory: KnownValues { exchange.facts.values }

  /// The sessions that a client can resume by what it got on this connection.
  public var resumableSessions: [ResumableSession] { exchange.resumableSessions }

  /// The sessions that a server is to keep, to resume them by their identifier.
  public var sessionsToKeep: [SessionState] { exchange.sessionsToKeep }

  /// Where it stands.
  public var stateName: StateName { state.name }

  /// Why it failed, if it did.
  public var failure: HandshakeFailure? {
    if case .failed(let failure) = state { failure } else { nil }
  }

  public var isEstablished: Bool {
    switch state {
    case .established, .established13: true
    default: false
    }
  }

  /// Tells a server that still waits for the ClientHello with which tickets early data was taken by
  /// now, in place of what it was made with (RFC 8446 §8.1).
  public mutating func refuseEarlyData(under tickets: [[UInt8]]) {
    guard case .expectingClientHello(var waiting) = state else { return }
    waiting.configuration.spentTickets = tickets
    state = .expectingClientHello(waiting)
  }

  /// Sends the ClientHello; a server, and a client that has begun, have nothing to do.
  public mutating func start() -> [Effect] {
    guard case .startingClient(let starting) = state else { return [] }
    attempt { (exchange) throws(HandshakeFailure) in try starting.start(&exchange) }
    return exchange.takeEffects()
  }

  /// Takes bytes from the peer, cut anywhere.
  public mutating func receive(_ bytes: [UInt8]) -> [Effect] {
    guard !isOver else { return [] }
    exchange.records.append(bytes)
    if case .expectingClientHello(let waiting) = state, exchange.records.beginsWithSSL2Hello {
      guard let hello = exchange.records.takeSSL2Hello() else { return [] }
      attempt { (exchange) throws(HandshakeFailure) in
        try waiting.receive(ssl2Hello: hello, &exchange)
      }
    }
    while !isOver, receiveRecord() {}
    return exchange.takeEffects()
  }

  /// Sends application data; nothing happens before the handshake is complete.
  public mutating func send(_ data: [UInt8]) -> [Effect] {
    guard isEstablished, !data.isEmpty else { return [] }
    attempt { [state] (exchange) throws(HandshakeFailure) in
      try exchange.sendApplicationData(data)
      return state
    }
    return exchange.takeEffects()
  }

  /// Changes the keys of what this end sends from here on (RFC 8446 §4.6.3); before TLS 1.3 there is
  /// no such thing.
  ///
  /// - Parameter requesting: whether the other end is to change its keys too.
  public mutating func updateKeys(requesting: Bool) -> [Effect] {
    guard case .established13 = state else { return [] }
    attempt { [state] (exchange) throws(HandshakeFailure) in
      try exchange.sendKeyUpdate(requesting ? .updateRequested : .updateNotRequested)
      return state
    }
    return exchange.takeEffects()
  }

  /// Begins a further handshake on a connection of TLS 1.2 or before, or as a server asks the client
  /// to (RFC 5746).
  ///
  /// - Parameter asking: what a server will want to know of the client this time; nil: as before.
  /// - Returns: nothing when the other side does not know RFC 5746.
  public mutating func renegotiate(asking: ClientAuthentication? = nil) -> [Effect] {
    guard case .established(let established) = state, exchange.renegotiation.isSecure else {
      return []
    }
    attempt { (exchange) throws(HandshakeFailure) in
      try established.renegotiate(asking: asking, &exchange)
    }
    return exchange.takeEffects()
  }

  /// Asks a client of TLS 1.3 for a certificate after the handshake (RFC 8446 §4.6.2).
  ///
  /// - Returns: nothing when the client did not say that it may be asked.
  public mutating func requestCertificate() -> [Effect] {
    guard side == .server, case .established13(let established) = state else { return [] }
    attempt { (exchange) throws(HandshakeFailure) in
      .established13(try established.request(&exchange) ?? established)
    }
    return exchange.takeEffects()
  }

  /// Says that nothing more will be sent (close_notify, RFC 5246 §7.2.1).
  public mutating func close() -> [Effect] {
    guard isEstablished else { return [] }
    attempt { (exchange) throws(HandshakeFailure) in
      try exchange.sendAlert(Alert(level: .warning, description: .closeNotify))
      return .closing
    }
    return exchange.takeEffects()
  }

  /// Learns that the stream ended: no byte will come any more.
  ///
  /// A close_notify in time makes this the ordinary end. Without one it is a truncation, for which
  /// there is no alert: nobody is left to read it.
  public mutating func endOfStream() -> [Effect] {
    guard !isOver else { return [] }
    if case .closing = state {} else { exchange.effects.append(.truncated) }
    exchange.forgetSecrets()
    exchange.effects.append(.close)
    state = .closed
    return exchange.takeEffects()
  }

  /// Whether it is closed or has failed.
  public var isOver: Bool {
    switch state {
    case .closed, .failed: true
    default: false
    }
  }
}

// MARK: Failing

extension Connection {
  mutating func attempt(
    _ body: (inout Exchange) throws(HandshakeFailure) -> ConnectionState
  ) {
    do throws(HandshakeFailure) {
      state = try body(&exchange)
    } catch {
      fail(error)
    }
  }

  /// The one place where fatal alerts are sent.
  mutating func fail(_ failure: HandshakeFailure) {
    let alert = alert(for: failure)
    exchange.effects.append(.failed(failure, alert))
    try? exchange.sendAlert(alert)
    exchange.forgetSecrets()
    exchange.effects.append(.close)
    state = .failed(failure)
  }
}

extension ConnectionState {
  var name: StateName {
    switch self {
    case .startingClient: .start
    case .closing: .closing
    case .closed: .closed
    case .failed: .failed
    default: handler.map { type(of: $0).name } ?? .failed
    }
  }
}
