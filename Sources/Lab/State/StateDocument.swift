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
    .object(JSONObject(StateMember.allCases.map { ($0.rawValue, document($0, nil)) }))
  }

  /// As much of ``stateDocument`` as a path leads through: of many sessions one.
  public func stateDocument(along path: [String]) -> JSONValue {
    guard let first = path.first, let member = StateMember(rawValue: first) else {
      return .object([:])
    }
    return .object([first: document(member, path.dropFirst().first)])
  }

  /// The names at the top of ``stateDocument``.
  public static var stateNames: [String] { StateMember.allCases.map(\.rawValue) }

  /// The names below `attacker` in it.
  public static var attackerNames: [String] {
    ["leaks", "mitm", "strip", "read", "gains", "prospects"]
  }

  /// What stands at a place of ``stateDocument``.
  public func state(at path: String...) -> JSONValue? { stateDocument(along: path).find(path) }

  private enum StateMember: String, CaseIterable {
    case schema, world, settings, authorities, certificates, sessions, attacker, audit, attacks
    case cursor, toolbox, predictions
    case settledPredictions = "settled_predictions"
  }

  /// - Parameter child: nil: all of them.
  private func document(_ member: StateMember, _ child: String?) -> JSONValue {
    switch member {
    case .schema: .number(1)
    case .world: worldDocument
    case .settings: settingsDocument
    case .authorities: .object(authorityDocuments)
    case .certificates: .object(certificateDocuments)
    case .sessions: .object(child.map(sessionDocument) ?? sessionDocuments)
    case .attacker: attackerDocument(child)
    case .audit: auditDocument
    case .attacks: .array(attackDocuments)
    case .cursor: cursorDocument
    case .toolbox: toolboxDocument
    case .predictions: .object(JSONObject(predictions.mapValues { .string($0.rawValue) }))
    case .settledPredictions:
      .object(JSONObject(settledPredictions.mapValues { .string($0.rawValue) }))
    }
  }

  private var worldDocument: JSONValue {
    .object([
      "preset": .string(world.preset.rawValue), "seed": .string(String(world.seed)),
      "server_name": .string(world.serverName), "student": .text(world.student),
      "clock": .number(Int(seconds)),
      "keys": .object(
        JSONObject(
          World.renewable.map { loot in (loot.rawValue, .number(world.number(of: loot))) })),
    ])
  }

  private var settingsDocument: JSONValue {
    var members = JSONObject(
      SettingCatalogue.all.map { ($0.key, .string(settings.text(of: $0))) })
    members[Setting.clientVerify.key] = .string(settings.verification)
    return .object(members)
  }

  private var authorityDocuments: JSONObject {
    var documents: JSONObject = [:]
    for name in world.authorityNames {
      var document: JSONObject = ["trusted": .bool(world.isTrusted(name))]
      // Keys of those that nobody needed yet are not made for this.
      if let certificate = world.existingAuthority(name)?.certificate {
        document["subject"] = .string(certificate.subject)
        document["issuer"] = .string(certificate.issuer)
      }
      documents[name] = .object(document)
    }
    return documents
  }

  private var certificateDocuments: JSONObject {
    JSONObject(
      world.registry.certificates.map { named in
        let leaf = named.identity.chain.first
        return (
          named.name,
          .object([
            "issuer": .string(named.issuer),
            "names": .array((leaf?.dnsNames ?? []).map { .string($0) }),
            "revoked": .bool(leaf.map { world.isRevoked($0, by: named.issuer) } ?? false),
          ])
        )
      })
  }

  /// One session by its name, or the last.
  private func sessionDocument(_ name: String) -> JSONObject {
    guard let session = name == "last" ? sessions.last : session(name) else { return [:] }
    return [name: record(of: session).document]
  }

  private var sessionDocuments: JSONObject {
    sessions.readAhead()
    var documents = JSONObject(sessions.mapInParallel { ($0.id, record(of: $0).document) })
    if let last = sessions.last { documents["last"] = documents[last.id] }
    return documents
  }

  /// How the settings in force stand to today's advice, check by check.
  private var auditDocument: JSONValue {
    let audit = verdicts
    var members = JSONObject(audit.map { ($0.check.rawValue, .string($0.verdict.rawValue)) })
    members["verdict"] = .string(Audit.worst(audit.map(\.verdict)).rawValue)
    return .object(members)
  }

  /// - Parameter child: what is asked for, nil: everything. What could come has to be tried out, which takes long.
  private func attackerDocument(_ child: String?) -> JSONValue {
    sessions.readAhead()
    let read = sessions.filter { !readers(of: $0).isEmpty }
    var members: JSONObject = [
      "leaks": .array(heldNames.map { .string($0) }),
      "leaks_by_session": .object(
        JSONObject(heldNamesBySession.mapValues { .array($0.map { .string($0) }) })),
      "mitm": .string(attacker.interception?.rawValue ?? "off"),
      "strip": .string(attacker.stripsSTARTTLS == true ? "on" : "off"),
      "read": .array(read.map { .string($0.id) }),
    ]
    if child == nil || child == "gains" {
      members["gains"] = .array(gainedKinds.map { .string($0) })
    }
    if child == nil || child == "prospects" { members["prospects"] = prospects.document }
    return .object(members)
  }

  /// What the attacker holds, by the words that are typed to steal it, each once.
  private var heldNames: [String] {
    attacker.loot.flatMap { loot -> [String] in
      guard World.renewable.contains(loot), world.number(of: loot) > 1 else {
        return [loot.rawValue]
      }
      let held = Set(attacker.leaks.compactMap(lootName))
      return lootNames.filter { $0.loot == loot && held.contains($0) }.map(\.word)
    }
  }

  /// Of what belongs to one session, the words for what is held of each.
  private var heldNamesBySession: [String: [String]] {
    attacker.leaks.reduce(into: [:]) { held, leak in
      guard let session = leak.session else { return }
      let word = word(for: leak)
      if held[session]?.contains(word) != true { held[session, default: []].append(word) }
    }
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
