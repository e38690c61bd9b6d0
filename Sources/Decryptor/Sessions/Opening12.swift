import Bytes
import Captures
import CryptoPrimitives
import TLSKeys
import TLSWire

// SSL 3.0 to TLS 1.2: from the handshake to the keys, and the records under them.
extension SessionReader {
  func changeCipherSpec(_ side: Side) -> Bool {
    if is13 || handshake.isRetried { return true }
    // In TLS 1.3 it means nothing; which version it is tells the ServerHello.
    if handshake.serverHello == nil {
      guard !patience.forOtherHalf || handshake.clientHello == nil else { return false }
      if handshake.clientHello == nil { note(.startMissing) } else { note(.unfinished) }
      self[side].isSealed = true
      return true
    }
    if side == .server { handshake.serverChanged = true }
    self[side].awaitsFinished = true
    self[side].messages = []
    return true
  }

  /// Opens the first record under new keys: the candidate that does it has the master secret.
  func establish(_ side: Side, _ record: ArraySlice<UInt8>) -> Bool {
    // An alert may come in the clear, from a side that could not go on.
    if record.first == ContentType.alert.rawValue, record.count == Record.headerLength + 2 {
      takeAlert(side, record.dropFirst(Record.headerLength))
      return true
    }
    guard handshake.clientHello != nil, handshake.serverHello != nil else {
      if patience.forOtherHalf { return false }
      return fail(side, record, handshake.serverHello == nil ? .startMissing : .helloMissing)
    }
    guard let isResumed = isResumed(side) else {
      if patience.forOtherHalf { return false }
      return fail(side, record, .unfinished)
    }
    if let why = unreadable() { return fail(side, record, why) }
    session.isResumed = isResumed
    let candidates = handshake.master.map { [$0] } ?? sought(isResumed)
    if candidates.isEmpty, !isNull, canWait(side, isResumed) {
      handshake.candidates = nil
      isWaiting = true
      return false
    }
    self[side].hidesNothing = isNull
    for candidate in candidates where begin(side, candidate, with: record) { return true }
    if isNull, handshake.master == nil, begin(side, nil, with: record) { return true }
    return fail(side, record, whySealed12(isResumed))
  }

  private func canWait(_ side: Side, _ isResumed: Bool) -> Bool {
    patience.forKeyLog || (patience.forSession && isResumed)
  }

  private func fail(_ side: Side, _ record: ArraySlice<UInt8>, _ why: Reason) -> Bool {
    seal(side, why)
    countSealed(side, record)
    return true
  }

  /// Whether the session takes over an earlier secret; nil as long as that can't be told.
  private func isResumed(_ side: Side) -> Bool? {
    if handshake.clientKeyExchange != nil {
      // What of the server's flight comes late belongs to the extended master secret.
      let isEarly = patience.forOtherHalf && !handshake.isHelloDone && !handshake.serverChanged
      return isEarly || waitsForTicket(side) ? nil : false
    }
    if handshake.isHelloDone { return nil }
    guard handshake.serverChanged else { return nil }
    return !handshake.isIncomplete || takesUp
  }

  /// Whether the server's answer takes up an earlier session (RFC 5246 §7.4.1.3, RFC 5077 §3.4): it tells where
  /// messages behind it are missing.
  private var takesUp: Bool {
    guard let client = handshake.clientHello, let server = handshake.serverHello else {
      return false
    }
    return client.sessionID == server.sessionID
      && !(client.sessionID.isEmpty && client.ticket.isEmpty)
  }

  /// A key of tickets finds the secret in the ticket, which comes behind the client's Finished.
  private func waitsForTicket(_ side: Side) -> Bool {
    side == .client && patience.forOtherHalf && handshake.newTicket.isEmpty
      && handshake.candidates == nil && !handshake.serverChanged
      && handshake.serverHello?.has(ExtensionNumber.sessionTicket) == true
      && !keyring.ticketKeys.isEmpty
  }

  /// Why nobody could open it, whatever keys there are.
  private func unreadable() -> Reason? {
    guard let hello = handshake.serverHello else { return nil }
    let version = ProtocolVersion(rawValue: hello.chosenVersion)
    guard (ProtocolVersion.ssl3...ProtocolVersion.tls12).contains(version) else {
      return .versionNotRead(version.label)
    }
    let suite = CipherSuite(rawValue: hello.suite)
    guard let readable = ReadableSuite.of(suite), readable.cipher.isAvailable else {
      return .suiteNotRead(ReadableSuite.name(of: suite))
    }
    return hello.compression > 1 ? .compressionNotRead : nil
  }

  // MARK: Keys

  /// Whether the suite has the cipher NULL: its records carry plaintext and a MAC (RFC 5246 §6.2.3.1).
  private var isNull: Bool { secrets?.suite.cipher.mode == .null }

