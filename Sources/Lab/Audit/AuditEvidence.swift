import CryptoPrimitives
import Knowledge
import Network
import TLSEngine
import TLSKeys
import TLSWire
import X509

/// What an audit judges by: what the settings would allow, or what a session agreed on.
struct AuditEvidence: Sendable {
  /// The settings in force, or those with which the session was made.
  var settings: Settings
  /// Nil: the settings themselves are judged.
  var session: Session?
  /// The versions that the two sides could speak, or the one that they speak; none before the
  /// ServerHello.
  var versions: [ProtocolVersion]
  /// The suites that the server takes, its first choice first, or the one that was chosen.
  var suites: [CipherSuite]
  /// The suites that the client offers, or offered.
  var offered: [CipherSuite]
  /// The certificates that the server would show, or showed.
  var certificates: [CertificateFacts]
  /// What passed in a session.
  var facts: WireFacts?

  /// What an audit needs to know of a certificate.
  struct CertificateFacts: Hashable, Sendable {
    var key: KeyKind
    /// Bits of security of the hash in its signature.
    var signatureStrength: Int
  }

  /// Whether an end of the session, as the client's wire shows it, is a program outside of the lab: what
  /// it checks and what it keeps nobody here sees.
  func isOutside(_ side: Side) -> Bool {
    guard let session else { return false }
    return session.isOutside(session.clientWire.actor(playing: side))
  }

  /// Whether it is a recording from elsewhere in which something stays closed that a server of TLS 1.3 said.
  var hidesServer: Bool {
    guard let session, session.isImported, versions.contains(.tls13) else { return false }
    return session.messages.contains { _, _, message in
      message.sender == .server && message.isProtected && message.isSealed
    }
  }

  /// Whether a pre-shared key is all that the server of a session proves itself with: then it sends no certificate
  /// (RFC 8446 §4.4.2).
  private var provesBySharedKey: Bool {
    guard versions == [.tls13], let facts else { return false }
    if case .accepted = facts.preSharedKey { return true }
    return false
  }

  /// That no certificate came, or none can be seen.
  var noCertificate: Standing {
    .notSeen(hidesServer && !provesBySharedKey ? "sealed" : "no-certificate")
  }

  /// Whether a version before 1.3 is among them.
  var hasOlder: Bool { versions.contains { $0 < .tls13 } }

  /// That nothing is agreed on, and why: both ends need the other's Finished for that (RFC 5246 §7.4.9, RFC 9846
  /// §4.5.3). Nil where there is an agreement, and for settings.
  var unagreed: Standing? {
    guard let session, !session.steps.contains(where: { $0.effect == .established }) else {
      return nil
    }
    // Of a recording from elsewhere the records under keys tell it.
    let stands: [Session.Outcome] = [.established, .closed]
    if session.isImported, stands.contains(session.outcome) { return nil }
    if session.isImported, session.outcome == .running {
      if Set(session.messages.map(\.message.sender)).count == 1 { return .notSeen("one-sided") }
      if session.isPartial(on: session.clientWire) { return .notSeen("cut-off") }
    }
    return session.outcome == .running
      ? Self.nothingYet : .notSeen("never-agreed")
  }

  init(session: Session) {
    let facts = session.facts(on: session.clientWire)
    settings = session.settings
    self.session = session
    self.facts = facts
    versions = facts.version.map { [$0] } ?? []
    suites = facts.version == nil ? [] : facts.suite.map { [$0] } ?? []
    offered = session.clientHello?.cipherSuites ?? []
    certificates = session.certificates(on: session.clientWire).prefix(1).compactMap { der in
      (try? Certificate(der: der)).map {
        CertificateFacts(key: $0.publicKey.kind, signatureStrength: $0.signatureStrength)
      }
    }
  }

