import Bytes
import TLSKeys
import TLSWire

// What is said of a session when it is over, and why something stays sealed.
extension SessionReader {
  /// Ends the session: nobody waits any more.
  func finish() -> DecryptedSession {
    // A key log that grows may have what it lacked.
    if patience.forKeyLog { retry() }
    patience = Patience(forOtherHalf: false, forSession: false, forKeyLog: false)
    retry()
    for side in Side.allCases {
      let half = self[side]
      if !half.buffer.isEmpty && half.isProtected && !half.isBroken {
        // The capture ended within a record.
        note(.lost(side, offset: half.offset + half.buffer.count, count: 0))
        self[side].seen.sealedBytes += half.buffer.count
      }
    }
    session.client = client.seen.with(lost: session.client.lost)
    session.server = server.seen.with(lost: session.server.lost)
    judge()
    return session
  }

  private func judge() {
    let opened = session.client.openedRecords + session.server.openedRecords
    let sealed = session.client.sealedRecords + session.server.sealedRecords
    let cut = session.client.sealedBytes + session.server.sealedBytes > 0 && sealed == 0
    let isDamaged = session.client.lost + session.server.lost > 0 || cut || isBroken
    if opened == 0 && sealed == 0 {
      judgeClear()
    } else if sealed == 0 && !isDamaged {
      session.result = .open
    } else {
      session.result = opened > 0 ? .partlyOpen : .sealed
      session.reason = reason ?? .unfinished
    }
  }

  private var isBroken: Bool { client.isBroken || server.isBroken }

  /// Nothing was protected: the handshake did not get so far.
  private func judgeClear() {
    session.result = reason == .startMissing ? .sealed : .empty
    if let alert = session.alerts.first {
      session.reason = .handshakeFailed(alert.description.label)
    } else {
      session.reason = reason ?? .unfinished
    }
  }

  func whySealed12(_ isResumed: Bool) -> Reason {
    guard let server = handshake.serverHello,
      let suite = ReadableSuite.of(CipherSuite(rawValue: server.suite))
    else { return .startMissing }
    if let candidates = handshake.candidates, let first = candidates.first {
      let isExtended = server.has(ExtensionNumber.extendedMasterSecret)
      if first.opening != .keyLog && isExtended
        && (handshake.isIncomplete || !handshake.isHelloDone)
      {
        return .extendedMasterSecretIncomplete
      }
      return first.opening == .preSharedKey ? .wrongPreSharedKey : .wrongSecret
    }
    if isResumed { return .resumedFromElsewhere }
    if suite.keyExchange == "PSK" || suite.keyExchange == "RSA_PSK" { return .noPreSharedKey }
    if suite.opensByPrivateKey { return whyNoKeyOpens() }
    return keyring.logCount > 0 ? .secretMissing("CLIENT_RANDOM") : .forwardSecrecy
  }

  private func whyNoKeyOpens() -> Reason {
    if keyring.keys.isEmpty {
      return keyring.logCount > 0 ? .secretMissing("CLIENT_RANDOM") : .noKey(session.certificate)
    }
    if let certificate = session.certificate { return .otherKey(certificate) }
    return handshake.isIncomplete ? .unfinished : .noKey(nil)
  }

  func whySealed13(_ side: Side) -> Reason {
    guard keyring.logCount > 0, let random = handshake.clientHello?.random else {
      return .forwardSecrecy
    }
    let labels =
      side == .client
      ? ["CLIENT_HANDSHAKE_TRAFFIC_SECRET", "CLIENT_TRAFFIC_SECRET_0"]
      : ["SERVER_HANDSHAKE_TRAFFIC_SECRET", "SERVER_TRAFFIC_SECRET_0"]
    if let missing = labels.first(where: { keyring.secrets($0, random).isEmpty }) {
      return .secretMissing(missing)
    }
    let early = "CLIENT_EARLY_TRAFFIC_SECRET"
    if side == .client, handshake.clientHello?.has(ExtensionNumber.earlyData) == true,
      keyring.secrets(early, random).isEmpty
    {
      return .secretMissing(early)
    }
    return .wrongSecret
  }
}

extension DecryptedSession.Half {
  fileprivate func with(lost: Int) -> DecryptedSession.Half {
    var half = self
    half.lost = lost
    return half
  }
}
