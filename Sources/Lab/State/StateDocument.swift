import Bytes
import Eavesdropper
import Interceptor
import Knowledge
import Network
import TLSEngine
import TLSKeys
public import TLSWire
import X509

extension Lab {
  /// The lab as one JSON document: what lesson checks, `expect`, tests and exports read.
  public var stateDocument: JSONValue {
    sessions.readAhead()
    return .object([
      "schema": .number(1),
      "world": .object([
        "preset": .string(world.preset.rawValue), "seed": .string(String(world.seed)),
        "server_name": .string(world.serverName),
        "student": world.student.map { .string($0) } ?? .null,
      ]),
      "settings": .object(
        Dictionary(
          SettingCatalogue.all.map { ($0.key, .string(settings.text(of: $0))) },
          uniquingKeysWith: { first, _ in first }
        )
        .merging([Setting.clientVerify.key: .string(settings.verification)]) { _, whole in whole }),
      "authorities": .object(authorityDocuments), "certificates": .object(certificateDocuments),
      "sessions": .object(sessionDocuments),
      "attacker": attackerDocument, "audit": auditDocument, "attacks": .array(attackDocuments),
      "cursor": cursorDocument, "toolbox": toolboxDocument,
      "predictions": .object(predictions.mapValues { .string($0.rawValue) }),
    ])
  }

  private var authorityDocuments: [String: JSONValue] {
    var documents: [String: JSONValue] = [:]
    for name in world.authorityNames {
      var document: [String: JSONValue] = ["trusted": .bool(world.isTrusted(name))]
      // Keys of those that nobody needed yet are not made for this.
      if let certificate = world.existingAuthority(name)?.certificate {
        document["subject"] = .string(certificate.subject)
        document["issuer"] = .string(certificate.issuer)
      }
      documents[name] = .object(document)
    }
    return documents
  }

  private var certificateDocuments: [String: JSONValue] {
    Dictionary(
      world.registry.certificates.map { named -> (String, JSONValue) in
        let leaf = named.identity.chain.first
        return (
          named.name,
          .object([
            "issuer": .string(named.issuer),
            "names": .array((leaf?.dnsNames ?? []).map { .string($0) }),
            "revoked": .bool(leaf.map { world.isRevoked($0, by: named.issuer) } ?? false),
          ])
        )
      }, uniquingKeysWith: { first, _ in first })
  }

  private var sessionDocuments: [String: JSONValue] {
    var documents = Dictionary(
      sessions.mapInParallel { ($0.id, document(of: $0)) }, uniquingKeysWith: { first, _ in first })
    if let last = sessions.last { documents["last"] = documents[last.id] }
    return documents
  }

  /// One session in the document.
  public func document(of session: Session) -> JSONValue {
    let vault = vaultState(of: session)
    return session.remembered(DocumentMemory(vault: vault)) { document(of: session, vault) }
  }

  /// Beside the session itself, a document depends on what the attacker can read.
  private struct DocumentMemory: Hashable, Sendable { var vault: VaultState }

  private func document(of session: Session, _ vault: VaultState) -> JSONValue {
    let facts = session.facts(on: session.clientWire)
    let checks = session.checks(by: .client)
    let notice = session.notice
    func names(_ chosen: (Check) -> Bool) -> JSONValue {
      .array(checks.filter(chosen).map { .string($0.name.rawValue) })
    }
    return .object([
      "version": facts.version.map { .string($0.number) } ?? .null,
      "suite": facts.suite.map { .string($0.label) } ?? .null,
      "kx": facts.keyExchangeWord.map { .string($0) } ?? .null,
      "group": groupName(session).map { .string($0) } ?? .null,
      "outcome": .string(session.outcome.rawValue),
      "alert": session.failure.map { .string($0.alert.description.label) } ?? .null,
      "alert_by": session.failure.map { .string($0.by.rawValue) } ?? .null,
      "server_name": .string(session.serverName),
      "verified": names { $0.outcome == .passed },
      "not_checked": names { $0.skipped },
      "vault": .string(vault.rawValue),
      "read_by": .array(readers(of: session, vault).map { .string($0) }),
      "round_trips": roundTrips(of: session).map { .number($0) } ?? .null,
      "resumed_from": resumedFrom(session).map { .string($0) } ?? .null,
      "handshakes": .number(session.handshakes(on: session.clientWire).count),
      "early_data": earlyData(session).map { .string($0 ? "accepted" : "rejected") } ?? .null,
      "keys_updated": .number(facts.keyUpdates.values.reduce(0, +)),
      "steps": .number(session.steps.count),
      "noticed_by": notice?.by.map { .string($0.rawValue) } ?? .null,
      "noticed_means": notice.map { .string($0.means.rawValue) } ?? .null,
    ])
  }

