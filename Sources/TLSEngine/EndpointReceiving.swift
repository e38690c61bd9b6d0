import Bytes
import TLSKeys
import TLSWire

// How an endpoint takes records apart and hands messages to the state that waits for them.
extension Endpoint {
  /// Handles the next whole record.
  ///
  /// - Returns: false when more bytes are needed.
  mutating func receiveRecord() -> Bool {
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
    try countIdle(record)
    switch record.type {
    case .handshake: try handleHandshake(record)
    case .changeCipherSpec: try handleChangeCipherSpec(record)
    case .alert: try handleAlert(record)
    case .applicationData: try dispatch(.applicationData(record.plaintext), record, record.bytes)
    default: throw .misbehaving(.unknownContentType(record.type.rawValue))
    }
  }

  /// Records in a row that may carry nothing.
  private static let idleLimit = 32

  private mutating func countIdle(_ record: RecordLayer.Opened) throws(HandshakeFailure) {
    switch record.type {
    case .handshake: (idleRecords, warnings) = (nil, nil)
    case .applicationData where !record.plaintext.isEmpty: (idleRecords, warnings) = (nil, nil)
    default: idleRecords = (idleRecords ?? 0) + 1
    }
    guard (idleRecords ?? 0) <= Self.idleLimit else {
      throw .misbehaving(.idleRecords(limit: Self.idleLimit))
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
    guard mayBe13, !isEstablished, !record.isProtected else {
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
      switch state.name {
      case .established13 where closesByItself == true:
        hasPeerClosed = true
        return
      case .established, .established13:
        try exchange.sendAlert(Alert(level: .warning, description: .closeNotify))
      case .closing: break
      default: exchange.forgetSecrets()  // A handshake that ends here has come to nothing.
      }
      exchange.effects.append(.close)
      state = .closed
    } else if alert.description == .noRenegotiation, alert.level == .warning,
      let waiting = state.waiting(in: ExpectingServerHello.self), waiting.isRenegotiation
    {
      exchange.dropRenegotiation()
      state = .waiting(Established(side: side, client: waiting.configuration))
    } else if alert.level == .fatal || isFatal13(alert) {
      exchange.forgetSecrets()
      exchange.effects.append(.close)
      state = .failed(.peerAlert(alert))
    } else {
      try countWarning()
    }
  }

  /// Warnings in a row, as many as OpenSSL takes: whoever sends more wants to keep this side busy.
  private static let warningLimit = 4

  private mutating func countWarning() throws(HandshakeFailure) {
    warnings = (warnings ?? 0) + 1
    guard warnings ?? 0 <= Self.warningLimit else {
      throw .misbehaving(.idleRecords(limit: Self.warningLimit))
    }
  }

  /// A server that asks for a handshake while one is under way, again and again, keeps this side busy, too.
  private mutating func countHelloRequest() throws(HandshakeFailure) {
    helloRequests = (helloRequests ?? 0) + 1
    guard helloRequests ?? 0 <= Self.idleLimit else {
      throw .misbehaving(.idleRecords(limit: Self.idleLimit))
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
    if case .closing = state { return try readOn(content) }
    if isIgnored(content) {
      exchange.decide(.ignored(content.kind))
      return try countHelloRequest()
    }
    guard case .waiting(let waiting) = state else {
      throw .misbehaving(.unexpectedMessage(expected: [], found: content.kind))
    }
    guard waiting.accepts(content.kind, on: side) else {
      throw .misbehaving(
        .unexpectedMessage(expected: waiting.accepted(on: side), found: content.kind))
    }
    // A Finished is compared with the transcript before it becomes part of it (RFC 5246 §7.4.9);
    // what comes after the handshake is no part of it.
    guard case .handshake(let message) = content else {
      state = .waiting(try waiting.receive(content, &exchange))
      return
    }
    // Facts and state take the same message apart; the effect keeps its bytes alone.
    let read = message.readOnce
    if message.type != .finished, !isEstablished { try exchange.observe(read, from: side.other) }
    state = .waiting(try waiting.receive(.handshake(read), &exchange))
  }

  /// What comes behind this end's own close_notify. That "does not have any effect on its read side of the
  /// connection" in TLS 1.3 (RFC 9846 §6.1): keys change as ever, and data is for whoever still wants it. In
  /// TLS 1.2 what is under way then is of no use to anyone (RFC 5246 §7.2.1).
  private mutating func readOn(_ content: Message.Content) throws(HandshakeFailure) {
    guard exchange.facts.version == .tls13 else { return }
    switch content {
    case .applicationData(let data):
      if closesByItself == true { exchange.effects.append(.deliver(data)) }
    case .handshake(let message) where message.type == .keyUpdate:
      _ = try decoding { () throws(WireError) in try message.read(KeyUpdate.self) }
      try exchange.observe(message, from: side.other)
      try exchange.updateKeys(of: side.other)
    default: break
    }
  }

  /// "This message will be ignored by the client if the client is currently negotiating a
  /// session" (RFC 5246 §7.4.1.1); TLS 1.3 has no such message.
  private func isIgnored(_ content: Message.Content) -> Bool {
    guard side == .client, exchange.facts.version != .tls13, case .handshake(let message) = content
    else { return false }
    return message.type == .helloRequest && !isEstablished
  }
}
