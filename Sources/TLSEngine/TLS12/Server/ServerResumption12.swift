import Bytes
import Knowledge
import TLSKeys
import TLSWire

/// A session that a client wants to resume, and that the server has found.
struct FoundSession {
  var state: SessionState
  var means: ResumptionMeans
  /// The bytes of the state, where a ticket was opened for it.
  var opened: [UInt8] = []
}

// The server's part of the abbreviated handshake (RFC 5246 §7.3, figure 2).
extension ExpectingClientHello {
  /// The session that the client wants to resume. One that can't be found or does not fit leads to
  /// a full handshake.
  func findSession(
    _ hello: ClientHello, _ version: ProtocolVersion, _ exchange: inout Exchange
  ) throws(HandshakeFailure) -> FoundSession? {
    let ticket = hello.sessionTicket ?? []
    guard let found = ticket.isEmpty ? keptSession(hello) : session(in: ticket) else {
      if !ticket.isEmpty { exchange.decide(.resumption(nil)) }
      return nil
    }
    guard found.state.version == version, fits(found.state, hello) else {
      exchange.decide(.resumption(nil))
      return nil
    }
    // "If the original session used the … extension but the new ClientHello does not contain it,
    // the server MUST abort the abbreviated handshake" (RFC 7627 §5.3).
    guard !found.state.extendedMasterSecret || hello.has(.extendedMasterSecret) else {
      throw .misbehaving(.extendedMasterSecretMismatch)
    }
    return found
  }

  private func session(in ticket: [UInt8]) -> FoundSession? {
    guard let bytes = configuration.ticketKey?.open(ticket),
      let state = try? ByteReader.read(SessionState.self, from: bytes)
    else { return nil }
    return FoundSession(state: state, means: .ticket, opened: bytes)
  }

  private func keptSession(_ hello: ClientHello) -> FoundSession? {
    guard configuration.keepsSessionIDs, !hello.legacySessionID.isEmpty else { return nil }
    return configuration.sessionCache.first { $0.sessionID == hello.legacySessionID }
      .map { FoundSession(state: $0, means: .sessionID) }
  }

  /// Whether a session can be resumed now, by this client (RFC 5246 §7.4.1.2, RFC 6066 §3: under
  /// the same name; RFC 7627 §5.3: one without the extended master secret by no client that has
  /// it).
  private func fits(_ state: SessionState, _ hello: ClientHello) -> Bool {
    let age = configuration.now / 1000 - Int64(clamping: state.issued)
    // A session does not hold who the client was: whoever must prove it does so anew.
    return configuration.clientAuthentication != .require
      && configuration.suites.contains(state.suite)
      && hello.cipherSuites.contains(state.suite) && state.suite.isSpoken(in: state.version)
      && state.secret.count == 48 && state.serverName == hello.serverName
      && (0...Int64(state.lifetime) * 1000).contains(age)
      && (state.extendedMasterSecret
        || !(hello.has(.extendedMasterSecret) && configuration.extendedMasterSecret))
  }

  /// Takes the secret over, and finishes first.
  func resume(
    _ found: FoundSession, _ hello: ClientHello, _ exchange: inout Exchange
  ) throws(HandshakeFailure) -> any HandshakeState {
    let state = found.state
    exchange.decide(.resumption(found.means))
    exchange.decide(.suite(state.suite))
    let random = exchange.makeServerRandom(
      negotiated: state.version, best: configuration.acceptedVersions.max())
    try exchange.limitRecords(own: configuration.recordSizeLimit, peer: hello)
    let applicationProtocol = try commonApplicationProtocol(hello, configuration)
    try exchange.send(
      ServerHello(
        legacyVersion: state.version, random: random, legacySessionIDEcho: hello.legacySessionID,
        cipherSuite: state.suite, legacyCompressionMethod: .null,
        extensions: extensions(
          answering: hello, state, applicationProtocol,
          renegotiated: exchange.renegotiatedConnection)))
    exchange.fixRules()
    try takeSecret(of: found, &exchange)
    try exchange.changeKeysAndFinish()
    return ExpectingClientChangeCipherSpec(ending: .abbreviated(configuration))
  }

  private func takeSecret(
    of found: FoundSession, _ exchange: inout Exchange
  ) throws(HandshakeFailure) {
    switch found.means {
    case .sessionID: exchange.facts.note(found.state.secret, as: .earlierMasterSecret)
    // The key of the tickets is no value of this connection.
    case .ticket: try exchange.derive(.ticketState, computed: found.opened)
    }
    try exchange.takeOverMasterSecret()
  }

  private func extensions(
    answering hello: ClientHello, _ state: SessionState, _ applicationProtocol: String?,
    renegotiated: [UInt8]
  ) -> [Extension]? {
    var extensions: [Extension] = []
    if hello.answersRenegotiationInfo { extensions.append(RenegotiationInfo(renegotiated)) }
    if configuration.encryptThenMAC, hello.has(.encryptThenMAC),
      state.suite.parameters?.cipher.isAEAD == false
    {
      extensions.append(EncryptThenMAC())
    }
    if state.extendedMasterSecret { extensions.append(ExtendedMasterSecret()) }
    if hello.has(.recordSizeLimit) {
      extensions.append(recordSizeLimit: configuration.recordSizeLimit)
    }
    if let applicationProtocol {
      extensions.append(ApplicationLayerProtocolNegotiation([applicationProtocol]))
    }
    return extensions.isEmpty ? nil : extensions
  }
}

extension ClientHello {
  /// Whether the client knows of RFC 5746, which it may say by a suite too (§3.3).
  var answersRenegotiationInfo: Bool {
    has(.renegotiationInfo) || cipherSuites.contains(.emptyRenegotiationInfoSCSV)
  }
}