  /// The session that this one resumed, if it did.
  private func resumedFrom(_ session: Session) -> String? {
    let facts = session.facts(on: session.clientWire)
    let isAccepted = if case .accepted = facts.preSharedKey { true } else { false }
    return facts.isResumed || isAccepted ? session.settings[.clientResume] : nil
  }

  /// Whether the server took the client's early data; nil when there was none.
  private func earlyData(_ session: Session) -> Bool? {
    for case .decided(.earlyData(let taken)) in session.steps.map(\.effect) { return taken }
    return nil
  }

  private func groupName(_ session: Session) -> String? {
    for step in session.steps {
      if case .decided(.group(let group)) = step.effect { return group.label }
    }
    return nil
  }

  private func readers(of session: Session, _ vault: VaultState) -> [String] {
    var readers: [String] = []
    if vault == .open || vault == .partly { readers.append("eavesdropper") }
    let isRelayRead = session.isRelayed && !readers.isEmpty
    if session.interceptor?.read.isEmpty == false || isRelayRead { readers.append("interceptor") }
    return readers
  }

  /// Round trips until the client could send data; nil while it can't.
  private func roundTrips(of session: Session) -> Int? {
    guard let time = session.timeToData, let link = session.links[session.clientWire],
      link.roundTrip > 0
    else { return nil }
    return Int(time / link.roundTrip) + (time % link.roundTrip == 0 ? 0 : 1)
  }

  /// How the settings in force stand to today's advice, check by check.
  private var auditDocument: JSONValue {
    let audit = verdicts
    var members = Dictionary(
      audit.map { ($0.check.rawValue, JSONValue.string($0.verdict.rawValue)) },
      uniquingKeysWith: { first, _ in first })
    members["verdict"] = .string(Audit.worst(audit.map(\.verdict)).rawValue)
    return .object(members)
  }

  private var attackerDocument: JSONValue {
    let read = sessions.filter { !readers(of: $0, vaultState(of: $0)).isEmpty }
    return .object([
      "leaks": .array(attacker.loot.map { .string($0.rawValue) }),
      "mitm": .string(attacker.interception?.rawValue ?? "off"),
      "read": .array(read.map { .string($0.id) }),
    ])
  }

  private var cursorDocument: JSONValue {
    guard let session = currentSession else {
      return .object([
        "session": .null, "step": .number(0), "steps": .number(0), "next": .null,
      ])
    }
    let next = session.next
    return .object([
      "session": .string(session.id), "step": .number(session.steps.count),
      "steps": session.outside == nil ? .number(session.total) : .null,
      "next": next.map { .string($0.actor.rawValue) } ?? .null,
    ])
  }
}

extension ProtocolVersion {
  /// The version's number alone: `1.2`.
  public var number: String {
    switch self {
    case .tls10: "1.0"
    case .tls11: "1.1"
    case .tls12: "1.2"
    case .tls13: "1.3"
    default: hexadecimal
    }
  }
}

extension KeyExchange {
  /// The word for the key exchange in settings and in the state document.
  public var word: String {
    switch self {
    case .rsa: "rsa"
    case .dheRSA: "dhe"
    case .ecdheRSA, .ecdheECDSA: "ecdhe"
    case .psk: "psk"
    case .dhePSK: "dhe-psk"
    case .ecdhePSK: "ecdhe-psk"
    case .dhAnonymous: "dhe-anonymous"
    case .ecdhAnonymous: "ecdhe-anonymous"
    }
  }
}
