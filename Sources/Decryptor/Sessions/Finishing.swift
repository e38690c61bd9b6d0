import Bytes
import CryptoPrimitives
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
    session.offersTicket = handshake.clientHello?.ticket.isEmpty == false
    session.isInKeyLog = handshake.clientHello.map { keyring.knows($0.random) } ?? false
    // What the server answers to early data comes behind it.
    if reason == .secretMissing(Label.early), session.earlyData?.isTaken == false {
      reason = .earlyDataRefused
    }
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
    } else if sealed == client.sealedHandshake + server.sealedHandshake && !isDamaged {
      session.result = .open
      session.reason = sealed > 0 ? reason : failed
    } else {
      session.result = opened > 0 ? .partlyOpen : .sealed
      session.reason = reason.flatMap { $0 == .unfinished ? nil : $0 } ?? failed ?? .unfinished
    }
  }

  /// That an alert ended the handshake.
  private var failed: Reason? { session.failure.map { .handshakeFailed($0.description.label) } }

  private var isBroken: Bool { client.isBroken || server.isBroken }

  /// Nothing was protected: the handshake did not get so far.
  private func judgeClear() {
    session.result = reason == .startMissing ? .sealed : .empty
    if let alert = session.failure ?? session.alerts.first {
      session.reason = .handshakeFailed(alert.description.label)
    } else if reason == nil, !session.otherAnswer.isEmpty {
      session.reason = .otherProtocol
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
      if first.opening == .keyLog && first.secret.count != 48 {
        return .secretLength(needed: 48, has: first.secret.count)
      }
      return first.opening == .preSharedKey ? .wrongPreSharedKey : .wrongSecret
    }
    if isResumed { return whyNotResumed(server) }
    if suite.keyExchange == "PSK" { return .noPreSharedKey }
    if suite.keyExchange == "RSA_PSK" { return whyNoTwoKeysOpen() }
    if suite.opensByPrivateKey { return whyNoKeyOpens() }
    return keyring.logCount > 0 ? .secretMissing("CLIENT_RANDOM") : .forwardSecrecy
  }

  private func whyNotResumed(_ server: HelloFields) -> Reason {
    let ticket = handshake.clientHello?.ticket ?? []
    let earlier = cache.stream(ticket) ?? cache.stream(server.sessionID)
    if !ticket.isEmpty && !keyring.ticketKeys.isEmpty {
      // RFC 5077 §4: a ticket begins with the name of its key.
      let name = Array(ticket.prefix(16))
      return keyring.ticketKeys.contains { $0.name == name }
        ? .ticketDiffers(name.hex) : .otherTicketKey(name.hex)
    }
    return earlier.map { .resumesSealed(stream: $0) } ?? .resumedFromElsewhere
  }

  /// RSA_PSK (RFC 4279 §4).
  private func whyNoTwoKeysOpen() -> Reason {
    let hasKey =
      handshake.subjectKey.map { keyring.key(for: $0) != nil } ?? !keyring.keys.isEmpty
    return hasKey ? .noPreSharedKey : .bothKeys(session.certificate)
  }

  private func whyNoKeyOpens() -> Reason {
    if keyring.keys.isEmpty {
      return keyring.logCount > 0 ? .secretMissing("CLIENT_RANDOM") : .noKey(session.certificate)
    }
    if let certificate = session.certificate { return .otherKey(certificate) }
    return handshake.isIncomplete ? .unfinished : .noKey(nil)
  }

  func whySealed13(_ side: Side) -> Reason {
    guard let random = handshake.clientHello?.random else { return .forwardSecrecy }
    let labels =
      side == .client
      ? ["CLIENT_HANDSHAKE_TRAFFIC_SECRET", "CLIENT_TRAFFIC_SECRET_0"]
      : ["SERVER_HANDSHAKE_TRAFFIC_SECRET", "SERVER_TRAFFIC_SECRET_0"]
    let logged = labels.map { keyring.secrets($0, random) }
    if restsOnPreShared && logged.allSatisfy(\.isEmpty) {
      if !handshake.preShared.isEmpty || !keyring.preSharedKeys.isEmpty {
        return .wrongPreSharedKey
      }
      if keyring.logCount == 0 { return .noPreSharedKey }
    }
    guard keyring.logCount > 0 else { return .forwardSecrecy }
    if let place = logged.firstIndex(where: \.isEmpty) { return .secretMissing(labels[place]) }
    if let wrong = wrongLength(logged.joined()) { return wrong }
    if side == .client, handshake.clientHello?.has(ExtensionNumber.earlyData) == true,
      session.earlyOpening == nil, keyring.secrets(Label.early, random).isEmpty
    {
      return .secretMissing(Label.early)
    }
    return .wrongSecret
  }

  /// Traffic secrets are as long as the suite's hash (RFC 9846 §7.1).
  private func wrongLength(_ secrets: some Sequence<[UInt8]>) -> Reason? {
    guard let suite = session.suite.flatMap({ ReadableSuite.of($0) }) else { return nil }
    let needed = suite.prfHash.length
    return secrets.first { $0.count != needed }.map {
      .secretLength(needed: needed, has: $0.count)
    }
  }
}

extension DecryptedSession.Half {
  fileprivate func with(lost: Int) -> DecryptedSession.Half {
    var half = self
    half.lost = lost
    return half
  }
}
