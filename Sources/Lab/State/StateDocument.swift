import Bytes
import Eavesdropper
import Interceptor
import Knowledge
import Network
import TLSEngine
import TLSKeys
import TLSWire
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
      "settled_predictions": .object(settledPredictions.mapValues { .string($0.rawValue) }),
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
      sessions.mapInParallel { ($0.id, record(of: $0).document) },
      uniquingKeysWith: { first, _ in first })
    if let last = sessions.last { documents["last"] = documents[last.id] }
    return documents
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
    let read = sessions.filter { !readers(of: $0).isEmpty }
    return .object([
      "leaks": .array(attacker.loot.map { .string($0.rawValue) }),
      "mitm": .string(attacker.interception?.rawValue ?? "off"),
      "read": .array(read.map { .string($0.id) }),
      "prospects": prospects.document,
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
