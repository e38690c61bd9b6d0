import Interceptor
import Knowledge
import TLSEngine
public import TLSKeys
public import TLSWire

/// Who noticed what an attacker did to a message, and by what.
public struct Notice: Hashable, Sendable {
  /// Nil: nobody did.
  public var by: Actor?
  public var means: Means
  /// The alert that was sent, if one was.
  public var alert: Alert?
  /// Bytes of application data that each side had been given by then.
  public var delivered: [Side: Int]

  /// By what something was noticed.
  public enum Means: String, Hashable, Sendable, CaseIterable {
    /// The record's MAC or tag.
    case record
    /// The two sides' keys differ, because the handshakes that they saw do; the first record under
    /// them does not open.
    case transcript
    case finished
    case certificateVerify = "certificate_verify"
    case serverKeyExchange = "server_key_exchange"
    case certificate
    case binder
    case sentinel
    /// TLS_FALLBACK_SCSV (RFC 7507).
    case fallbackSCSV = "fallback_scsv"
    /// A message came that had no place there.
    case order
    /// A message could not be read.
    case syntax
    /// A value that is not allowed, or was not offered.
    case rule
    /// The stream ended without close_notify.
    case closeNotify = "close_notify"
    /// Nobody noticed; both wait for what does not come.
    case silence
    /// Nobody noticed anything.
    case nothing
  }
}

extension Session {
  /// Who noticed what the attacker did; nil while nothing was done, or nothing came of it yet.
  public var notice: Notice? {
    guard fellBack || interceptor != nil || interferences.contains(where: \.isDone) else {
      return nil
    }
    let step = steps.first { step in
      switch step.effect {
      case .failed, .truncated: true
      default: false
      }
    }
    guard let step else {
      guard isAtRest else { return nil }
      let isSilent = isStalled
      return Notice(
        by: nil, means: isSilent ? .silence : .nothing, alert: nil, delivered: delivered(by: now))
    }
    let place = steps.firstIndex(of: step) ?? 0
    return Notice(
      by: step.actor, means: means(at: place), alert: failure?.alert,
      delivered: delivered(by: step.time))
  }

  private func delivered(by time: Int64) -> [Side: Int] {
    var counts: [Side: Int] = [.client: 0, .server: 0]
    for step in steps where step.time <= time {
      guard case .deliver(let data) = step.effect, let side = step.actor.side else { continue }
      counts[side, default: 0] += data.count
    }
    return counts
  }

  private func means(at place: Int) -> Notice.Means {
    guard case .failed(let failure, _) = steps[place].effect else { return .closeNotify }
    switch failure {
    case .malformed: return .syntax
    case .refused(.certificate), .refused(.unusableCertificate): return .certificate
    case .refused(.inappropriateFallback): return .fallbackSCSV
    case .refused, .internalError: return .rule
    case .peerAlert: return .rule
    case .misbehaving(let violation): return means(of: violation, at: place)
    }
  }

  private func means(of violation: HandshakeFailure.Violation, at place: Int) -> Notice.Means {
    switch violation {
    case .badRecordMAC, .recordOverflow: return keysDiffer(at: place) ? .transcript : .record
    case .finishedMismatch: return .finished
    case .binderMismatch: return .binder
    case .signatureInvalid:
      return lastFailedCheck(before: place) == .serverKeyExchangeSignature
        ? .serverKeyExchange : .certificateVerify
    case .unexpectedMessage, .secondHelloRetryRequest, .messageAcrossKeyChange, .recordOutOfPlace:
      return .order
    case .unknownContentType, .emptyFragment, .idleRecords: return .syntax
    case .illegalParameter:
      return lastFailedCheck(before: place) == .downgradeSentinel ? .sentinel : .rule
    case .legacyVersion, .publicValueOutOfRange, .unsolicitedExtension, .missingExtension,
      .anonymousCertificateRequest, .emptyCertificate, .tooMuchEarlyData,
      .renegotiationMismatch, .extendedMasterSecretMismatch:
      return .rule
    }
  }

  private func lastFailedCheck(before place: Int) -> Check.Name? {
    for step in steps[..<place].reversed() {
      if case .verified(let check) = step.effect, check.failed { return check.name }
    }
    return nil
  }

  /// Whether the two ends derived different values under one name: no record of the one can open for
  /// the other then.
  private func keysDiffer(at place: Int) -> Bool {
    func derived(by actor: Actor) -> KnownValues {
      ledger.entries.reduce(into: [:]) { values, entry in
        guard let gain = entry.gains[actor], gain.means == .derived, gain.step <= place + 1
        else { return }
        values[entry.name] = entry.bytes
      }
    }
    let theirs = derived(by: .server)
    return derived(by: .client).contains { name, value in
      theirs[name].map { $0 != value } ?? false
    }
  }
}

extension Actor {
  /// The side that somebody at the end of the whole way plays.
  var side: Side? {
    switch self {
    case .client: .client
    case .server: .server
    case .interceptor: nil
    }
  }
}
