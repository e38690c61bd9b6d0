import Bytes
import Captures
import CryptoPrimitives
import TLSKeys
import TLSWire

// Handshake messages, alerts and what else is not application data, in the clear or out of opened records.
extension SessionReader {
  private static let longestMessage = 1 << 18

  func takeMessages(_ side: Side, _ content: ArraySlice<UInt8>) {
    self[side].messages += content
    while self[side].messages.count >= HandshakeMessage.headerLength {
      let waiting = self[side].messages
      let length = Int(waiting[1]) << 16 | Int(waiting[2]) << 8 | Int(waiting[3])
      guard length <= Self.longestMessage else {
        self[side].messages = []
        return note(.damaged(side, offset: self[side].offset))
      }
      let end = HandshakeMessage.headerLength + length
      guard waiting.count >= end else { return }
      self[side].messages = waiting.count == end ? [] : Array(waiting[end...])
      take(side, HandshakeType(rawValue: waiting[0]), waiting[..<end])
    }
  }

  private func take(_ side: Side, _ type: HandshakeType, _ message: ArraySlice<UInt8>) {
    let body = message.dropFirst(HandshakeMessage.headerLength)
    if is13 && self[side].opener != nil {
      if side == .server && handshake.preSharedInUse != nil && !handshake.preShared.isEmpty {
        handshake.serverFlight += message
      }
      return take13(side, type, body)
    }
    switch (side, type) {
    case (.client, .clientHello): takeClientHello(message, body)
    case (.server, .serverHello): takeServerHello(message, body)
    case (.server, HandshakeType(rawValue: 6)): handshake.isRetried = true
    case (.server, .certificate): takeCertificate(body)
    case (.server, .serverHelloDone): handshake.isHelloDone = true
    case (.server, .newSessionTicket):
      handshake.newTicket = Array(body.dropFirst(6))
      if !is13, self[side].opener == nil, !handshake.newTicket.isEmpty {
        session.givesTicket = true
        cache.note(session.stream, under: handshake.newTicket)
      }
      remember()
      return
    case (.client, .clientKeyExchange):
      handshake.clientKeyExchange = Array(body)
      noteIdentifier()
    case (_, .finished), (_, .helloRequest): return
    default: break
    }
    keepForTranscript(side, type, message)
  }

  /// For a session that names this one and resumes it.
  private func noteIdentifier() {
    guard let identifier = handshake.serverHello?.sessionID else { return }
    cache.note(session.stream, under: identifier)
  }

  private func keepForTranscript(
    _ side: Side, _ type: HandshakeType, _ message: ArraySlice<UInt8>
  ) {
    guard !is13, type != .clientHello, handshake.master == nil else { return }
    if side == .server {
      handshake.serverFlight += message
    } else if type == .certificate || type == .clientKeyExchange {
      handshake.clientFlight += message
    }
  }

  func takeSSL2Hello(_ message: ArraySlice<UInt8>) {
    guard let fields = HelloFields(ssl2: message) else { return }
    handshake = HandshakeState()
    handshake.clientHello = fields
    handshake.hello = Array(message)
    session.handshakes += 1
  }

  private func takeClientHello(_ message: ArraySlice<UInt8>, _ body: ArraySlice<UInt8>) {
    guard let fields = HelloFields(client: body) else {
      return note(.damaged(.client, offset: self[.client].offset))
    }
    session.serverName = session.serverName ?? fields.serverName
    if handshake.isRetried {
      handshake.clientHello = fields
      handshake.isSecondHello = true
      handshake.hello += message
      return
    }
    // A ServerHello that answers it may have been read before it.
    let isAnswered = handshake.serverHello != nil && handshake.clientHello == nil
    if !isAnswered { handshake = HandshakeState() }
    handshake.clientHello = fields
    handshake.hello = Array(message)
    session.handshakes += 1
    if fields.has(ExtensionNumber.earlyData) { session.earlyData = .init() }
    if isAnswered && is13 { begin13() }
  }

  private func takeServerHello(_ message: ArraySlice<UInt8>, _ body: ArraySlice<UInt8>) {
    guard let fields = HelloFields(server: body) else {
      return note(.damaged(.server, offset: self[.server].offset))
    }
    guard !fields.isRetryRequest else {
      handshake.isRetried = true
      handshake.retry = fields
      handshake.firstHello = handshake.hello
      // What came before the second ClientHello is skipped (RFC 9846 §4.3.10).
      session.earlyData?.isTaken = false
      foldHello(fields, message)
      return
    }
    if handshake.serverHello != nil { handshake = HandshakeState() }
    handshake.serverHello = fields
    let version = fields.chosenVersion
    if version >> 8 == 0x7f { session.draft = Int(version & 0xff) }
    is13 = version == ProtocolVersion.tls13.rawValue || version >> 8 == 0x7f
    session.version = is13 ? .tls13 : ProtocolVersion(rawValue: version)
    session.suite = CipherSuite(rawValue: fields.suite)
    session.applicationProtocol = fields.applicationProtocol ?? session.applicationProtocol
    if is13 {
      handshake.serverFlight = Array(message)
      session.group = fields.sharedGroup.map(NamedGroup.init(rawValue:))
    }
    if is13 && handshake.clientHello != nil { begin13() }
  }