  init(settings: Settings, of lab: Lab) {
    self.settings = settings
    versions = settings.commonVersions
    let accepted = settings.suitesInForce(of: .server)
    let first = settings.firstCommonSuite
    suites = (first.map { [$0] } ?? []) + accepted.filter { $0 != first }
    offered = settings.suitesInForce(of: .client)
    certificates = settings.provesBySharedKey ? [] : Self.certificates(settings, lab)
  }

  /// Whether settings are judged by which the server shows no certificate that anything could be checked of.
  var showsNoCertificate: Bool { session == nil && settings.provesBySharedKey }

  /// What is known of the server's certificates without making them: it takes a while.
  private static func certificates(_ settings: Settings, _ lab: Lab) -> [CertificateFacts] {
    guard let name = settings[.serverCert].name else {
      return lab.keysNeeded(settings).map {
        CertificateFacts(key: $0.keyKind, signatureStrength: sha256Strength)
      }
    }
    if let made = lab.world.registry.certificates.first(where: { $0.name == name }) {
      return made.identity.chain.prefix(1).map {
        CertificateFacts(key: $0.publicKey.kind, signatureStrength: $0.signatureStrength)
      }
    }
    guard let kind = ReadyMadeCertificate(rawValue: name) else { return [] }
    return [
      CertificateFacts(
        key: .rsa(bits: kind == .weakKey ? 1024 : 2048),
        signatureStrength: kind == .sha1 ? sha1Strength : sha256Strength)
    ]
  }

  /// Bits of security of a hash in a signature, as libcrypto counts them.
  private static let sha256Strength = 128
  private static let sha1Strength = 63
}

extension World.Role {
  /// The kind of key that this role has.
  var keyKind: KeyKind {
    switch self {
    case .serverECDSA, .client: .ec(.secp256r1)
    case .serverP384: .ec(.secp384r1)
    case .serverP521: .ec(.secp521r1)
    case .serverEd25519: .ed25519
    case .serverEd448: .ed448
    case .serverRSA, .certificationAuthority, .attackerAuthority, .attackerServer:
      .rsa(bits: 2048)
    }
  }
}

extension KeyKind {
  /// Bits of security, after NIST SP 800-57 part 1, table 2; nil: not known.
  var strength: Int? {
    switch self {
    case .rsa(let bits), .rsaPSS(let bits, _):
      switch bits {
      case ..<1024: 0
      case ..<2048: 80
      case ..<3072: 112
      case ..<7680: 128
      default: 192
      }
    case .ec(let group): group == .secp384r1 ? 192 : group == .secp521r1 ? 256 : 128
    case .ed25519: 128
    case .ed448: 224
    case .other: nil
    }
  }

  /// `RSA-2048`, `secp256r1`, `Ed25519`.
  var auditWord: String {
    switch self {
    case .rsa(let bits): "RSA-\(bits)"
    case .rsaPSS(let bits, _): "RSA-PSS-\(bits)"
    case .ec(let group): group.rawValue
    case .ed25519: "Ed25519"
    case .ed448: "Ed448"
    case .other(let name): name
    }
  }
}

extension Session {
  /// The first ClientHello that the client sent, whatever its form.
  var clientHello: ClientHello? {
    for (_, step, message) in messages where step.wire == clientWire && message.sender == .client {
      if let (_, hello) = message.ssl2Hello { return hello.clientHello }
      guard case .handshake(let handshake) = message.content, handshake.type == .clientHello else {
        continue
      }
      return try? handshake.read(ClientHello.self)
    }
    return nil
  }

  /// The first ServerHello with which it was answered.
  var serverHello: ServerHello? {
    for (_, step, message) in messages where step.wire == clientWire && message.sender == .server {
      guard case .handshake(let handshake) = message.content, handshake.type == .serverHello else {
        continue
      }
      return try? handshake.read(ServerHello.self)
    }
    return nil
  }

  /// Whether the client's first message was in the form of SSL 2.0.
  var beganAsSSL2: Bool {
    messages.contains { _, step, message in step.wire == clientWire && message.ssl2Hello != nil }
  }
}
