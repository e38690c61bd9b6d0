import Bytes
public import Knowledge
public import TLSKeys
import TLSWire

/// One end of a TLS connection, as a value without any I/O: bytes in, effects out.
///
/// A copy goes its own way; the earlier value is the way back.
public struct Connection: Sendable, Codable {
  private var state: ConnectionState
  private var exchange: Exchange
  /// Handshake messages that came in part.
  private var handshakes = HandshakeReader()

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

  /// Whether it is closed or has failed.
  public var isOver: Bool {
    switch state {
    case .closed, .failed: true
    default: false
    }
  }
}

// MARK: Taking records apart

extension Connection {
  /// Handles the next whole record.
  ///
  /// - Returns: false when more bytes are needed.
  private mutating func receiveRecord() -> Bool {
    do throws(HandshakeFailure) {
      guard let record = try exchange.records.next() else { return false }
      try handle(record)
      return true
    } catch {
      fail(error)
      return false
    }
  }

  private mutating func handle(_ record: RecordLayer.Opened) throws(HandshakeFailure) {
    if record.type != .handshake, !handshakes.isEmpty {
      throw .misbehaving(.messageAcrossKeyChange)
    }
    switch record.type {
    case .handshake: try handleHandshake(record)
    case .changeCipherSpec: try handleChangeCipherSpec(record)
    case .alert: try handleAlert(record)
    case .applicationData: try dispatch(.applicationData(record.plaintext), record, record.bytes)
    default: throw .misbehaving(.unknownContentType(record.type.rawValue))
    }
  }

  /// In TLS 1.3 a ChangeCipherSpec means nothing and is dropped "at any time after the first
  /// ClientHello message has been sent or received and before the peer's Finished message has been
  /// received" (RFC 8446 §5).
  private mutating func handleChangeCipherSpec(
    _ record: RecordLayer.Opened
  ) throws(HandshakeFailure) {
    guard record.plaintext == [1] else {
      // "An implementation which receives any other change_cipher_spec value … MUST abort the
      // handshake with an "unexpected_message" alert" (RFC 8446 §5).
      if exchange.facts.version == .tls13 { throw .misbehaving(.recordOutOfPlace(record.type)) }
      throw .malformed(
        WireError(
          .illegalValue("must be the one byte 1"), offset: 0,
          path: FieldPath(["change_cipher_spec"])))
    }
    guard exchange.facts.version == .tls13 || state.waitsForChoice13, !isEstablished,
      !record.isProtected
    else {
      return try dispatch(.changeCipherSpec, record, record.bytes)
    }
    note(.changeCipherSpec, record, record.bytes)
    exchange.decide(.ignored(.changeCipherSpec))
  }

  private mutating func handleHandshake(
    _ record: RecordLayer.Opened
  ) throws(HandshakeFailure) {
    try record.checkContent()
    handshakes.append(record.plaintext)
    var bytes = record.bytes
    while !isOver, let message = try decoding({ () throws(WireError) in try handshakes.next() }) {
      let changes = exchange.records.readingChanges
      try dispatch(.handshake(message), record, bytes)
      bytes = []
      // "Handshake messages MUST NOT span key changes" (RFC 8446 §5.1).
      if exchange.records.readingChanges != changes, !handshakes.isEmpty {
        throw .misbehaving(.messageAcrossKeyChange)
      }
    }
  }

  private mutating func handleAlert(_ record: RecordLayer.Opened) throws(HandshakeFailure) {
    try record.checkContent()
    let alert = try decoding { () throws(WireError) in
      try ByteReader.read(Alert.self, from: record.plaintext)
    }
    guard alert.level == .warning || alert.level == .fatal else {
      throw .misbehaving(.illegalParameter("alert level \(alert.level.label)"))
    }
    note(.alert(alert), record, record.bytes)
    if alert.description == .closeNotify {
      switch state {
      case .established, .established13:
        try exchange.sendAlert(Alert(level: .warning, description: .closeNotify))
      case .closing: break
      default: exchange.forgetSecrets()  // A handshake that ends here has come to nothing.
      }
      exchange.effects.append(.close)
      state = .closed
    } else if alert.description == .noRenegotiation, alert.level == .warning,
      case .expectingServerHello(let waiting) = state, waiting.isRenegotiation
    {
      exchange.dropRenegotiation()
      state = .established(Established(side: side, client: waiting.configuration))
    } else if alert.level == .fatal || isFatal13(alert) {
      exchange.forgetSecrets()
      exchange.effects.append(.close)
      state = .failed(.peerAlert(alert))
    }
  }

  /// In TLS 1.3 the level says nothing: all but two alerts end the connection (RFC 8446 §6).
  private func isFatal13(_ alert: Alert) -> Bool {
    exchange.facts.version == .tls13 && alert.description != .userCanceled
  }

  private mutating func note(
    _ content: Message.Content, _ record: RecordLayer.Opened, _ bytes: [UInt8]
  ) {
    exchange.effects.append(
      .received(
        Message(
          sender: side.other, content: content, records: bytes, isProtected: record.isProtected)))
  }

  /// Hands a message to the state that waits for it.
  private mutating func dispatch(
    _ content: Message.Content, _ record: RecordLayer.Opened, _ bytes: [UInt8]
  ) throws(HandshakeFailure) {
    note(content, record, bytes)
    // Data that was under way when our close_notify left is of no use to anyone.
    if case .closing = state { return }
    if isIgnored(content) {
      exchange.decide(.ignored(content.kind))
      return
    }
    let expected = state.handler?.accepts ?? []
    guard let handler = state.handler, expected.contains(content.kind) else {
      throw .misbehaving(.unexpectedMessage(expected: expected, found: content.kind))
    }
    // A Finished is compared with the transcript before it becomes part of it (RFC 5246 §7.4.9);
    // what comes after the handshake is no part of it.
    if case .handshake(let message) = content, message.type != .finished, !isEstablished {
      try exchange.observe(message, from: side.other)
    }
    state = try handler.receive(content, &exchange)
  }

  /// "This message will be ignored by the client if the client is currently negotiating a
  /// session" (RFC 5246 §7.4.1.1); TLS 1.3 has no such message.
  private func isIgnored(_ content: Message.Content) -> Bool {
    guard side == .client, exchange.facts.version != .tls13, case .handshake(let message) = content
    else { return false }
    return message.type == .helloRequest && !isEstablished
  }

  private mutating func attempt(
    _ body: (inout Exchange) throws(HandshakeFailure) -> ConnectionState
  ) {
    do throws(HandshakeFailure) {
      state = try body(&exchange)
    } catch {
      fail(error)
    }
  }

  /// The one place where fatal alerts are sent.
  private mutating func fail(_ failure: HandshakeFailure) {
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