  /// In the transcript a hash stands for the first ClientHello (RFC 8446 §4.4.1).
  private func foldHello(_ retry: HelloFields, _ message: ArraySlice<UInt8>) {
    guard let suite = ReadableSuite.of(CipherSuite(rawValue: retry.suite)),
      let hash = try? suite.prfHash.digest(handshake.hello)
    else { return }
    handshake.hello = [254, 0, 0, UInt8(hash.count)] + hash + message
  }

  private func takeCertificate(_ body: ArraySlice<UInt8>) {
    var fields = FieldScanner(body)
    if is13 { _ = fields.vector(1) }
    guard var list = fields.only(3), let first = list.vector(3), !first.isEmpty else { return }
    let certificate = cache.certificates.read(Array(first))
    handshake.subjectKey = certificate?.subjectKey
    session.certificate = certificate?.name ?? session.certificate
  }

  private func take13(_ side: Side, _ type: HandshakeType, _ body: ArraySlice<UInt8>) {
    switch (side, type) {
    case (_, .finished):
      self[side].hasFinished = true
      if side == .server { completePreShared() }
      advance(side)
    case (.client, .endOfEarlyData): advance(side)
    case (_, .keyUpdate): update(side)
    case (.server, .certificate): takeCertificate(body)
    case (.server, .encryptedExtensions): takeEncryptedExtensions(body)
    default: break
    }
  }

  private func takeEncryptedExtensions(_ body: ArraySlice<UInt8>) {
    guard var list = FieldScanner(body).only(2) else { return }
    session.earlyData?.isTaken = false
    while let type = list.short(), let content = list.vector(2) {
      if type == ExtensionNumber.earlyData { session.earlyData?.isTaken = true }
      guard type == ExtensionNumber.alpn, var names = FieldScanner(content).only(2),
        let name = names.vector(1)
      else { continue }
      session.applicationProtocol = String(decoding: name, as: UTF8.self)
    }
  }

  func takeAlert(_ side: Side, _ content: ArraySlice<UInt8>) {
    guard content.count == 2, let code = content.last, session.alerts.count < 16 else { return }
    let description = AlertDescription(rawValue: code)
    let alert = DecryptedSession.SeenAlert(side: side, description: description)
    session.alerts.append(alert)
    if session.failure == nil, endsHandshake(side, content) { session.failure = alert }
    // In the drafts up to 18 early data ended with an alert.
    if is13 && code == 1 && side == .client { advance(side) }
  }

  /// Whether an alert ends a handshake that is not complete. In TLS 1.3 its level says nothing: all but two
  /// descriptions are errors (RFC 9846 §6).
  private func endsHandshake(_ side: Side, _ content: ArraySlice<UInt8>) -> Bool {
    guard let code = content.last, ![0, 90].contains(code) else { return false }
    if is13 {
      return session.server.plaintext + server.seen.plaintext == 0
        && !isThrough(side, AlertDescription(rawValue: code))
    }
    // The first record under the keys of a side is its Finished (RFC 5246 §7.1).
    return content.first == 2 && session.handshakes < 2
      && !(client.seen.openedRecords > 0 && server.seen.openedRecords > 0)
  }

  /// Whether a side was through with its handshake of TLS 1.3 before its alert. A client sends its Finished when it
  /// has verified all of the server's (RFC 8446 §2, §4.4.4); a server that refuses the client says so in the first
  /// record behind its own.
  private func isThrough(_ side: Side, _ alert: AlertDescription) -> Bool {
    guard side == .server else { return client.hasFinished }
    guard server.hasFinished, client.hasFinished || client.isSealed else { return false }
    return server.hasSpoken || !(alert.isRefusal || alert == .decryptError)
  }

  /// What was inside an opened record.
  func take(_ side: Side, _ opened: RecordOpener.Opened) {
    self[side].seen.openedRecords += 1
    self[side].missing = 0
    if self[side].hasFinished && opened.type != .alert { self[side].hasSpoken = true }
    var content = opened.content
    if self[side].compresses {
      guard let inflated = inflate(side, content) else {
        return note(.damaged(side, offset: self[side].offset))
      }
      content = inflated[...]
    }
    switch opened.type {
    case .applicationData:
      self[side].seen.plaintext += content.count
      if self[side].isEarly { session.earlyData?.plaintext += content.count }
      if !content.isEmpty { give(side, content) }
    case .handshake: takeMessages(side, content)
    case .alert:
      takeAlert(side, content)
      if content.count == 2 && content.last == 0 { self[side].isClosed = true }
    case .changeCipherSpec: _ = changeCipherSpec(side)
    default: break
    }
  }

  /// DEFLATE with one window for all records of a direction (RFC 3749 §2).
  private func inflate(_ side: Side, _ content: ArraySlice<UInt8>) -> [UInt8]? {
    let inflation = self[side].inflation ?? Inflation(.zlib)
    self[side].inflation = inflation
    inflation.append(Array(content))
    guard case .bytes(let bytes) = inflation.next(limit: Record.plaintextLimit) else { return nil }
    return bytes
  }
}