  private var secrets: ReadingSecrets? {
    guard let client = handshake.clientHello, let server = handshake.serverHello,
      let suite = ReadableSuite.of(CipherSuite(rawValue: server.suite))
    else { return nil }
    return ReadingSecrets(
      version: ProtocolVersion(rawValue: server.chosenVersion), suite: suite,
      clientRandom: client.random, serverRandom: server.random)
  }

  /// Makes the keys of a candidate, and takes them if they open the record.
  ///
  /// - Parameter candidate: nil: none is needed, nothing is encrypted.
  private func begin(
    _ side: Side, _ candidate: HandshakeState.Candidate?, with record: ArraySlice<UInt8>
  ) -> Bool {
    guard let secrets, let server = handshake.serverHello else { return false }
    let none = RecordProtection.Keys(macKey: [], key: [], fixedIV: [])
    var keys = (client: none, server: none)
    if let candidate {
      guard let made = try? secrets.keys(of: candidate.secret) else { return false }
      keys = (made.client, made.server)
    }
    var options = RecordOpener.Options()
    options.lacksMACKey = candidate == nil
    options.encryptThenMAC =
      server.has(ExtensionNumber.encryptThenMAC) && secrets.suite.cipher.mode == .cbc
    options.truncatedMAC = server.has(ExtensionNumber.truncatedMAC)
    guard
      var opener = try? RecordOpener(
        version: secrets.version, suite: secrets.suite,
        keys: side == .client ? keys.client : keys.server, options: options),
      let opened = opener.open(record)
    else { return false }
    self[side].opener = opener
    self[side].awaitsFinished = false
    self[side].compresses = server.compression == 1
    self[side].inflation = nil
    if candidate == nil { session.opening = session.opening ?? .neverEncrypted }
    if handshake.master == nil, let candidate {
      handshake.master = candidate
      session.opening = session.opening ?? candidate.opening
      session.secrets.add(.masterSecret, secrets.clientRandom, candidate.secret)
      remember()
    }
    take(side, opened)
    return true
  }

  /// For a session that resumes this one.
  func remember() {
    guard !is13, let master = handshake.master?.secret else { return }
    if let identifier = handshake.serverHello?.sessionID { cache.keep(master, under: identifier) }
    cache.keep(master, under: handshake.newTicket)
    handshake.serverFlight = []
    handshake.clientFlight = []
  }

  // MARK: Candidates

  private func sought(_ isResumed: Bool) -> [HandshakeState.Candidate] {
    if let known = handshake.candidates { return known }
    let found = isResumed ? resumedSecrets() : loggedSecrets() + computedSecrets()
    handshake.candidates = found
    return found
  }

  private func loggedSecrets() -> [HandshakeState.Candidate] {
    guard let client = handshake.clientHello, let server = handshake.serverHello else { return [] }
    let masters =
      keyring.secrets("CLIENT_RANDOM", client.random) + keyring.masters(session: server.sessionID)
    return masters.map { HandshakeState.Candidate(secret: $0, opening: .keyLog) }
  }

  private func resumedSecrets() -> [HandshakeState.Candidate] {
    guard let client = handshake.clientHello, let server = handshake.serverHello else { return [] }
    var found = loggedSecrets()
    for name in [server.sessionID, client.ticket] {
      guard let master = cache.master(name) else { continue }
      found.append(HandshakeState.Candidate(secret: master, opening: .earlierSession))
    }
    return found + ticketSecrets(client.ticket)
  }

  private func ticketSecrets(_ ticket: [UInt8]) -> [HandshakeState.Candidate] {
    guard !ticket.isEmpty else { return [] }
    return keyring.ticketKeys.compactMap { key in
      key.secret(in: ticket).map { HandshakeState.Candidate(secret: $0, opening: .ticketKey) }
    }
  }

  private func computedSecrets() -> [HandshakeState.Candidate] {
    guard let secrets, let client = handshake.clientHello, let server = handshake.serverHello,
      let exchange = handshake.clientKeyExchange
    else { return [] }
    let isExtended = server.has(ExtensionNumber.extendedMasterSecret)
    let transcript = isExtended ? handshake.transcript : nil
    var found: [HandshakeState.Candidate] = ticketSecrets(handshake.newTicket)
    let sources =
      preMastersOfLog(exchange, client).map { ($0, Opening.keyLog) }
      + PreMasterSearch(keyring, handshake, secrets).found(exchange)
    for (preMaster, opening) in sources {
      guard let master = try? secrets.masterSecret(of: preMaster, session: transcript) else {
        continue
      }
      found.append(HandshakeState.Candidate(secret: master, opening: opening))
    }
    return found
  }

  private func preMastersOfLog(_ exchange: [UInt8], _ client: HelloFields) -> [[UInt8]] {
    let encrypted = PreMasterSearch.encrypted(exchange)
    return keyring.preMasters(encrypted: encrypted)
      + keyring.secrets("PMS_CLIENT_RANDOM", client.random)
  }
}
