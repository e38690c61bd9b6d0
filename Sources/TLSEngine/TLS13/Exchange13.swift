import CryptoPrimitives
import Knowledge
import TLSKeys
import TLSWire

// The key schedule of TLS 1.3 as both sides walk it (RFC 8446 §7.1).
extension Exchange {
  /// The schedule that was negotiated.
  ///
  /// - Throws: `internalError` before that.
  var schedule13: KeySchedule13 {
    get throws(HandshakeFailure) {
      guard let schedule = facts.schedule13 else {
        throw .internalError("no suite was negotiated")
      }
      return schedule
    }
  }

  /// Derives a value unless it is there already.
  mutating func deriveOnce(_ name: ValueName) throws(HandshakeFailure) {
    if facts.values[name] == nil { try derive(name) }
  }

  /// From the key exchange to the keys of the handshake's records: everything that the hellos
  /// decide.
  mutating func deriveHandshakeKeys() throws(HandshakeFailure) {
    fixRules()
    let schedule = try schedule13
    if schedule.agreement != nil {
      try derive(.sharedSecret)
      if !keepsEphemeral { erase(.ephemeralPrivate(side)) }
    }
    try deriveOnce(.noMessagesHash)
    if case .offered = schedule.preSharedKey {
      try derive(.earlySecretWithoutKey)
    } else {
      try deriveOnce(.earlySecret)
    }
    try derive(.earlyDerived)
    try derive(.handshakeSecret)
    erase(.sharedSecret, .earlySecret, .earlySecretWithoutKey, .earlyDerived)
    try derive(.helloHash)
    for sender in Side.allCases {
      try derive(.handshakeTrafficSecret(sender))
      for name in schedule.recordKeys(of: sender, in: .handshake) { try derive(name) }
    }
    try derive(.handshakeDerived)
    try derive(.masterSecret)
    erase(.handshakeSecret, .handshakeDerived)
  }

  /// The keys of application data, once the server's Finished has been seen.
  mutating func deriveApplicationKeys() throws(HandshakeFailure) {
    let schedule = try schedule13
    try derive(.serverFinishedHash)
    for sender in Side.allCases {
      try derive(.applicationTrafficSecret(sender))
      for name in schedule.recordKeys(of: sender, in: .application(0)) { try derive(name) }
    }
    try derive(.exporterMasterSecret)
  }

  /// What later sessions can be resumed by, once the client's Finished has been seen; and the end of
  /// what only the handshake needed.
  mutating func finishKeySchedule() throws(HandshakeFailure) {
    try derive(.clientFinishedHash)
    try derive(.resumptionMasterSecret)
    let schedule = try schedule13
    let kept =
      Side.allCases.flatMap { side in
        [.applicationTrafficSecret(side)] + schedule.recordKeys(of: side, in: .application(0))
      } + [.exporterMasterSecret, .resumptionMasterSecret]
    erase(schedule.secrets.filter { !kept.contains($0) })
  }

  /// Protects what `sender` sends from here on.
  mutating func install(for sender: Side, _ epoch: Epoch) throws(HandshakeFailure) {
    guard let suite = facts.suite else { throw .internalError("no suite was negotiated") }
    try install(for: sender, epoch, suite: suite)
  }

  /// The same with a suite that is not negotiated yet: that of early data.
  mutating func install(
    for sender: Side, _ epoch: Epoch, suite: CipherSuite
  ) throws(HandshakeFailure) {
    guard let parameters = suite.parameters13,
      let key = facts.values[.recordKey(sender, epoch)],
      let iv = facts.values[.recordIV(sender, epoch)]
    else { throw .internalError("no keys for what the \(sender.rawValue) sends") }
    let protection = RecordLayer.Protection.tls13(
      RecordProtection13(algorithm: AEADAlgorithm(parameters.cipher), key: key, iv: iv))
    install(
      protection, for: sender, suite: suite,
      names: [.recordKey(sender, epoch), .recordIV(sender, epoch)])
  }

  /// Ends the handshake on this side.
  mutating func establish13(
    _ established: Established13
  ) throws(HandshakeFailure) -> any HandshakeState {
    effects.append(.established)
    if established.permitsRequest { facts.keepTranscript(try known(.clientFinishedMessages)) }
    forgetHandshake()
    return established
  }
}
