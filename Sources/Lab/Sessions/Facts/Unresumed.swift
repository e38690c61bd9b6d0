import TLSEngine
import TLSKeys
public import TLSWire

/// A session that was to take up an earlier one, and made a whole handshake instead.
public struct Unresumed: Hashable, Sendable {
  /// The earlier session.
  public var earlier: String
  public var reason: Reason

  public enum Reason: Hashable, Sendable {
    /// A ticket or an identifier is good for the version of its session alone (RFC 8446 §4.6.1, RFC 5246
    /// §7.4.1.2).
    case otherVersion(ProtocolVersion, now: ProtocolVersion)
    /// It is older than the server allows.
    case tooOld(seconds: Int64)
    /// The client does not offer the suite any more, or in TLS 1.3 none with its hash.
    case suiteNotOffered(CipherSuite)
    /// The server uses no tickets and keeps no sessions now.
    case notKept
    /// A session does not hold who the client was, and the server demands to know.
    case clientMustProve
    /// The client names another server now, or none (RFC 6066 §3).
    case otherName
    /// The client offered it, and the server did not take it: its ticket does not open there, or something
    /// of it does not fit.
    case notTaken
  }
}

extension Lab {
  /// Why a session took up nothing although it was told to; nil where it did, or where nothing can be said
  /// yet.
  public func unresumed(_ session: Session) -> Unresumed? {
    let facts = session.facts(on: session.clientWire)
    guard let name = session.settings[.clientResume], session.replay == nil, facts.suite != nil,
      let version = facts.version, facts.preSharedKey != .accepted(.resumption), !facts.isResumed,
      let earlier = self.session(name), let kept = earlier.client?.resumableSessions.last
    else { return nil }
    return Unresumed(
      earlier: earlier.id, reason: reason(kept, earlier, session, version))
  }

  private func reason(
    _ kept: ResumableSession, _ earlier: Session, _ session: Session, _ version: ProtocolVersion
  ) -> Unresumed.Reason {
    guard kept.version == version else { return .otherVersion(kept.version, now: version) }
    let offered = session.settings.suites(of: .client)
    let isOffered =
      version == .tls13
      ? offered.contains { $0.parameters13?.hash == kept.suite.parameters13?.hash }
      : offered.contains(kept.suite)
    guard isOffered else { return .suiteNotOffered(kept.suite) }
    let age = ((session.steps.first?.time ?? 0) - kept.received) / 1_000_000
    if kept.lifetime > 0, age > Int64(kept.lifetime) { return .tooOld(seconds: age) }
    guard session.outside == nil else { return .notTaken }
    let settings = session.settings
    if !settings[.serverTickets], version == .tls13 || !settings[.serverSessionIDs] {
      return .notKept
    }
    if settings[.serverClientAuth] == .require { return .clientMustProve }
    if settings[.clientSNI] != earlier.settings[.clientSNI] { return .otherName }
    return .notTaken
  }
}
