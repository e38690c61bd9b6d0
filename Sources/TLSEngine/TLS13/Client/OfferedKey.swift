import Bytes
import CryptoPrimitives
import TLSKeys
import TLSWire

/// The pre-shared key that a client offers: of an earlier session, or agreed on outside of TLS
/// (RFC 8446 §4.2.11). One is enough here.
struct OfferedKey: Sendable, Codable {
  var kind: PreSharedKeyKind
  var secret: [UInt8]
  /// The suite of its session: its hash belongs to the key, its cipher protects early data.
  var suite: CipherSuite
  /// What the server knows it by: a ticket, or a name.
  var identity: PSKIdentity
  /// Bytes of early data that the server takes with it.
  var maximumEarlyData: UInt32

  /// The session to be resumed, if there is one of TLS 1.3 that is still good; else the key that was
  /// agreed on.
  static func choose(_ configuration: ClientConfiguration) -> OfferedKey? {
    guard configuration.offers13 else { return nil }
    let suites = configuration.offeredSuites
    if let session = configuration.resumption, session.version == .tls13,
      let hash = session.suite.parameters13?.hash,
      suites.contains(where: { $0.parameters13?.hash == hash }),
      !session.hasExpired(at: configuration.now)
    {
      return OfferedKey(session, now: configuration.now)
    }
    // An external key goes with SHA-256 unless somebody says otherwise (RFC 8446 §4.2.11).
    guard let external = configuration.preSharedKeys.first,
      let suite = suites.first(where: { $0.parameters13?.hash == .sha256 })
    else { return nil }
    return OfferedKey(external, suite)
  }

  private init(_ external: ExternalPSK, _ suite: CipherSuite) {
    kind = .external
    secret = external.key
    self.suite = suite
    identity = PSKIdentity(identity: external.identity, obfuscatedTicketAge: 0)
    maximumEarlyData = 0
  }

  private init(_ session: ResumableSession, now: Int64) {
    kind = .resumption
    secret = session.secret
    suite = session.suite
    // Milliseconds, masked by a number that only this ticket has (RFC 8446 §4.2.11.1).
    let age = UInt32(truncatingIfNeeded: max(0, now &- session.received) / 1000)
    identity = PSKIdentity(identity: session.ticket, obfuscatedTicketAge: age &+ session.ageAdd)
    maximumEarlyData = session.maximumEarlyData
  }

  /// The extension with a binder of zeros, as long as the right one will be.
  var unbound: Extension {
    bound(by: [UInt8](repeating: 0, count: suite.parameters13?.hash.length ?? 32))
  }

  func bound(by binder: [UInt8]) -> Extension {
    Extension(OfferedPSKs(identities: [identity], binders: [PSKBinderEntry(binder)]))
  }
}

extension ResumableSession {
  /// "Clients MUST NOT attempt to use tickets which have ages greater than the ticket_lifetime"
  /// (RFC 8446 §4.6.1).
  fileprivate func hasExpired(at now: Int64) -> Bool {
    max(0, now &- received) / 1_000_000 > Int64(lifetime)
  }
}
