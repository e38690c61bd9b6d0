import Bytes
import Knowledge
import TLSKeys
import TLSWire

/// What one end of a connection consists of and what it does; ``Connection`` holds it behind one
/// reference, and says what each part is for.
struct Endpoint: Sendable, Codable {
  var state: ConnectionState
  var exchange: Exchange
  /// Handshake messages that came in part.
  var handshakes = HandshakeReader()
  /// Records since the last one that carried something; nil: none.
  var idleRecords: Int?
  /// Alerts in a row that ended nothing; nil: none.
  var warnings: Int?
  /// HelloRequests that were passed over; nil: none.
  var helloRequests: Int?
  /// Whether whoever uses the connection says when this end is through, and not the other end's
  /// close_notify, which ends its own direction alone (RFC 9846 §6.1); nil: no.
  private(set) var closesByItself: Bool?
  /// Whether the other end has said that it sends no more, and this one may go on; nil: no.
  var hasPeerClosed: Bool?

  /// A client that has not begun.
  init(client configuration: ClientConfiguration) {
    state = .starting(StartingClient(configuration: Boxed(wrappedValue: configuration)))
    exchange = Exchange(
      side: .client, random: configuration.random, injected: configuration.injected)
    exchange.records.padsData = configuration.padsRecords
    exchange.records.recordsPerKey = configuration.recordsPerKey
    closesByItself = configuration.closesByItself
  }

  /// A server that waits.
  init(server configuration: ServerConfiguration) {
    state = .waiting(ExpectingClientHello(configuration: Boxed(wrappedValue: configuration)))
    exchange = Exchange(
      side: .server, random: configuration.random,
      reusedEphemeral: configuration.reusedEphemeral, injected: configuration.injected)
    exchange.records.padsData = configuration.padsRecords
    exchange.records.recordsPerKey = configuration.recordsPerKey
    closesByItself = configuration.closesByItself
  }

  var side: Side { exchange.side }

  var isEstablished: Bool {
    switch state.name {
    case .established, .established13: true
    default: false
    }
  }

  mutating func refuseEarlyData(under tickets: [[UInt8]]) {
    guard var waiting = state.waiting(in: ExpectingClientHello.self) else { return }
    waiting.configuration.wrappedValue.spentTickets = tickets
    state = .waiting(waiting)
  }

  mutating func start() -> [Effect] {
    guard case .starting(let starting) = state else { return [] }
    attempt { (exchange) throws(HandshakeFailure) in try starting.start(&exchange) }
    return exchange.takeEffects()
  }

  mutating func receive(_ bytes: [UInt8]) -> [Effect] {
    // "Any data received after a closure alert has been received MUST be ignored" (RFC 9846 §6.1).
    guard !isOver, hasPeerClosed != true else { return [] }
    exchange.records.append(bytes)
    exchange.expectEffects()
    if exchange.records.beginsWithSSL2Hello,
      let waiting = state.waiting(in: ExpectingClientHello.self)
    {
      guard let hello = exchange.records.takeSSL2Hello() else { return [] }
      attempt { (exchange) throws(HandshakeFailure) in
        try waiting.receive(ssl2Hello: hello, &exchange)
      }
    }
    while !isOver, hasPeerClosed != true, receiveRecord() {}
    return exchange.takeEffects()
  }

  mutating func send(_ data: [UInt8]) -> [Effect] {
    guard isEstablished, !data.isEmpty else { return [] }
    let mayUpdate = state.name == .established13
    perform { (exchange) throws(HandshakeFailure) in
      if mayUpdate, exchange.records.needsNewKeys(toWrite: data.count) {
        try exchange.sendKeyUpdate(.updateNotRequested)
      }
      try exchange.sendApplicationData(data)
    }
    return exchange.takeEffects()
  }

  mutating func updateKeys(requesting: Bool) -> [Effect] {
    guard state.name == .established13 else { return [] }
    perform { (exchange) throws(HandshakeFailure) in
      try exchange.sendKeyUpdate(requesting ? .updateRequested : .updateNotRequested)
    }
    return exchange.takeEffects()
  }

  mutating func renegotiate(asking: ClientAuthentication? = nil) -> [Effect] {
    guard let established = state.waiting(in: Established.self), exchange.renegotiation.isSecure
    else { return [] }
    attempt { (exchange) throws(HandshakeFailure) in
      try established.renegotiate(asking: asking, &exchange)
    }
    return exchange.takeEffects()
  }

  mutating func requestCertificate() -> [Effect] {
    guard side == .server, let established = state.waiting(in: Established13.self) else {
      return []
    }
    attempt { (exchange) throws(HandshakeFailure) in
      try established.request(&exchange) ?? established
    }
    return exchange.takeEffects()
  }

  mutating func close() -> [Effect] {
    guard isEstablished else { return [] }
    perform { (exchange) throws(HandshakeFailure) in
      try exchange.sendAlert(Alert(level: .warning, description: .closeNotify))
    }
    if hasPeerClosed == true, !isOver {
      exchange.effects.append(.close)
      state = .closed
    }
    if !isOver { state = .closing }
    return exchange.takeEffects()
  }

  mutating func endOfStream() -> [Effect] {
    // What has said that it sends no more may still read.
    guard !isOver, hasPeerClosed != true else { return [] }
    if case .closing = state {} else { exchange.effects.append(.truncated) }
    exchange.forgetSecrets()
    exchange.effects.append(.close)
    state = .closed
    return exchange.takeEffects()
  }

  /// Whether it is closed or has failed.
  var isOver: Bool {
    switch state {
    case .closed, .failed: true
    default: false
    }
  }
}

// MARK: Failing

extension Endpoint {
  /// Does something that leads to another state.
  mutating func attempt(
    _ body: (inout Exchange) throws(HandshakeFailure) -> any HandshakeState
  ) {
    do throws(HandshakeFailure) {
      state = .waiting(try body(&exchange))
    } catch {
      fail(error)
    }
  }

  /// Does something that leaves the state as it is.
  mutating func perform(_ body: (inout Exchange) throws(HandshakeFailure) -> Void) {
    do throws(HandshakeFailure) {
      try body(&exchange)
    } catch {
      fail(error)
    }
  }

  /// The one place where fatal alerts are sent. Behind this end's own close_notify none may follow:
  /// "Each party MUST send a "close_notify" alert before closing its write side" (RFC 9846 §6.1), and then
  /// that side is closed.
  mutating func fail(_ failure: HandshakeFailure) {
    let alert = alert(for: failure)
    exchange.effects.append(.failed(failure, alert))
    if state.name != .closing { try? exchange.sendAlert(alert) }
    exchange.forgetSecrets()
    exchange.effects.append(.close)
    state = .failed(failure)
  }
}
